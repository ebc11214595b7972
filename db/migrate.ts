import { renameSync, rmSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { PlugfleetError } from '../contract/index.ts';
import { type Migration, newestVersion } from './migrations.ts';
import { applicationId } from './recognise.ts';
import { namingFile } from './sqlite-error.ts';

/**
 * Brings the tables to the newest version. All steps are one transaction: after a failure the file is as it was, at a
 * version that some release knows. A file with content is copied first, in case a step does what it should not.
 */
export function migrate(
  database: Database.Database,
  file: string,
  version: number,
  migrations: readonly Migration[],
): void {
  const [first, ...more] = migrations.filter((migration) => migration.version > version);
  if (first === undefined) return;
  const copy = version === 0 ? null : copyBefore(database, file, first);
  try {
    namingFile(file, () => carryOut(database, [first, ...more]));
  } catch (thrown) {
    throw migrationFailed(thrown, file, newestVersion(migrations), copy);
  }
}

function carryOut(database: Database.Database, due: readonly Migration[]): void {
  // a table can only be rebuilt while nothing enforces what points to it; the check at the end makes up for that,
  // and the setting cannot be changed inside a transaction
  database.pragma('foreign_keys = OFF');
  try {
    database
      .transaction(() => {
        for (const { sql } of due) database.exec(sql);
        if (database.prepare('SELECT 1 FROM pragma_foreign_key_check').get() !== undefined) {
          throw new PlugfleetError('internal', 'rows would point to rows that are not there');
        }
        database.pragma(`application_id = ${applicationId}`);
        database.pragma(`user_version = ${newestVersion(due)}`);
      })
      .immediate();
  } finally {
    database.pragma('foreign_keys = ON');
  }
}

/** Copies the whole database beside itself. Only a copy that is complete gets the name that is looked for. */
function copyBefore(database: Database.Database, file: string, { version }: Migration): string {
  const copy = `${file}.before-${String(version).padStart(4, '0')}.bak`;
  const unfinished = `${copy}.part`;
  rmSync(unfinished, { force: true });
  try {
    namingFile(file, () => database.prepare('VACUUM INTO ?').run(unfinished));
    renameSync(unfinished, copy);
  } catch (thrown) {
    rmSync(unfinished, { force: true });
    throw thrown;
  }
  return copy;
}

function migrationFailed(thrown: unknown, file: string, version: number, copy: string | null): PlugfleetError {
  const code = thrown instanceof PlugfleetError ? thrown.code : 'internal';
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  const where = copy === null ? '' : `; a copy is in ${copy}`;
  return new PlugfleetError(
    code,
    `${file} could not be brought to version ${version} and is unchanged${where}: ${why}`,
    {
      facts: { file, copy },
      cause: thrown,
    },
  );
}
