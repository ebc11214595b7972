import { needsMark } from './spoiled.ts';

/** Cells that a spreadsheet would run. */
const runs = /^[=+\-@\t\r\n]/;

/** Whether a cell would not stay text, also behind marks that were put there before. */
function isTaken(cell: string): boolean {
  const bare = cell.replace(/^'+/, '');
  return runs.test(bare) || needsMark(bare);
}

/** Puts ' before a cell that a spreadsheet would run as a formula, or make a number or date of. */
export const guarded = (cell: string): string => (isTaken(cell) ? `'${cell}` : cell);

/** Takes that mark off again: `unguarded(guarded(cell)) === cell` for every cell. */
export const unguarded = (cell: string): string => (cell.startsWith("'") && isTaken(cell) ? cell.slice(1) : cell);
