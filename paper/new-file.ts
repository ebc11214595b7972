import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, copyFile, link, lstat, open, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PlugfleetError } from '../contract/index.ts';
import { attempt } from './replacement-file.ts';

/** What file systems without hard links (memory sticks, some shares) say. */
const noLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/**
 * Refuses a name that something has already, be it a folder or a link that leads nowhere, and a place where nothing may
 * be made: before work is done for nothing.
 * @throws PlugfleetError `file-unwritable`
 */
export async function refuseTaken(file: string): Promise<void> {
  await attempt(file, async () => {
    const found = await lstat(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (found) throw taken(file, found.isDirectory() ? 'a folder' : found.isSymbolicLink() ? 'a link' : 'a file');
    await access(dirname(file), constants.W_OK);
  });
}

/**
 * Writes a file that is there whole or not at all, readable for its owner alone, and never in the place of another.
 * @throws PlugfleetError `file-unwritable`, `disk-full`
 */
export async function writeNewFile(file: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(dirname(file), `.${basename(file)}.${randomUUID()}.part`);
  await attempt(file, async () => {
    try {
      await using handle = await open(temporary, 'wx', 0o600);
      await handle.writeFile(bytes);
      await handle.sync();
      await place(temporary, file);
    } finally {
      await rm(temporary, { force: true });
    }
  });
}

/** A link, unlike renaming, takes nobody's place. */
async function place(temporary: string, file: string): Promise<void> {
  try {
    await link(temporary, file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw taken(file, 'something');
    if (code === undefined || !noLinks.includes(code)) throw cause;
    await copyFile(temporary, file, constants.COPYFILE_EXCL);
  }
}

const taken = (file: string, what: string): PlugfleetError =>
  new PlugfleetError('file-unwritable', `${file} is there already (${what}) and is not overwritten: name another file`);
