import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { soak } from './soak.ts';

test('run after run in one process, nothing of them is kept in memory and nothing stays open', {
  timeout: 300_000,
}, async (t) => {
  const seed = Number(process.env['PLUGFLEET_SEED'] ?? randomInt(2 ** 31));
  t.diagnostic(`again: npm run test:trust -- --only soak --seed ${seed}`);
  await soak(t, { runs: 6, seed, say: (line) => t.diagnostic(line) });
});
