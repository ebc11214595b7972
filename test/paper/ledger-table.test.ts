import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LedgerEntry } from '../../contract/index.ts';
import { type LedgerPlug, ledgerToCsv, ledgerToXlsx } from '../../paper/index.ts';
import { readTable } from '../../paper/tables/read-table.ts';

const mac = '50:C7:BF:00:00:01';
const plugs = new Map<string, LedgerPlug>([[mac, { label: '@SUM(A1)', alias: 'x', site: '-2', room: '=2' }]]);
type Kind = LedgerEntry['kind'];
const entry = (seq: number, kind: Kind, body: Record<string, unknown>) => ({
  seq,
  at: '2026-11-23T10:00:00.000Z',
  kind,
  run: seq === 1 ? null : 'R-7K3QD',
  mac,
  body,
});
const entries = [
  entry(4, 'item-ended', { at: 'failed', code: 'still-here' }),
  entry(3, 'proof', { grade: 'gone', quietS: 60, witness: 'plug', note: null }),
  entry(2, 'receipt', { receipt: 'acknowledged', detail: 'a\u001Bb' }),
  entry(1, 'protected', { by: '+cmd', reason: '=HYPERLINK("http://evil")' }),
];
/** In two lots, as they come from a ledger. */
async function* lotsOf(all: typeof entries) {
  yield all.slice(0, 1);
  yield all.slice(1);
}
const toCsv = async (all: typeof entries): Promise<string> => (await ledgerToCsv(lotsOf(all), plugs)).join('');
const toXlsx = (all: typeof entries) => ledgerToXlsx(lotsOf(all), plugs);
const rowsOf = (bytes: Uint8Array): string[][] =>
  readTable(bytes, (name) => name === 'entry', 'entry').records.map(({ cells }) => [...cells]);

test('entries become rows of text, the same in both forms', async () => {
  const xlsx = rowsOf(await toXlsx(entries));
  assert.deepEqual(
    xlsx.map((cells) => [cells[0], cells[2], cells[3], cells[4], cells[8], cells[9], cells[10]]),
    [
      ['4', 'item-ended', 'R-7K3QD', mac, '', 'failed', 'still-here'],
      ['3', 'proof', 'R-7K3QD', mac, '', 'gone', ''],
      ['2', 'receipt', 'R-7K3QD', mac, '', 'acknowledged', ''],
      ['1', 'protected', '', mac, '+cmd', '', ''],
    ],
  );
  assert.deepEqual(xlsx[3]?.slice(5, 8), ['@SUM(A1)', '-2', '=2']);
  assert.deepEqual(JSON.parse(xlsx[1]?.[11] ?? ''), entries[1]?.body);
  const csv = rowsOf(Buffer.from(await toCsv(entries)));
  assert.deepEqual(
    csv[0],
    xlsx[0]?.map((cell) => (/^[@=+-]/.test(cell) ? `'${cell}` : cell)),
  );
});

test('no cell of an exported ledger is run by a spreadsheet or acts on a terminal', async () => {
  const csv = await toCsv(entries);
  assert.doesNotMatch(csv, /(?:^|[,\n]|[,\n]")[=+\-@\t\r]/);
  for (const cell of ["'@SUM(A1)", "'-2", "'=2", "'+cmd"]) assert.ok(csv.includes(`,${cell},`), cell);
  assert.ok(!csv.includes('\u001B'));
});

test('what no cell of a workbook can hold is said to be in the other forms, where it is', async () => {
  const items = Array.from({ length: 2000 }, () => ({ mac, way: 'network', reasons: [] }));
  const large = [entry(2, 'run-started', { plan: 'P-00000', by: 'me', items })];
  assert.match(rowsOf(await toXlsx(large))[0]?.[11] ?? '', /too long/);
  assert.deepEqual(JSON.parse(rowsOf(Buffer.from(await toCsv(large)))[0]?.[11] ?? ''), large[0]?.body);
});
