import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parsePlugs, plugsToXlsx } from '../../paper/index.ts';
import { plug } from '../paper/plugs.ts';
import { drive, findPython } from './python.ts';

const found = await findPython('openpyxl');
const skip = 'missing' in found ? found.missing : false;
const python = 'python' in found ? found.python : '';

function fileOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-workbook-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'fleet.xlsx');
}

interface Seen {
  sheets: string[];
  frozen: string;
  rows: (string | null)[][];
  types: string[];
  formats: string[];
}

test('openpyxl reads our workbooks: text to the letter in text cells, no formula among them', { skip }, async (t) => {
  const file = fileOf(t);
  const texts = ['=1+1', '007', '1-2', 'two\nlines', '漢字 & <b>"x"</b>', '5.00E+11', '=cmd|x'];
  writeFileSync(
    file,
    plugsToXlsx(texts.map((label, n) => plug({ mac: `50:C7:BF:00:00:0${n}`, label, alias: '\u001B[2J' }))),
  );
  const seen = await drive<Seen>(python, 'workbook_drive.py', { do: 'read', file });
  assert.deepEqual(seen.sheets, ['Plugs']);
  assert.equal(seen.frozen, 'A2');
  assert.deepEqual(seen.types, ['s']);
  assert.deepEqual(seen.formats, ['@']);
  assert.deepEqual(
    seen.rows.slice(1).map((row) => row[4]),
    texts,
  );
  assert.equal(seen.rows[1]?.[3], '\\u{1B}[2J');
});

test('we read its workbooks: the sheet with MACs, numbers and dates as what they are', { skip }, async (t) => {
  const file = fileOf(t);
  await drive(python, 'workbook_drive.py', {
    do: 'write',
    file,
    sheets: {
      'Read me': [['This list was made by'], ['somebody']],
      Plugs: [
        ['mac', 'room', 'serial', 'owned', 'bought', 'label'],
        ['50:C7:BF:00:00:01', 101, 4711, true, { date: '2026-02-01' }, ' A "quoted" \n label '],
        [500000000001, 'B', null, false, null, null],
        [5000000001, 'C', null, null, null, null],
        ['50:C7:BF:00:00:04', { date: '2026-02-01' }, null, null, null, null],
        [],
        ['50:C7:BF:00:00:05', null, 1.234567890123457e17, null, { date: '2026-02-01T13:30:00' }, '=1+1'],
        ['50:C7:BF:00:00:06', null, null, null, 0.25, "'kept"],
      ],
    },
  });
  const { rows, rejected } = parsePlugs(readFileSync(file));
  assert.deepEqual(
    rows.map(({ line, mac, room, serial, owned, label, notes }) => [line, mac, room, serial, owned, label, notes]),
    [
      [2, '50:C7:BF:00:00:01', '101', '4711', true, 'A "quoted" \n label', { bought: '2026-02-01' }],
      [3, '50:00:00:00:00:01', 'B', null, false, null, {}],
      [8, '50:C7:BF:00:00:06', null, null, null, "'kept", { bought: '0.25' }],
    ],
  );
  assert.deepEqual(
    rejected.map(({ line, why }) => [line, why.split(';')[0]]),
    [
      [4, 'mac became a number and lost its leading zeros (5000000001)'],
      [5, 'room became a date (2026-02-01)'],
      [7, 'serial became a number and lost digits (123456789012345700)'],
    ],
  );
});
