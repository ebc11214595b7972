import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PlugfleetError } from '../contract/index.ts';
import { Connection } from './connection.ts';
import { isReadableFile, mayWrite, requirePath } from './file-access.ts';
import { type Migration, newestVersion } from './migrations.ts';
import { recogniseVersion, requireHealthy } from './recognise.ts';
import { openSqlite } from './runtime.ts';
import { namingFile } from './sqlite-error.ts';

/** How long a statement waits for an owner that is just tidying up the write-ahead log. */
const patienceMs = 2_000;

/** Opens a database to look at it. Takes no lock and asks for none: its owner goes on writing meanwhile. */
export function openForReading(file: string, migrations: readonly Migration[]): Connection {
  requirePath(file);
  return namingFile(file, () => {
    const database = needsMemory(file)
      ? openSqlite(bytesForMemory(file))
      : openSqlite(file, { readonly: true, fileMustExist: true, timeout: patienceMs });
    try {
      database.pragma('query_only = ON');
      database.pragma('trusted_schema = OFF');
      const version = recogniseVersion(database, file);
      requireReadable(version, newestVersion(migrations), file);
      requireHealthy(database, file);
      return new Connection(database, { file, readOnly: true, newer: version > newestVersion(migrations) });
    } catch (thrown) {
      database.close();
      throw thrown;
    }
  });
}

/**
 * SQLite makes a file beside the database even to read it, which a folder that cannot be written does not allow.
 * Where no write-ahead log is left there, everything is in the one file and that can be read as a whole.
 */
const needsMemory = (file: string): boolean =>
  isReadableFile(file) && !mayWrite(dirname(file)) && !existsSync(`${file}-wal`);

/** Bytes 18 and 19 of the header say "uses a write-ahead log", which a database in memory cannot have. */
function bytesForMemory(file: string): Buffer {
  const bytes = readFileSync(file);
  bytes.subarray(18, 20).fill(1);
  return bytes;
}

function requireReadable(version: number, newest: number, file: string): void {
  if (version === 0) {
    throw new PlugfleetError('database-unopenable', `There is nothing in ${file} yet`, { facts: { file } });
  }
  if (version >= newest) return;
  throw new PlugfleetError(
    'database-read-only',
    `${file} is of an older version (${version}); opened for writing it is brought to ${newest}, then it can be read`,
    { facts: { file, version, newest } },
  );
}
