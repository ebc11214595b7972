import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { PlugfleetError } from '../contract/index.ts';
import { systemCode } from './system-code.ts';

/** A new file is its owner's business; one that is replaced keeps who may read it. */
const ownersOnly = 0o600;

/**
 * Writes a file beside its place and renames it: a full disk or a kill leaves what was there before. A link is followed
 * to the file it names.
 * @throws `file-unwritable`, `disk-full`
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  let made: string | undefined;
  try {
    const known = statSync(path, { throwIfNoEntry: false });
    if (known !== undefined && !known.isFile())
      throw new PlugfleetError('file-unwritable', `${path} is there and is not an ordinary file`);
    const target = known === undefined ? path : realpathSync(path);
    const part = `${target}.${randomUUID()}.part`;
    const file = openSync(part, 'wx', known === undefined ? ownersOnly : known.mode & 0o777);
    made = part;
    try {
      // unlike writeSync it goes on after a short write, which is how a disk that fills up begins to say so
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(part, target);
  } catch (cause) {
    if (made !== undefined) rmSync(made, { force: true });
    if (cause instanceof PlugfleetError) throw cause;
    const code = systemCode(cause);
    const full = code === 'ENOSPC' || code === 'EDQUOT';
    throw new PlugfleetError(full ? 'disk-full' : 'file-unwritable', `${path} cannot be written (${code})`, { cause });
  }
}
