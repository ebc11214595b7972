import { test } from 'node:test';
import { troubledFleet } from './troubled-fleet.ts';

// laws 1, 3, 5, 6, 9
test(
  '250 plugs with everything that goes wrong in a house end in their true states, and a second round misses none',
  { timeout: 280_000 },
  (t) => troubledFleet(t, { count: 250, options: ['--no-pilot'] }),
);

test('40 plugs with pilots first end in their true states as well', { timeout: 280_000 }, (t) =>
  troubledFleet(t, { count: 40, options: [] }),
);
