import type { ImportResult } from '../../contract/index.ts';
import { client } from './client.ts';

export const exportFormats = ['csv', 'xlsx', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What a file would do, row by row; nothing of it is kept. */
export const previewImport = (file: File, by: string): Promise<ImportResult> =>
  client.plugs.import({ file, by, dryRun: true });

export const importFile = (file: File, by: string): Promise<ImportResult> => client.plugs.import({ file, by });

export const exportFile = async (format: ExportFormat): Promise<Blob> => (await client.plugs.export({ format })).file;
