import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { PlugfleetError } from '../contract/index.ts';
import { systemCode } from './system-code.ts';

/** A new file is its owner's business; one of this user that is replaced keeps who may read it. */
const ownersOnly = 0o600;

/**
 * Writes a file beside its place and renames it: a full disk or a kill leaves what was there before. A link is followed
 * to the file it names, unless another user laid it, who would choose what is written over.
 * @throws `file-unwritable`, `disk-full`
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  let made: string | undefined;
  try {
    const link = linkAt(path);
    const known = statSync(path, { throwIfNoEntry: false });
    if (link !== undefined && known === undefined)
      throw new PlugfleetError('file-unwritable', `${path} is a link to what is not there`);
    if (known !== undefined && !known.isFile())
      throw new PlugfleetError('file-unwritable', `${path} is there and is not an ordinary file`);
    const target = known === undefined ? path : realpathSync(path);
    const part = `${target}.${randomUUID()}.part`;
    const file = openSync(part, 'wx', ownersOnly);
    made = part;
    try {
      // not when it is opened: the umask of this process would take bits away
      if (known !== undefined && !isForeign(known)) fchmodSync(file, known.mode & 0o777);
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

/** The link of that name, if there is one. @throws `file-unwritable` where another user laid it */
function linkAt(path: string): Stats | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isSymbolicLink() !== true) return undefined;
  if (found.uid !== 0 && isForeign(found))
    throw new PlugfleetError('file-unwritable', `${path} is a link that another user laid`);
  return found;
}

/** Windows knows no such numbers: there everything is this user's. */
const isForeign = ({ uid }: Stats): boolean => process.geteuid !== undefined && uid !== process.geteuid();
