/** What a workbook says a cell is, where it is not text. In a text file every cell is text. */
export type CellKind = 'number' | 'date' | 'error';

/** One record of a table with the line (of a workbook: the row) it starts in, counted from 1. */
export interface CellRecord {
  line: number;
  cells: readonly string[];
  /** By the index of the cell; absent for text. */
  kinds?: ReadonlyMap<number, CellKind>;
  /** Why its cells cannot be trusted: what is wrong with its quotes. */
  fault: string | null;
}

export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');
