import { readScanned } from '../../contract/index.ts';
import type { CellRecord } from './cell-record.ts';
import type { RejectedRow } from './plug-row.ts';
import { plainCell, readTable, type Table } from './read-table.ts';
import { isSplitMac, spoiled } from './spoiled.ts';
import { withoutUnseen } from './unseen.ts';

/** A result of one card as a file tells it. */
export interface TickRow {
  line: number;
  mac: string;
  result: 'done' | 'not-found' | 'dead' | 'withdraw';
  /** Who did it; null: the file does not tell. */
  by: string | null;
  /** When, as ISO 8601 with a zone; null: the file does not tell. */
  doneAt: string | null;
  /** The run that the card belongs to; null: the file does not tell. */
  run: string | null;
}

export interface ParsedTicks {
  rows: TickRow[];
  rejected: RejectedRow[];
  /** Rows of cards without a result: they count as not done. */
  blank: number;
}

const results: Readonly<Record<string, TickRow['result']>> = {
  done: 'done',
  x: 'done',
  'not-found': 'not-found',
  'not found': 'not-found',
  dead: 'dead',
  withdrawn: 'withdraw',
  withdraw: 'withdraw',
};

const longestName = 200;

/**
 * Reads results of cards: a text file or workbook with the columns mac (or what the QR code of a plug holds) and
 * result, and perhaps by, at and run. Other columns mean nothing here.
 * @throws `bad-input` for a file that is no such table
 */
export function parseTicks(bytes: Uint8Array): ParsedTicks {
  const table = readTable(bytes, (name) => ['mac', 'result'].includes(name.toLowerCase()), 'mac and result');
  const places = placesOf(table);
  const rows: TickRow[] = [];
  const rejected: RejectedRow[] = [];
  let blank = 0;
  for (const record of table.records) {
    const row = rowOf(record, places, table.isText);
    if (row === undefined) blank += 1;
    else if (typeof row === 'string') rejected.push({ line: record.line, why: row });
    else rows.push(row);
  }
  return { rows, rejected, blank };
}

const wanted = ['mac', 'result', 'by', 'at', 'run'] as const;
type Wanted = (typeof wanted)[number];

const placesOf = ({ names }: Table): Record<Wanted, number> =>
  Object.fromEntries(
    wanted.map((column) => [column, names.findIndex((name) => name.toLowerCase() === column)]),
  ) as Record<Wanted, number>;

/** The row of a record, why it cannot be taken, or undefined where its card has no result. */
function rowOf(record: CellRecord, places: Record<Wanted, number>, isText: boolean): TickRow | string | undefined {
  const { line, cells, kinds, fault } = record;
  if (fault !== null) return fault;
  const cell = (column: Wanted): string => withoutUnseen(plainCell(cells[places[column]] ?? '', isText));
  const told = cell('result').toLowerCase();
  if (told === '') return undefined;
  const result = results[told];
  if (result === undefined) return `result is '${cut(told)}'; write done, not-found, dead or withdrawn`;

  const typed = cell('mac');
  if (typed === '') return 'it names no plug (mac)';
  if (isSplitMac(cells, places.mac)) return `the MAC stands in six cells from '${typed}' on; write it into one`;
  const harm = spoiled('mac', typed, kinds?.get(places.mac) ?? (isText ? undefined : 'text'));
  if (harm !== undefined) return harm;
  const scanned = readScanned(typed.replaceAll('.', ''));
  if (scanned?.is !== 'plug') return `'${cut(typed)}' is not a MAC address (AA:BB:CC:DD:EE:FF)`;

  const doneAt = momentOf(cell('at'));
  if (doneAt === undefined) return `at is '${cut(cell('at'))}'; write 2026-11-24 10:30, or 2026-11-24T10:30:00Z`;
  const by = cell('by');
  if (by.length > longestName) return `by has ${by.length} characters, ${longestName} are taken`;
  return {
    line,
    mac: scanned.mac,
    result,
    by: by === '' ? null : by,
    doneAt,
    run: cell('run') === '' ? scanned.run : cell('run'),
  };
}

const cut = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/;

/** A moment as people and programs write it; without a zone it is this machine's. A day alone is its first minute. */
function momentOf(text: string): string | null | undefined {
  if (text === '') return null;
  const [, day, time = '00:00', zone = ''] = iso.exec(text) ?? [];
  if (day === undefined) return undefined;
  const at = new Date(`${day}T${time}${zone}`);
  // the 31st of November is no moment, though `Date` makes one of it
  const isReal = new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) === true;
  return isReal && !Number.isNaN(at.getTime()) ? at.toISOString() : undefined;
}
