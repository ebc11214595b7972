import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LedgerEntry, NewLedgerEntry } from '../../contract/index.ts';
import { foldRun } from '../../engine/run/fold.ts';
import { settled } from '../../engine/run/view.ts';
import { frozen, macOf, planOf } from './samples.ts';

type Told = { kind: NewLedgerEntry['kind']; mac: string | null; body: unknown };

const intent = (n: number): Told => ({
  kind: 'intent',
  mac: macOf(n),
  body: { deviceId: '', address: '', transport: 'xor', owner: null, model: 'HS103', firmware: '1', watts: null },
});
const receipt = (n: number, kind: string): Told => ({
  kind: 'receipt',
  mac: macOf(n),
  body: { receipt: kind, detail: null },
});

/** A run of three plugs that was cut short after these entries, and then what came after. */
function items(...told: Told[]) {
  const plan = planOf([frozen(1), frozen(2), frozen(3)]);
  const options = { quietS: 60, press: 'erase', pilot: false, concurrency: 8, maxFailuresPercent: 30 };
  const start: Told = {
    kind: 'run-started',
    mac: null,
    body: { plan: plan.id, by: 'test', options, items: plan.items },
  };
  const entries = [start, ...told].map(
    (entry, i) => ({ ...entry, run: 'R-TEST0', seq: i + 1, at: plan.at, hash: '' }) as LedgerEntry,
  );
  const folded = foldRun(entries);
  assert.ok(folded);
  return [...folded.items.values()];
}

const cutShort = [intent(1), intent(2), receipt(2, 'acknowledged')];

// laws 5, 7
test('a run that was cut short: what was meant is unproven, only what was never meant waits', () => {
  assert.deepEqual(
    items(...cutShort)
      .map(settled)
      .map((item) => item.at),
    ['unproven', 'unproven', 'waiting'],
  );
});

// laws 5-7
test('going on looks for what was sent and never sends it again; a receipt that was lost is one in doubt', () => {
  for (const kind of ['run-continued', 'run-checked'] as const)
    assert.deepEqual(
      items(...cutShort, { kind, mac: null, body: { by: 'test' } }).map(({ at, receipt, sentAs }) => [
        at,
        receipt,
        sentAs,
      ]),
      [
        ['watching', 'cut-off', 1],
        ['watching', 'acknowledged', 2],
        ['waiting', null, 0],
      ],
    );
});

// law 5
test('only a reset of which nothing left us opens its item again', () => {
  const at = (kind: string) => items(intent(1), receipt(1, kind))[0]?.at;
  assert.equal(at('not-sent'), 'waiting');
  for (const kind of ['acknowledged', 'cut-off']) assert.equal(at(kind), 'watching');
  assert.equal(at('refused'), 'sending');
});
