export { checklistFiles, writeChecklist } from './checklist/write-checklist.ts';
export { refuseTaken, writeNewFile } from './new-file.ts';
export { parsePlugsCsv } from './tables/parse-plugs-csv.ts';
export type { PlugRow } from './tables/plug-row.ts';
export { plugsToCsv } from './tables/plugs-to-csv.ts';
