import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { PlugfleetError } from '../contract/index.ts';

/** Writes beside the target and renames: a full disk or a kill leaves the old file whole. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const part = `${path}.${randomUUID()}.part`;
  try {
    const fd = openSync(part, 'wx', 0o600);
    try {
      // unlike writeSync it goes on after a short write, which is how a disk that fills up begins to say so
      writeFileSync(fd, content);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(part, path);
  } catch (cause) {
    rmSync(part, { force: true });
    const code = systemCode(cause);
    const full = code === 'ENOSPC' || code === 'EDQUOT';
    throw new PlugfleetError(full ? 'disk-full' : 'file-unwritable', `${path} cannot be written (${code})`, { cause });
  }
}

export const systemCode = (thrown: unknown): string => (thrown as NodeJS.ErrnoException).code ?? 'unknown';
