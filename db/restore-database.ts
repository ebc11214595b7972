import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { resolve } from 'node:path';
import { advice, PlugfleetError } from '../contract/index.ts';
import { checkDatabase, type DatabaseCheck } from './check-database.ts';
import { requirePath, requireWritable } from './file-access.ts';
import { newestVersion, readMigrations } from './migrations.ts';
import { claimOwnership } from './owner-lock.ts';
import { openSqlite } from './runtime.ts';
import { namingFile } from './sqlite-error.ts';

export interface Restored {
  file: string;
  /** Where the database that was there before lies now. */
  before: string | null;
  /** What was found in the copy. */
  check: DatabaseCheck;
}

/**
 * Puts a copy in the place of the database. What was there is kept beside it, with its write-ahead log: a log that
 * stayed would be played into the copy and spoil it, which is what copying by hand does.
 * @throws `database-damaged` or `database-newer` of the copy, `database-in-use`, `disk-full`
 */
export function restoreDatabase(
  copy: string,
  file: string,
  o: { wallMs: () => number; owner: { command: string } },
): Restored {
  const [from, asked] = [resolve(copy), resolve(file)];
  requirePath(asked);
  requireWritable(asked);
  const place = existsSync(asked) ? realpathSync(asked) : asked;
  const check = requireSound(from);
  if (realpathSync(from) === place)
    throw new PlugfleetError('database-in-use', `${from} is the database itself`, { facts: { file: from } });
  const since = new Date(o.wallMs()).toISOString();
  const lock = claimOwnership(place, { ...o.owner, since });
  const part = `${place}.restoring.part`;
  try {
    rmSync(part, { force: true });
    namingFile(part, () => copyInto(from, part));
    return { file: place, before: exchange(part, place, since), check };
  } catch (cause) {
    if (cause instanceof PlugfleetError) throw cause;
    const isFull = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC';
    throw new PlugfleetError(isFull ? 'disk-full' : 'file-unwritable', `${place} cannot be replaced: ${cause}`, {
      cause,
    });
  } finally {
    rmSync(part, { force: true });
    lock.release();
  }
}

function requireSound(copy: string): DatabaseCheck {
  const check = checkDatabase(copy);
  if (!check.ok)
    throw new PlugfleetError('database-damaged', `The copy in ${copy} is not sound either: ${check.found[0]}`, {
      facts: { file: copy },
    });
  const newest = newestVersion(readMigrations(new URL('./migrations/', import.meta.url)));
  if (check.version > newest)
    throw new PlugfleetError(
      'database-newer',
      `${advice['database-newer'].title}: ${copy} (version ${check.version}, this one knows ${newest})`,
      { facts: { file: copy, version: check.version, newest } },
    );
  return check;
}

function copyInto(copy: string, part: string): void {
  const database = openSqlite(copy, { readonly: true, fileMustExist: true });
  try {
    database.prepare('VACUUM INTO ?').run(part);
  } finally {
    database.close();
  }
  // opened for writing: Windows flushes no other
  const written = openSync(part, 'r+');
  fsyncSync(written);
  closeSync(written);
}

/** Puts the new file in its place. What is there has a second name, complete, before anything is taken away. */
function exchange(part: string, place: string, at: string): string | null {
  const before = existsSync(place) ? keepBefore(place, at) : null;
  for (const end of ['-wal', '-shm', '-journal']) rmSync(`${place}${end}`, { force: true });
  renameSync(part, place);
  return before;
}

function keepBefore(place: string, at: string): string {
  const before = `${place}.before-restore-${at.replaceAll(/[^0-9T]/g, '')}`;
  for (const end of ['', '-wal']) if (existsSync(`${place}${end}`)) keep(`${place}${end}`, `${before}${end}`);
  return before;
}

function keep(file: string, name: string): void {
  try {
    linkSync(file, name);
  } catch {
    // a file system without links, as on memory sticks
    copyFileSync(file, name);
  }
}
