import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LedgerEntry, NewLedgerEntry } from '../../contract/index.ts';
import { RunOptions } from '../../contract/index.ts';
import { foldRun } from '../../engine/index.ts';

const mac = '50:C7:BF:00:00:01';
const run = 'R-TEST0';

const started = (press: 'erase' | 'wifi'): NewLedgerEntry => ({
  kind: 'run-started',
  run,
  mac: null,
  body: {
    plan: 'P-TEST0',
    by: 'test',
    options: RunOptions.parse({ press }),
    items: [{ mac, way: 'hands', reasons: [] }],
  },
});

const entry = fc.oneof(
  fc.constantFrom('done', 'not-found', 'dead').map(
    (result): NewLedgerEntry => ({
      kind: 'tick',
      run,
      mac,
      body: { result: result as 'done', by: 'x', entered: 'cli' },
    }),
  ),
  fc.constant<NewLedgerEntry>({ kind: 'tick-withdrawn', run, mac, body: { by: 'x' } }),
  fc.constantFrom('in-setup', 'read-back', 'gone').map(
    (grade): NewLedgerEntry => ({
      kind: 'proof',
      run,
      mac,
      body: { grade: grade as 'gone', quietS: null, witness: null, note: null },
    }),
  ),
  fc.constant<NewLedgerEntry>({ kind: 'item-ended', run, mac, body: { at: 'reset', code: null } }),
  fc.constant<NewLedgerEntry>({ kind: 'run-checked', run, mac: null, body: { by: 'x' } }),
);

const ledgerOf = (entries: readonly NewLedgerEntry[]): LedgerEntry[] =>
  entries.map((one, i) => ({ ...one, seq: i + 1, at: '2026-11-23T20:00:00.000Z', hash: '' }));

test('no item of a Wi-Fi run is ever called reset, whatever evidence comes', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 12 }), (entries) => {
      const folded = foldRun(ledgerOf([started('wifi'), ...entries]));
      assert.notEqual(folded?.items.get(mac)?.at, 'reset');
    }),
  );
});

test('a ticked card of a Wi-Fi run stays done by hand when the plug is read back, of an erasing run it may be reset', () => {
  const evidence: NewLedgerEntry[] = [
    { kind: 'tick', run, mac, body: { result: 'done', by: 'x', entered: 'cli' } },
    { kind: 'proof', run, mac, body: { grade: 'read-back', quietS: null, witness: null, note: null } },
    { kind: 'item-ended', run, mac, body: { at: 'reset', code: null } },
  ];
  const at = (press: 'erase' | 'wifi') => foldRun(ledgerOf([started(press), ...evidence]))?.items.get(mac)?.at;
  assert.deepEqual([at('wifi'), at('erase')], ['by-hand', 'reset']);
});
