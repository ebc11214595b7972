import { test } from 'node:test';
import { everyTransport } from './house.ts';
import { troubledFleet } from './troubled-fleet.ts';

test(
  '300 plugs of every transport, strips among them, end in their true states with no more wrong log-ins than law 9 allows',
  { timeout: 600_000 },
  (t) => troubledFleet(t, { count: 300, kinds: everyTransport, options: ['--no-pilot'] }),
);
