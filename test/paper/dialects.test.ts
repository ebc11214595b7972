import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlugfleetError } from '../../contract/index.ts';
import { parsePlugs } from '../../paper/index.ts';

const utf16 = (text: string, isBig: boolean): Buffer => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};

const list = (delimiter: string, end: string): string =>
  [
    ['mac', 'alias', 'tags', 'Shelf no.'],
    ['50C7BF000001', 'Küche "links"', 'a; b', '7'],
    ['50C7BF000002', `two${end}lines${delimiter} and "more"`, '', ''],
    [],
    ['50C7BF000003', '漢字', 'c', '9'],
  ]
    .map((cells) =>
      cells.map((cell) => (/[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter),
    )
    .join(end);

for (const [name, delimiter] of [
  ['commas', ','],
  ['semicolons', ';'],
  ['tabs', '\t'],
] as const)
  for (const [ending, end] of [
    ['CR LF', '\r\n'],
    ['LF', '\n'],
    ['CR', '\r'],
  ] as const)
    for (const [encoding, encode] of [
      ['UTF-8', (text: string) => Buffer.from(text)],
      ['UTF-8 with a mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
      ['UTF-16 LE', (text: string) => utf16(text, false)],
      ['UTF-16 BE', (text: string) => utf16(text, true)],
    ] as const)
      test(`a list with ${name}, lines ended by ${ending}, in ${encoding}`, () => {
        const { rows, rejected } = parsePlugs(encode(list(delimiter, end)));
        assert.deepEqual(rejected, []);
        assert.deepEqual(
          rows.map(({ mac, alias, tags, notes }) => [mac, alias, tags, notes]),
          [
            ['50:C7:BF:00:00:01', 'Küche "links"', ['a', 'b'], { 'Shelf no.': '7' }],
            ['50:C7:BF:00:00:02', `two${end}lines${delimiter} and "more"`, null, {}],
            ['50:C7:BF:00:00:03', '漢字', ['c'], { 'Shelf no.': '9' }],
          ],
        );
        // a carriage return inside quotes ends no line that an editor would count
        assert.deepEqual(
          rows.map(({ line }) => line),
          end === '\r' ? [2, 3, 5] : [2, 3, 6],
        );
      });

test('the line with which spreadsheets name the delimiter is read, and counted', () => {
  const { rows } = parsePlugs(Buffer.from('sep=|\r\nmac|room\r\n50C7BF000001|A, B; C\r\n'));
  assert.deepEqual([rows[0]?.line, rows[0]?.room], [3, 'A, B; C']);
});

test('blank lines before the names of the columns are counted and mean nothing', () => {
  const { rows } = parsePlugs(Buffer.from('\n;;\n\nmac;owned\n50C7BF000001;yes\n'));
  assert.deepEqual([rows[0]?.line, rows[0]?.owned], [5, true]);
});

const says = (bytes: Uint8Array, why: RegExp): void =>
  assert.throws(
    () => parsePlugs(bytes),
    (error) => error instanceof PlugfleetError && error.code === 'bad-input' && why.test(error.message),
  );

test('text in another encoding is refused with its line instead of being guessed', () => {
  says(
    Buffer.from('mac,alias\n50C7BF000001,Lampe\n50C7BF000002,K\xFCche\n', 'latin1'),
    /line 3 is not UTF-8.+CSV UTF-8/,
  );
  says(Buffer.from('mac,alias\n50C7BF000001,Lampe\n', 'utf16le'), /NUL bytes.+CSV UTF-8/);
  says(Buffer.concat([utf16('mac\n50C7BF000001', false), Buffer.from([0])]), /UTF-16 and is not/);
});

test('what a spreadsheet made of MACs, ids and rooms is known again and explained', () => {
  const text = [
    'mac;deviceId;room;label;serial',
    '5,00E+11;;;;',
    '5.0C7E+11;;;;',
    '5E+11;;;;',
    '47000001;;;;',
    '1. Feb;;;;',
    ';8,0061E+39;;;',
    `;${'12'.repeat(19)}1;;;`,
    '50C7BF000008;;1. Feb;;',
    '50C7BF000009;;02-Jan;;',
    '50C7BF00000A;;01.02.2026;;',
    '50C7BF00000B;;2026-02-01 00:00:00;;',
    '50C7BF00000C;;;Mrz 12;',
    '50C7BF00000D;;;;2,21E+12',
    '50;C7;BF;00;00;0E',
    '#NAME?;;;;',
    // what only looks like it stays
    '50C7BF000010;;1-2;7 May;00123',
    "50C7BF000011;;'1. Feb;'02-Jan;'2,21E+12",
    '50C7BF000012;;1.02.03;12;2E5',
  ].join('\n');
  const { rows, rejected } = parsePlugs(Buffer.from(text));
  assert.deepEqual(
    rejected.map(({ line, why }) => [line, why.replace(/;.*(Text|DD).*$/, ' → $1')]),
    [
      [2, 'mac became a number and lost digits (5,00E+11) → Text'],
      [3, 'mac became a number and lost digits (5.0C7E+11) → Text'],
      [4, 'mac became a number and lost digits (5E+11) → Text'],
      [5, 'mac became a number and lost its leading zeros (47000001) → Text'],
      [6, 'mac became a date (1. Feb) → Text'],
      [7, 'deviceId became a number and lost digits (8,0061E+39) → Text'],
      [8, `deviceId became a number and lost its leading zeros (${'12'.repeat(19)}1) → Text`],
      [9, 'room became a date (1. Feb) → Text'],
      [10, 'room became a date (02-Jan) → Text'],
      [11, 'room became a date (01.02.2026) → Text'],
      [12, 'room became a date (2026-02-01 00:00:00) → Text'],
      [13, 'label became a date (Mrz 12) → Text'],
      [14, 'serial became a number and lost digits (2,21E+12) → Text'],
      [15, "the MAC stands in six cells from '50' on → DD"],
      [16, "'#NAME?' is not a MAC address (AA:BB:CC:DD:EE:FF)"],
      [17, 'label became a date (7 May) → Text'],
    ],
  );
  assert.deepEqual(
    rows.map(({ line, room, label, serial }) => [line, room, label, serial]),
    [
      [18, '1. Feb', '02-Jan', '2,21E+12'],
      [19, '1.02.03', '12', '2E5'],
    ],
  );
});

test('control characters and marks of direction are left out with a note; formulas and line ends stay text', () => {
  const text =
    'mac,label,room,note\n50C7BF000001,\u001B[2J\u001B]0;x\u0007Lamp,a\u202Eb,"one\ntwo\u0000"\n50C7BF000002,=cmd|x,\\u{1B},\n';
  const { rows } = parsePlugs(Buffer.from(text.replace('\u0000', '\u0001')));
  assert.deepEqual(
    rows.map(({ label, room, notes, cleaned }) => [label, room, notes, cleaned]),
    [
      ['[2J]0;xLamp', 'ab', { note: 'one\ntwo' }, ['label', 'room', 'note']],
      // an export writes such characters as codes, which come back as they were
      ['=cmd|x', '\u001B', {}, []],
    ],
  );
});

test('a text beyond its limit rejects its row and is not cut', () => {
  const { rows, rejected } = parsePlugs(
    Buffer.from(
      `mac,alias,tags,note\n50C7BF000001,${'x'.repeat(10_240)},,\n50C7BF000002,${'y'.repeat(200)},,${'n'.repeat(5000)}\n50C7BF000003,,${'t'.repeat(201)},\n50C7BF000004,,,${'n'.repeat(5001)}\n`,
    ),
  );
  assert.deepEqual(
    rows.map(({ line }) => line),
    [3],
  );
  assert.deepEqual(rejected, [
    { line: 2, why: 'alias has 10240 characters, 200 are taken' },
    { line: 4, why: 'a tag has 201 characters, 200 are taken' },
    { line: 5, why: 'note has 5001 characters, 5000 are taken' },
  ]);
});
