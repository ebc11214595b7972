import Papa from 'papaparse';
import type { LedgerEntry, PlugRecord } from '../../contract/index.ts';
import { guarded } from './formula-guard.ts';
import { showUnseen } from './unseen.ts';
import { encodeCell } from './xlsx/cell-text.ts';
import { writeWorkbookOfLots } from './xlsx/write-workbook.ts';

/** An entry as doors show it. */
interface ShownEntry extends Pick<LedgerEntry, 'seq' | 'at' | 'kind' | 'run' | 'mac'> {
  body: Readonly<Record<string, unknown>>;
}

/** What a plug of an entry is called now. */
export type LedgerPlug = Pick<PlugRecord, 'label' | 'alias' | 'site' | 'room'>;

const columns = ['entry', 'at', 'kind', 'run', 'mac', 'plug', 'site', 'room', 'by', 'result', 'code', 'details'];

/** What an entry comes to, under the names that the kinds have for it. */
const results = ['grade', 'receipt', 'result', 'at'];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A cell of a workbook holds less than the start of a run over a large fleet says. */
const mostInCell = 32_000;
const inCell = (text: string): string =>
  encodeCell(text).length > mostInCell ? '(too long for a cell: it is in .csv and .json)' : text;

const rowsOf = (entries: readonly ShownEntry[], plugs: Plugs): string[][] =>
  entries.map(({ seq, at, kind, run, mac, body }) => {
    const plug = mac === null ? undefined : plugs.get(mac);
    const result = results.map((name) => body[name]).find((value) => value !== undefined);
    return [
      String(seq),
      at,
      kind,
      run ?? '',
      mac ?? '',
      plug?.label ?? plug?.alias ?? '',
      plug?.site ?? '',
      plug?.room ?? '',
      textOf(body['by']),
      textOf(result),
      textOf(body['code']),
      JSON.stringify(body),
    ].map(showUnseen);
  });

type Plugs = ReadonlyMap<string, LedgerPlug>;
/** Entries in lots: others are served between them. */
type Lots = AsyncIterable<readonly ShownEntry[]>;

const csvOf = (rows: readonly (readonly string[])[]): string =>
  `${Papa.unparse(
    rows.map((cells) => cells.map(guarded)),
    { newline: '\r\n' },
  )}\r\n`;

/** Entries of the ledger as comma-separated text, in parts that follow one another. */
export async function ledgerToCsv(lots: Lots, plugs: Plugs): Promise<string[]> {
  const parts = [csvOf([columns])];
  for await (const entries of lots) if (entries.length > 0) parts.push(csvOf(rowsOf(entries, plugs)));
  return parts;
}

/** Entries of the ledger as a workbook of one sheet. Every cell is text to the letter. */
export const ledgerToXlsx = (lots: Lots, plugs: Plugs): Promise<Uint8Array> =>
  writeWorkbookOfLots('Ledger', columns, sheetRows(lots, plugs));

async function* sheetRows(lots: Lots, plugs: Plugs): AsyncGenerator<string[][]> {
  for await (const entries of lots) yield rowsOf(entries, plugs).map((cells) => cells.map(inCell));
}
