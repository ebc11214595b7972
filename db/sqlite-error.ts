import Database from 'better-sqlite3';
import { advice, type ErrorCode, PlugfleetError } from '../contract/index.ts';

/** What SQLite's result codes mean to a person. Extended codes (`SQLITE_CORRUPT_INDEX`) begin with their class. */
const meanings: readonly (readonly [beginning: string, code: ErrorCode])[] = [
  ['SQLITE_FULL', 'disk-full'],
  ['SQLITE_READONLY', 'database-read-only'],
  ['SQLITE_CORRUPT', 'database-damaged'],
  ['SQLITE_NOTADB', 'database-damaged'],
  ['SQLITE_BUSY', 'database-in-use'],
  ['SQLITE_CANTOPEN', 'database-unopenable'],
  // a disk that fails, or that was taken away
  ['SQLITE_IOERR', 'database-lost'],
];

/** Whether SQLite refused because a row of the same key is there already. */
export const isDuplicate = (thrown: unknown): boolean =>
  thrown instanceof PlugfleetError &&
  thrown.cause instanceof Database.SqliteError &&
  ['SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_UNIQUE'].includes(thrown.cause.code);

/** Whether a statement named a table or column that is not there. */
export const isUnknownShape = (thrown: unknown): boolean =>
  thrown instanceof Database.SqliteError && thrown.code === 'SQLITE_ERROR';

/** Does `work` on a file; what SQLite throws meanwhile comes out as a code with the file's name. */
export function namingFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof Database.SqliteError)) throw thrown;
    const code = meanings.find(([beginning]) => thrown.code.startsWith(beginning))?.[1] ?? 'internal';
    throw new PlugfleetError(code, `${advice[code].title}: ${file} (${thrown.message}, ${thrown.code})`, {
      facts: { file, sqlite: thrown.code },
      cause: thrown,
    });
  }
}
