import { rmSync } from 'node:fs';
import { PlugfleetError } from '../contract/index.ts';
import type { Connection } from './connection.ts';
import { openSqlite } from './runtime.ts';
import { namingFile } from './sqlite-error.ts';

/**
 * Copies the whole database into a new file while others go on, and looks whether the copy is sound. What is not, is
 * removed again.
 */
export async function copyChecked(connection: Connection, file: string): Promise<void> {
  try {
    await connection.backup(file);
    const copy = namingFile(file, () => openSqlite(file, { readonly: true }));
    try {
      const found = namingFile(file, () => copy.pragma('quick_check', { simple: true }));
      if (found !== 'ok') throw new PlugfleetError('database-damaged', `the copy in ${file} is not sound: ${found}`);
    } finally {
      copy.close();
    }
  } catch (thrown) {
    rmSync(file, { force: true });
    throw thrown;
  }
}
