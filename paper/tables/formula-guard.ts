/** Cells that a spreadsheet would run, also behind marks that were put there before. */
const runs = /^'*[=+\-@\t\r\n]/;

/** Puts ' before a cell that a spreadsheet would take for a formula. */
export const guarded = (cell: string): string => (runs.test(cell) ? `'${cell}` : cell);

/** Takes that mark off again: `unguarded(guarded(cell)) === cell` for every cell. */
export const unguarded = (cell: string): string => (cell.startsWith("'") && runs.test(cell) ? cell.slice(1) : cell);
