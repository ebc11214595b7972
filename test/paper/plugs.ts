import fc from 'fast-check';
import type { PlugRecord } from '../../contract/index.ts';
import { type PlugRow, parsePlugs } from '../../paper/index.ts';

/** A plug of which little is known. */
export function plug(change: Partial<PlugRecord>): PlugRecord {
  return {
    id: 1,
    mac: '50:C7:BF:00:00:01',
    deviceId: null,
    deviceIdHash: null,
    model: 'HS103',
    hardware: null,
    firmware: null,
    family: 'kasa',
    alias: 'Lamp',
    label: null,
    site: null,
    room: null,
    tags: [],
    serial: null,
    notes: {},
    owned: false,
    ownerWhenOwned: null,
    protectedReason: null,
    protectedBy: null,
    protectedOutlets: [],
    feedsNetwork: false,
    standing: 'silent',
    why: null,
    route: null,
    address: null,
    network: null,
    lastSeenAt: null,
    owner: null,
    login: null,
    relay: 'unknown',
    watts: null,
    rssi: null,
    outlets: [],
    snapshotAt: null,
    ...change,
  };
}

const hex = (digits: number) =>
  fc
    .array(fc.constantFrom(...'0123456789ABCDEF'), { minLength: digits, maxLength: digits })
    .map((each) => each.join(''));
/** Outer blanks carry no meaning in a file; everything else must come back. */
export const cell = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'=+-@\'",;\\\t\r\n aZ漢') }),
    fc.constantFrom(
      '1-2',
      '1. Feb',
      '007',
      '5.00E+11',
      '2026-02-01',
      "'1-2",
      '_x000D_',
      '\\u{1B}',
      '\u001B[2J',
      'a\u202Eb',
      '=1+1',
      "'=1",
      "''@x",
      '+49 30',
      '-',
      "'tis",
      'a "b", c',
      'two\r\nlines',
      '\\;',
    ),
  )
  .map((text) => text.trim())
  .filter((text) => text !== '');
const known = new Set([
  'mac',
  'deviceid',
  'model',
  'alias',
  'label',
  'site',
  'room',
  'tags',
  'address',
  'serial',
  'owned',
  'protected',
]);
const records = fc.uniqueArray(
  fc.record({
    mac: hex(12).map((digits) => digits.match(/../g)?.join(':') ?? ''),
    deviceId: fc.option(hex(40)),
    model: cell,
    alias: cell,
    label: fc.option(cell),
    site: fc.option(cell),
    room: fc.option(cell),
    tags: fc.uniqueArray(
      cell.filter((tag) => !tag.endsWith('\\')),
      { maxLength: 3 },
    ),
    serial: fc.option(cell),
    address: fc.option(fc.ipV4()),
    owned: fc.boolean(),
    protectedReason: fc.option(cell),
    notes: fc.dictionary(
      cell.filter((name) => !known.has(name.toLowerCase())),
      cell,
      { maxKeys: 3 },
    ),
  }),
  { maxLength: 8, selector: ({ mac }) => mac, comparator: 'IsStrictlyEqual' },
);

/** Inventories with every kind of text in them; no two plugs have one device id. */
export const fleets = records.filter((changes) => {
  const ids = changes.flatMap((each) => each.deviceId ?? []);
  return new Set(ids).size === ids.length;
});

/** What comes back of a fleet that was written and read again, and what has to. */
export function comparison(fleet: typeof fleets extends fc.Arbitrary<infer T> ? T : never, bytes: Uint8Array) {
  const { rows, rejected } = parsePlugs(bytes);
  return {
    actual: { rows: rows.map(told), rejected },
    expected: {
      rows: fleet.map(({ protectedReason, notes, ...change }) => ({
        ...change,
        protected: protectedReason !== null,
        notes: { ...notes },
      })),
      rejected: [],
    },
  };
}

const told = ({ line: _line, cleaned: _cleaned, tags, notes, ...row }: PlugRow) => ({
  ...row,
  tags: tags ?? [],
  notes: { ...notes },
});
