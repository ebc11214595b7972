import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { access, type FileHandle, lstat, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PlugfleetError } from '../contract/index.ts';

/**
 * A file that takes its place whole or not at all: written beside it, flushed to the disk, then renamed. Disposing of
 * it before `commit` leaves what was there before.
 */
export class ReplacementFile implements AsyncDisposable {
  readonly #target: string;
  readonly #temporary: string;
  readonly #handle: FileHandle;

  private constructor(target: string, temporary: string, handle: FileHandle) {
    this.#target = target;
    this.#temporary = temporary;
    this.#handle = handle;
  }

  /** Rejects with `file-unwritable` or `disk-full` before any work was done for nothing. */
  static open(file: string): Promise<ReplacementFile> {
    return attempt(file, async () => {
      const { target, mode } = await existingTarget(file);
      const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.part`);
      const handle = await open(temporary, 'wx', 0o600);
      // not when it is opened: the umask of this process would take bits away
      if (mode !== undefined) await handle.chmod(mode);
      return new ReplacementFile(target, temporary, handle);
    });
  }

  /** Puts the content on the disk beside its place. */
  write(bytes: Uint8Array): Promise<void> {
    return attempt(this.#target, async () => {
      await this.#handle.writeFile(bytes);
      await this.#handle.sync();
      await this.#handle.close();
    });
  }

  /** Lets what was written take its place. */
  commit(): Promise<void> {
    return attempt(this.#target, () => rename(this.#temporary, this.#target));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
    await rm(this.#temporary, { force: true });
  }
}

/**
 * Refuses a name under which no file can be made or replaced, before work is done for nothing.
 * @throws PlugfleetError `file-unwritable`
 */
export async function refuseUnwritable(file: string): Promise<void> {
  await attempt(file, async () => {
    const { target } = await existingTarget(file);
    await access(dirname(target), constants.W_OK);
  });
}

/**
 * Follows a link to the file it names, unless another user laid it, who would choose what is written over; and refuses
 * what is no ordinary file: renaming over a device would replace it.
 * @returns with the mode of a file of this user that is there: it keeps who may read it
 */
async function existingTarget(file: string): Promise<{ target: string; mode?: number }> {
  const link = await lstat(file).catch(() => undefined);
  if (link?.isSymbolicLink() === true && link.uid !== 0 && isForeign(link))
    throw new PlugfleetError('file-unwritable', `${file} is a link that another user laid`);
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) {
    if (link === undefined) return { target: file };
    throw new PlugfleetError('file-unwritable', `${file} is a link to what is not there`);
  }
  if (!found.isFile()) throw new PlugfleetError('file-unwritable', `${file} is there and is not an ordinary file`);
  await access(file, constants.W_OK);
  const target = await realpath(file);
  return isForeign(found) ? { target } : { target, mode: found.mode & 0o777 };
}

/** Windows knows no such numbers: there everything is this user's. */
const isForeign = ({ uid }: Stats): boolean => process.geteuid !== undefined && uid !== process.geteuid();

/** Does work on a file; what the system says against it becomes `file-unwritable` or `disk-full`. */
export async function attempt<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof PlugfleetError) throw cause;
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    const full = reason === 'ENOSPC' || reason === 'EDQUOT';
    throw new PlugfleetError(full ? 'disk-full' : 'file-unwritable', `${file} could not be written (${reason})`, {
      facts: { file, reason },
      cause,
    });
  }
}
