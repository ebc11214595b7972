import { basename, join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { SaveAnswer, SavedFile } from '../contract/index.ts';
import { writeWhole } from '../machine/index.ts';

/** Asks where a file goes, and puts it there whole or not at all. */
export async function saveAs(window: BrowserWindow, { name, bytes }: SavedFile): Promise<SaveAnswer> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), basename(name)),
  });
  if (canceled || !filePath) return { at: 'not-wanted' };
  try {
    writeWhole(filePath, bytes);
    return { at: 'saved', file: filePath };
  } catch (cause) {
    return { at: 'failed', message: cause instanceof Error ? cause.message : String(cause) };
  }
}
