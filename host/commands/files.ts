import { toPlug } from '../../engine/index.ts';
import { parsePlugs, plugsToCsv, plugsToXlsx, showUnseenInJson } from '../../paper/index.ts';
import type { HostContext } from '../context.ts';
import { bytesOf } from '../file-content.ts';
import { importPlugs } from '../import-plugs.ts';
import { os } from './os.ts';

const importFile = os.plugs.import.handler(async ({ context, input }) =>
  importPlugs(context, parsePlugs(await bytesOf(input.file)), input),
);

/** The whole inventory in one of the forms it can take. */
function inventoryAs(format: 'csv' | 'xlsx' | 'json', context: HostContext): string | Uint8Array {
  const records = context.store.plugs.all();
  if (format === 'csv') return plugsToCsv(records);
  if (format === 'xlsx') return plugsToXlsx(records);
  const plugs = records.map((record) => ({ ...toPlug(record), serial: record.serial, notes: record.notes }));
  return `${showUnseenInJson(JSON.stringify({ plugs }, null, 2))}\n`;
}

const exportAll = os.plugs.export.handler(({ context, input }) => ({
  file: new Blob([inventoryAs(input.format, context)]),
}));

export const files = { import: importFile, export: exportAll };
