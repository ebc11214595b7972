import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '../../contract/index.ts';
import { client } from './client.ts';

export const exportFormats = ['csv', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export type Imported = Awaited<ReturnType<ContractRouterClient<typeof contract>['plugs']['import']>>;

/** How many lines a file has below its head, as far as can be told without reading it row by row. */
export const linesOf = (text: string): number =>
  Math.max(0, text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '').length - 1);

export const importFile = async (file: File, by: string): Promise<Imported> =>
  await client.plugs.import({ csv: await file.text(), by });

const types: Record<ExportFormat, string> = { csv: 'text/csv', json: 'application/json' };

export async function exportFile(format: ExportFormat): Promise<Blob> {
  const { text } = await client.plugs.export({ format });
  return new Blob([text], { type: types[format] });
}
