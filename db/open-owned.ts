import { realpathSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { advice, PlugfleetError } from '../contract/index.ts';
import { Connection } from './connection.ts';
import { requirePath, requireWritable } from './file-access.ts';
import { migrate } from './migrate.ts';
import { type Migration, newestVersion } from './migrations.ts';
import { claimOwnership, type Owner, type OwnerLock } from './owner-lock.ts';
import { recogniseVersion, requireHealthy } from './recognise.ts';
import { openSqlite } from './runtime.ts';
import { namingFile } from './sqlite-error.ts';

/** How long a statement waits for a reader that is just repairing the write-ahead log of a killed owner. */
const patienceMs = 2_000;

/** Opens a database to change it, makes it if there is none, and keeps every other process from doing so. */
export function openOwned(
  file: string,
  migrations: readonly Migration[],
  who: Pick<Owner, 'command' | 'since'>,
): { connection: Connection; lock: OwnerLock } {
  requirePath(file);
  requireWritable(file);
  return namingFile(file, () => {
    const database = openSqlite(file, { timeout: patienceMs });
    let lock: OwnerLock | undefined;
    try {
      knownVersion(database, migrations, file);
      // one lock for one file, by whatever name it is reached
      lock = claimOwnership(realpathSync(file), who);
      prepare(database);
      requireHealthy(database, file);
      // asked again: the owner before may have brought it up to date, or beyond, until it let go of the lock
      migrate(database, file, knownVersion(database, migrations, file), migrations);
      return { connection: new Connection(database, { file, readOnly: false, newer: false }), lock };
    } catch (thrown) {
      database.close();
      lock?.release();
      throw thrown;
    }
  });
}

function prepare(database: Database.Database): void {
  database.pragma('journal_mode = WAL');
  // a commit is on disk when it returns: the intent of a reset has to outlive a power cut
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma('recursive_triggers = ON');
  // what the file itself brings along in its schema may not call functions with side effects
  database.pragma('trusted_schema = OFF');
}

function knownVersion(database: Database.Database, migrations: readonly Migration[], file: string): number {
  const version = recogniseVersion(database, file);
  const newest = newestVersion(migrations);
  if (version <= newest) return version;
  throw new PlugfleetError(
    'database-newer',
    `${advice['database-newer'].title}: ${file} (version ${version}, this one knows ${newest})`,
    { facts: { file, version, newest } },
  );
}
