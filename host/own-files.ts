import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PlugfleetError } from '../contract/index.ts';

/** What lies beside a database and belongs to it. */
const companions = ['', '-wal', '-shm', '-journal', '.lock', '.vault', '.vault.key', '.vault.sealed'];

/** A path with its links followed as far as it is there. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // the file is not there yet: what matters is the folder it would come to lie in
    const folder = dirname(path);
    return folder === path ? path : join(real(folder), basename(path));
  }
}

/**
 * Refuses to write over the fleet's own files: a mistyped name must not cost the ledger or the passwords.
 * @throws `file-unwritable`
 */
export function refuseOwnFiles(database: string, file: string): void {
  const target = real(file);
  if (companions.some((end) => real(`${database}${end}`) === target))
    throw new PlugfleetError('file-unwritable', `${file} belongs to the fleet's database`, { facts: { file } });
}
