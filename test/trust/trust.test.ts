import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { emptyTally, missed, oneLine, trial } from './trial.ts';

const kills = 30;

// laws 5-7
test('killed at every step of the ledger and at moments of chance, nothing is lost, sent twice or claimed falsely', {
  timeout: 600_000,
}, async (t) => {
  const seed = Number(process.env['PLUGFLEET_SEED'] ?? randomInt(2 ** 31));
  t.diagnostic(`again: npm run test:trust -- --seed ${seed}`);
  const tally = emptyTally();
  await trial(tally, { kills, seed, say: (line) => t.diagnostic(line) });
  assert.equal(oneLine(tally), `${tally.kills} kills, 0 reset twice, 0 false done`);
  assert.ok(tally.kills >= kills);
  assert.deepEqual(missed(tally), [], 'kinds of entries after which nothing was killed');
});
