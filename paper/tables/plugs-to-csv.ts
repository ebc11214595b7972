import Papa from 'papaparse';
import type { PlugRecord } from '../../contract/index.ts';
import { guarded } from './formula-guard.ts';
import { plugsTable } from './plugs-table.ts';
import { showUnseen } from './unseen.ts';

/** The inventory as comma-separated text. */
export function plugsToCsv(plugs: readonly PlugRecord[]): string {
  const rows = plugsTable(plugs).map((cells) => cells.map((cell) => guarded(showUnseen(cell))));
  return `${Papa.unparse(rows, { newline: '\r\n' })}\r\n`;
}
