import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { PlugfleetError } from '../contract/index.ts';
import { openSqlite } from './runtime.ts';
import { namingFile } from './sqlite-error.ts';

/**
 * One process owns a database file. The lock is a write transaction, held open for the life of the owner, on a small
 * SQLite file of its own beside the database: the operating system drops it with the process, however that dies, so
 * there is never a stale one to be removed by hand. The one row in that file only says who the owner is, in words
 * for the second process; nothing is decided by it.
 *
 * POSIX drops a process's locks on a file as soon as it closes any descriptor of it: while a store is open, its
 * process must not read the database or its `.lock` through node:fs. The `.lock` file is never deleted: a process that
 * has it open would then hold a lock on a file that nobody else can find.
 */
export interface OwnerLock {
  release(): void;
}

/** Who owns a database. */
export interface Owner {
  pid: number;
  host: string;
  command: string;
  /** ISO 8601 */
  since: string;
}

const OwnerRow = z.object({
  claim: z.string(),
  pid: z.number(),
  host: z.string(),
  command: z.string(),
  since: z.string(),
});

/** How long a claim waits: long enough for an owner that is just writing down its name, or a reader of the row. */
const patienceMs = 100;

/**
 * Keeps a lock from the garbage collector, which closes what nobody refers to: a caller that goes on with one part of
 * the store alone would own the database no longer, and not notice.
 */
const held = new Set<Database.Database>();

/** Makes this process the owner of `file`, or throws `database-in-use` with who is. */
export function claimOwnership(file: string, who: Pick<Owner, 'command' | 'since'>): OwnerLock {
  const lockFile = `${file}.lock`;
  return namingFile(lockFile, () => {
    const lock = openSqlite(lockFile, { timeout: patienceMs });
    try {
      takeAndSign(lock, file, { claim: randomUUID(), pid: process.pid, host: hostname(), ...who });
    } catch (thrown) {
      lock.close();
      throw thrown;
    }
    held.add(lock);
    return {
      release: () => {
        held.delete(lock);
        lock.close();
      },
    };
  });
}

/**
 * Takes the lock and keeps it once the row says who took it. A row can only be written by letting go of the lock for an
 * instant; another process may get in between, and then either it is the owner or the row is written again.
 */
function takeAndSign(lock: Database.Database, file: string, me: z.infer<typeof OwnerRow>): void {
  for (;;) {
    if (!take(lock)) throw inUse(file, readOwner(lock));
    if (readOwner(lock)?.claim === me.claim) return;
    lock.exec('CREATE TABLE IF NOT EXISTS owner (claim TEXT, pid INTEGER, host TEXT, command TEXT, since TEXT) STRICT');
    lock.exec('DELETE FROM owner');
    lock.prepare('INSERT INTO owner VALUES (@claim, @pid, @host, @command, @since)').run(me);
    lock.exec('COMMIT');
  }
}

function take(lock: Database.Database): boolean {
  try {
    lock.exec('BEGIN IMMEDIATE');
    return true;
  } catch (thrown) {
    if (thrown instanceof Database.SqliteError && thrown.code.startsWith('SQLITE_BUSY')) return false;
    throw thrown;
  }
}

function readOwner(lock: Database.Database): z.infer<typeof OwnerRow> | undefined {
  const signed = lock.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'owner'").get() !== undefined;
  return signed ? OwnerRow.optional().parse(lock.prepare('SELECT * FROM owner').get()) : undefined;
}

function inUse(file: string, owner: Owner | undefined): PlugfleetError {
  if (owner === undefined) {
    return new PlugfleetError('database-in-use', `Another process has just opened ${file}`, { facts: { file } });
  }
  const { pid, host, command, since } = owner;
  return new PlugfleetError(
    'database-in-use',
    `${file} is in use by process ${pid} on ${host} (${command}) since ${since}`,
    { facts: { file, pid, host, command, since } },
  );
}
