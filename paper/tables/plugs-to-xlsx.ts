import type { PlugRecord } from '../../contract/index.ts';
import { plugsTable } from './plugs-table.ts';
import { showUnseen } from './unseen.ts';
import { writeWorkbook } from './xlsx/write-workbook.ts';

/** The inventory as a workbook of one sheet. Every cell is text to the letter: nothing in it is run or rounded. */
export const plugsToXlsx = (plugs: readonly PlugRecord[]): Uint8Array =>
  writeWorkbook(
    'Plugs',
    plugsTable(plugs).map((cells) => cells.map(showUnseen)),
  );
