import { canonicalMac, PlugfleetError } from '../../contract/index.ts';
import type { CellRecord } from './cell-record.ts';
import { type Column, columnNamed } from './columns.ts';
import { limits, longest } from './limits.ts';
import type { PlugRow, RejectedRow } from './plug-row.ts';
import { plainCell, readTable } from './read-table.ts';
import { isSplitMac, spoiled } from './spoiled.ts';
import { splitTags } from './tags-cell.ts';
import { hideUnseen, withoutUnseen } from './unseen.ts';

export interface ParsedPlugs {
  rows: PlugRow[];
  rejected: RejectedRow[];
}

/** A column of the file: its name as it is told, and its meaning if it has one. */
interface HeadCell {
  name: string;
  column: Column | undefined;
}

/**
 * Reads a file of plugs: comma-, semicolon- or tab-separated text or a workbook. Blank cells tell nothing, outer blanks
 * mean nothing. A record that cannot be taken is given with its line; a file that cannot be read is a `bad-input`.
 */
export function parsePlugs(bytes: Uint8Array): ParsedPlugs {
  const table = readTable(bytes, (name) => isKey(columnNamed(name)), 'mac or deviceId');
  const header = headerOf(table.names);
  const rows: PlugRow[] = [];
  const rejected: RejectedRow[] = [];
  const lines = new Map<string, number>();
  for (const record of table.records) {
    const { line } = record;
    const row = rowOf(record, header, table.isText);
    if (typeof row === 'string') {
      rejected.push({ line, why: row });
      continue;
    }
    const keys = [row.mac, row.deviceId].filter((key) => key !== null);
    const twice = keys.find((key) => lines.has(key));
    if (twice !== undefined) {
      rejected.push({ line, why: `${twice} stands already in line ${lines.get(twice)}` });
      continue;
    }
    for (const key of keys) lines.set(key, line);
    rows.push(row);
  }
  return { rows, rejected };
}

const isKey = (column: Column | undefined): boolean => column === 'mac' || column === 'deviceId';

function headerOf(names: readonly string[]): HeadCell[] {
  const header = names.map((name): HeadCell => {
    const column = columnNamed(name);
    return { name: column ?? hideUnseen(withoutUnseen(name)), column };
  });
  const told = header.map(({ name }) => name);
  const twice = told.find((name, index) => name !== '' && told.indexOf(name) !== index);
  if (twice !== undefined) throw new PlugfleetError('bad-input', `The first line names the column ${twice} twice`);
  const long = told.find((name) => name.length > longest.label);
  if (long !== undefined) {
    throw new PlugfleetError('bad-input', `A column's name has ${long.length} characters, ${longest.label} are taken`);
  }
  return header;
}

/** The row of a record, or why it cannot be taken. */
function rowOf(record: CellRecord, header: readonly HeadCell[], isText: boolean): PlugRow | string {
  if (record.fault !== null) return record.fault;
  const known: Partial<Record<Column, string>> = {};
  const notes: [string, string][] = [];
  const cleaned: string[] = [];
  for (let index = 0; index < record.cells.length; index++) {
    const trimmed = (record.cells[index] ?? '').trim();
    if (trimmed === '') continue;
    const head = header[index];
    if (head?.column === 'mac' && isSplitMac(record.cells, index)) {
      return `the MAC stands in six cells from '${trimmed}' on; write it into one, as AA:BB:CC:DD:EE:FF`;
    }
    if (head === undefined || head.name === '')
      return `'${cut(trimmed)}' stands in a column without a name (a comma too many?)`;
    const { name, column } = head;
    const most = column === undefined || column === 'note' ? limits.note : longest[column];
    // each character of it may be written as a code of ten
    if (trimmed.length > 10 * most) return tooLong(name, trimmed.length, most);
    const kind = record.kinds?.get(index) ?? (isText ? undefined : 'text');
    const harm = column && spoiled(column, trimmed, kind);
    if (harm !== undefined) return harm;
    const plain = plainCell(trimmed, isText);
    const seen = withoutUnseen(plain);
    if (seen !== plain) cleaned.push(name);
    const cell = hideUnseen(seen);
    if (cell.length > most) return tooLong(name, cell.length, most);
    if (cell === '') continue;
    if (column !== undefined) known[column] = cell;
    if (column === undefined || column === 'note') notes.push([name, cell]);
  }
  return rowFrom(record.line, known, notes, cleaned);
}

function rowFrom(
  line: number,
  known: Readonly<Partial<Record<Column, string>>>,
  notes: readonly [string, string][],
  cleaned: readonly string[],
): PlugRow | string {
  // switches write aabb.ccdd.eeff
  const mac = known.mac === undefined ? null : canonicalMac(known.mac.replaceAll('.', ''));
  if (mac === undefined) return `'${known.mac}' is not a MAC address (AA:BB:CC:DD:EE:FF)`;
  const deviceId = known.deviceId?.toUpperCase() ?? null;
  if (deviceId !== null && !/^[0-9A-F]{40}$/.test(deviceId)) return `'${deviceId}' is not a device id (40 hex digits)`;
  if (mac === null && deviceId === null) return 'it has neither mac nor deviceId';

  const owned = yesOrNo(known.owned);
  if (owned === undefined) return `owned is '${known.owned}'; write yes or no`;
  const isProtected = yesOrNo(known.protected);
  if (isProtected === undefined) return `protected is '${known.protected}'; write yes or no`;

  const tags = known.tags === undefined ? null : splitTags(known.tags);
  const long = tags?.find((tag) => tag.length > longest.label);
  if (long !== undefined) return `a tag has ${long.length} characters, ${longest.label} are taken`;
  return {
    line,
    mac,
    deviceId,
    model: known.model ?? null,
    alias: known.alias ?? null,
    label: known.label ?? null,
    site: known.site ?? null,
    room: known.room ?? null,
    tags,
    address: known.address ?? null,
    serial: known.serial ?? null,
    owned,
    protected: isProtected,
    notes: Object.fromEntries(notes),
    cleaned,
  };
}

const tooLong = (name: string, length: number, most: number): string =>
  `${cut(name)} has ${length} characters, ${most} are taken`;

/** A cell as a message shows it. */
const cut = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

const answers = new Map([
  ['yes', true],
  ['true', true],
  ['1', true],
  ['no', false],
  ['false', false],
  ['0', false],
]);

/** Undefined where it is neither. */
const yesOrNo = (cell: string | undefined): boolean | null | undefined =>
  cell === undefined ? null : answers.get(cell.toLowerCase());
