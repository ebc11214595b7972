import { canonicalMac, PlugfleetError } from '../../contract/index.ts';
import { type Column, columnNamed } from './columns.ts';
import { type CsvRecord, csvRecords } from './csv-records.ts';
import { unguarded } from './formula-guard.ts';
import type { PlugRow, RejectedRow } from './plug-row.ts';
import { splitTags } from './tags-cell.ts';

export interface ParsedPlugs {
  rows: PlugRow[];
  rejected: RejectedRow[];
}

/**
 * Reads a comma-separated file of plugs. Blank cells tell nothing, outer blanks mean nothing. A record that cannot be
 * taken is given with its line; a header that cannot be read is a `bad-input`.
 */
export function parsePlugsCsv(text: string): ParsedPlugs {
  const [first, ...records] = csvRecords(text);
  const header = headerOf(first);
  const rows: PlugRow[] = [];
  const rejected: RejectedRow[] = [];
  const lines = new Map<string, number>();
  for (const record of records) {
    const { line } = record;
    const row = rowOf(record, header);
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

/** The names of the columns, those with a meaning in its own spelling. */
function headerOf(record: CsvRecord | undefined): string[] {
  if (record === undefined)
    throw new PlugfleetError('bad-input', 'The file is empty; its first line must name columns');
  const header = record.cells.map(readCell).map((name) => columnNamed(name) ?? name);
  if (record.fault !== null) throw new PlugfleetError('bad-input', `Line ${record.line}: ${record.fault}`);
  if (!header.includes('mac') && !header.includes('deviceId')) {
    throw new PlugfleetError(
      'bad-input',
      `Line ${record.line} must name the columns, with mac or deviceId among them and commas between them`,
      { facts: { found: header } },
    );
  }
  const twice = header.find((name, index) => name !== '' && header.indexOf(name) !== index);
  if (twice !== undefined) throw new PlugfleetError('bad-input', `Line ${record.line} names the column ${twice} twice`);
  return header;
}

const readCell = (cell: string): string => unguarded(cell.trim()).trim();

/** The row of a record, or why it cannot be taken. */
function rowOf({ line, cells, fault }: CsvRecord, header: readonly string[]): PlugRow | string {
  if (fault !== null) return fault;
  const told = new Map<string, string>();
  for (const [index, cell] of cells.map(readCell).entries()) {
    if (cell === '') continue;
    const name = header[index];
    if (!name) return `'${cell}' stands in a column without a name (a comma too many?)`;
    told.set(name, cell);
  }
  const known = (column: Column): string | null => told.get(column) ?? null;

  const mac = known('mac');
  // switches write aabb.ccdd.eeff
  const canonical = mac === null ? null : canonicalMac(mac.replaceAll('.', ''));
  if (canonical === undefined) return `'${mac}' is not a MAC address (AA:BB:CC:DD:EE:FF)`;
  const deviceId = known('deviceId')?.toUpperCase() ?? null;
  if (deviceId !== null && !/^[0-9A-F]{40}$/.test(deviceId)) return `'${deviceId}' is not a device id (40 hex digits)`;
  if (canonical === null && deviceId === null) return 'it has neither mac nor deviceId';

  const owned = yesOrNo(known('owned'));
  if (owned === undefined) return `owned is '${known('owned')}'; write yes or no`;
  const isProtected = yesOrNo(known('protected'));
  if (isProtected === undefined) return `protected is '${known('protected')}'; write yes or no`;

  const tags = known('tags');
  return {
    line,
    mac: canonical,
    deviceId,
    model: known('model'),
    alias: known('alias'),
    label: known('label'),
    site: known('site'),
    room: known('room'),
    tags: tags === null ? null : splitTags(tags),
    address: known('address'),
    serial: known('serial'),
    owned,
    protected: isProtected,
    notes: Object.fromEntries([...told].filter(([name]) => name === 'note' || columnNamed(name) === undefined)),
  };
}

const answers = new Map([
  ['yes', true],
  ['true', true],
  ['1', true],
  ['no', false],
  ['false', false],
  ['0', false],
]);

/** Undefined where it is neither. */
const yesOrNo = (cell: string | null): boolean | null | undefined =>
  cell === null ? null : answers.get(cell.toLowerCase());
