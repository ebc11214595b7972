import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PlugfleetError } from '../../contract/index.ts';
import { parsePlugs, plugsToCsv } from '../../paper/index.ts';
import { comparison, fleets, plug } from './plugs.ts';

const parsePlugsCsv = (text: string) => parsePlugs(Buffer.from(text));
const deviceId = 'AB'.repeat(20);

test('what is exported is imported again as it was', () => {
  fc.assert(
    fc.property(fleets, (fleet) => {
      const csv = plugsToCsv(fleet.map((change) => plug(change)));
      const { actual, expected } = comparison(fleet, Buffer.from(csv));
      assert.deepEqual(actual, expected);
    }),
    { numRuns: 500 },
  );
});

test('a note may bear any name, also one that every object knows', () => {
  const notes = JSON.parse('{"valueOf": "1", "__proto__": "2"}');
  const { rows } = parsePlugsCsv(
    plugsToCsv([plug({ mac: '50:C7:BF:00:00:01' }), plug({ mac: '50:C7:BF:00:00:02', notes })]),
  );
  assert.deepEqual(
    rows.map((row) => Object.entries(row.notes)),
    [
      [],
      [
        ['__proto__', '2'],
        ['valueOf', '1'],
      ],
    ],
  );
});

test('no exported cell is run by a spreadsheet', () => {
  const csv = plugsToCsv([plug({ alias: '=HYPERLINK("x")', label: '@SUM(1)', notes: { '+note': '-1' } })]);
  assert.doesNotMatch(csv, /(?:^|[,\n]|[,\n]")[=+\-@\t\r]/);
  assert.match(csv, /'=HYPERLINK/);
  assert.match(csv, /'\+note/);
});

test('columns come in any order and any capitals; unknown ones are kept as notes', () => {
  const { rows } = parsePlugsCsv(
    'Room,MAC,Shelf,note,TAGS\nFlat 12,50-c7-bf-00-00-01,B 3,behind the sofa,"lamp; loan"\n',
  );
  assert.equal(rows.length, 1);
  const [row] = rows;
  assert.equal(row?.mac, '50:C7:BF:00:00:01');
  assert.equal(row?.room, 'Flat 12');
  assert.deepEqual(row?.tags, ['lamp', 'loan']);
  assert.deepEqual(row?.notes, { Shelf: 'B 3', note: 'behind the sofa' });
  assert.equal(row?.model, null);
  assert.equal(row?.owned, null);
});

test('a MAC is taken in every usual spelling', () => {
  const spellings = ['50:C7:BF:0A:0B:0C', '50-c7-bf-0a-0b-0c', '50c7bf0a0b0c', '50c7.bf0a.0b0c', ' 50:c7:bf:0a:0b:0c '];
  for (const mac of spellings) {
    assert.equal(parsePlugsCsv(`mac\n${mac}\n`).rows[0]?.mac, '50:C7:BF:0A:0B:0C', mac);
  }
});

test('lines are those of the file: BOM, mixed line ends, blank lines, breaks inside quotes', () => {
  const text = [
    '\uFEFFmac,alias\r\n',
    '50C7BF000001,"two\r\nlines"\r\n',
    '\r\n',
    'nonsense,x\n',
    ',\n',
    '50C7BF000002,"say ""hi""\nthere, ok"\r',
    '50C7BF000003,last',
  ].join('');
  const { rows, rejected } = parsePlugsCsv(text);
  assert.deepEqual(
    rows.map(({ line, alias }) => [line, alias]),
    [
      [2, 'two\r\nlines'],
      [7, 'say "hi"\nthere, ok'],
      [9, 'last'],
    ],
  );
  assert.deepEqual(
    rejected.map(({ line }) => line),
    [5],
  );
});

test('a record that cannot be taken is given with its line and why', () => {
  const text = [
    'mac,deviceId,owned,protected,alias',
    `50C7BF000001,${deviceId},YES,0,first`,
    '50:c7:bf:00:00:01,,,,the same MAC',
    `,${deviceId.toLowerCase()},,,the same device id`,
    ',,,,nameless',
    '50C7BF00000,,,,short',
    '50C7BF000006,,maybe,,',
    '50C7BF000007,,,perhaps,',
    ',12AB,,,',
    '50C7BF000009,,True,False,fine,too many',
    '50C7BF00000A,,no,1,fine',
  ].join('\n');
  const { rows, rejected } = parsePlugsCsv(text);
  assert.deepEqual(
    rows.map(({ line, owned, protected: isProtected }) => [line, owned, isProtected]),
    [
      [2, true, false],
      [11, false, true],
    ],
  );
  assert.deepEqual(rejected, [
    { line: 3, why: '50:C7:BF:00:00:01 stands already in line 2' },
    { line: 4, why: `${deviceId} stands already in line 2` },
    { line: 5, why: 'it has neither mac nor deviceId' },
    { line: 6, why: "'50C7BF00000' is not a MAC address (AA:BB:CC:DD:EE:FF)" },
    { line: 7, why: "owned is 'maybe'; write yes or no" },
    { line: 8, why: "protected is 'perhaps'; write yes or no" },
    { line: 9, why: "'12AB' is not a device id (40 hex digits)" },
    { line: 10, why: "'too many' stands in a column without a name (a comma too many?)" },
  ]);
});

test('a quote that is never closed rejects its record and no earlier one', () => {
  const { rows, rejected } = parsePlugsCsv(
    'mac,alias\n50C7BF000001,fine\n50C7BF000002,"open\n50C7BF000003,swallowed\n',
  );
  assert.equal(rows.length, 1);
  assert.deepEqual(rejected, [{ line: 3, why: 'a quote is opened and never closed' }]);
});

test('a file without a usable header is refused with what is wrong', () => {
  const cases: [string, RegExp][] = [
    ['', /empty/],
    ['\n \n', /empty/],
    ['50:C7:BF:00:00:01,Lamp\n', /mac or deviceId/],
    ['mac|alias\n50C7BF000001|Lamp\n', /it has: mac\|alias/],
    ['name,room\nLamp,Hall\n', /mac or deviceId/],
    ['mac,alias,Mac\n', /mac twice/],
  ];
  for (const [text, why] of cases) {
    assert.throws(
      () => parsePlugsCsv(text),
      (error) => error instanceof PlugfleetError && error.code === 'bad-input' && why.test(error.message),
      text,
    );
  }
});
