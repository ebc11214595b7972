import { PlugfleetError } from '../../contract/index.ts';
import type { CellRecord } from './cell-record.ts';
import { csvRecords } from './csv-records.ts';
import { decodeText } from './decode-text.ts';
import { fileKind } from './file-kind.ts';
import { unguarded } from './formula-guard.ts';
import { limits } from './limits.ts';
import { readWorkbook } from './xlsx/read-workbook.ts';

/** A table with its columns named. */
export interface Table {
  /** A text file marks its cells with ' where a spreadsheet would not keep them; a workbook needs no marks. */
  isText: boolean;
  /** Names of the columns as they stand there, empty for one without. */
  names: readonly string[];
  records: readonly CellRecord[];
}

/**
 * Reads the records of a comma-, semicolon- or tab-separated file or of a workbook.
 * @param isKnown whether a name is one of the columns without which there is no table of the wanted kind
 * @param wanted those columns, in words
 * @throws `bad-input` where the file is no such table, or beyond the limits
 */
export function readTable(bytes: Uint8Array, isKnown: (name: string) => boolean, wanted: string): Table {
  if (bytes.byteLength > limits.fileBytes) throw tooLarge(bytes.byteLength);
  const isText = fileKind(bytes) === 'text';
  const isHeader = (cells: readonly string[]): boolean => cells.some((cell) => isKnown(nameIn(cell, isText)));
  const [first, ...records] = isText ? csvRecords(decodeText(bytes), isHeader) : readWorkbook(bytes, isHeader);
  if (first === undefined) throw new PlugfleetError('bad-input', 'The file is empty; its first line must name columns');
  if (first.fault !== null) throw new PlugfleetError('bad-input', `Line ${first.line}: ${first.fault}`);
  const names = first.cells.map((cell) => nameIn(cell, isText));
  if (!names.some(isKnown)) {
    const found = names.filter((name) => name !== '');
    const shown = found.slice(0, 12).map((name) => name.slice(0, 40));
    throw new PlugfleetError(
      'bad-input',
      `Line ${first.line} must name the columns, with ${wanted} among them; it has: ${shown.join(', ')}`,
      { facts: { found: shown } },
    );
  }
  return { isText, names, records };
}

/** @param size in bytes */
export const tooLarge = (size: number): PlugfleetError =>
  new PlugfleetError(
    'bad-input',
    `The file has ${Math.ceil(size / 1024 / 1024)} MiB, ${limits.fileBytes / 1024 / 1024} MiB are read; split it`,
    { facts: { size, most: limits.fileBytes } },
  );

/** A cell without outer blanks and, in a text file, without its mark. */
export const plainCell = (cell: string, isText: boolean): string =>
  isText ? unguarded(cell.trim()).trim() : cell.trim();

const nameIn = (cell: string, isText: boolean): string => plainCell(cell, isText);
