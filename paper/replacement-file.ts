import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
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
      const target = await existingTarget(file);
      const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.part`);
      return new ReplacementFile(target, temporary, await open(temporary, 'wx'));
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

/** Follows a link to the file it names, and refuses what is no ordinary file: renaming over a device would replace it. */
async function existingTarget(file: string): Promise<string> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) {
    const link = await lstat(file).catch(() => undefined);
    if (link === undefined) return file;
    throw new PlugfleetError('file-unwritable', `${file} is a link to what is not there`);
  }
  if (!found.isFile()) throw new PlugfleetError('file-unwritable', `${file} is there and is not an ordinary file`);
  await access(file, constants.W_OK);
  return realpath(file);
}

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
