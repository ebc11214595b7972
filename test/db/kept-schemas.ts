import { readdirSync, readFileSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { readMigrations } from '../../db/migrations.ts';
import { applicationId } from '../../db/recognise.ts';

export const schemaFolder = new URL('./schemas/', import.meta.url);

export const migrations = readMigrations(new URL('../../db/migrations/', import.meta.url));

export const fileOf = (version: number): string => `${String(version).padStart(4, '0')}.sql`;

/** The schemas of which a database is kept. */
export const keptVersions = (): number[] => readdirSync(schemaFolder).sort().map(Number.parseFloat);

export const kept = (version: number): string => readFileSync(new URL(fileOf(version), schemaFolder), 'utf8');

/** An empty database as the Plugfleet of that schema made it. */
export function makeEmpty(database: Database.Database, version: number): void {
  for (const migration of migrations) if (migration.version <= version) database.exec(migration.sql);
  database.pragma(`application_id = ${applicationId}`);
  database.pragma(`user_version = ${version}`);
}

const Names = z.array(z.string());

/** Tables of ours; SQLite keeps its own by itself. */
export const tablesOf = (database: Database.Database): string[] =>
  Names.parse(
    database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rowid")
      .pluck()
      .all(),
  );

export const columnsOf = (database: Database.Database, table: string): string[] =>
  Names.parse(database.prepare('SELECT name FROM pragma_table_info(?) ORDER BY cid').pluck().all(table));

/** What makes up the schema, word for word. */
export const schemaOf = (database: Database.Database): unknown[] =>
  database
    .prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' ORDER BY rowid")
    .all();

/** Every row of a table with just these columns, in the order of its key. */
export const rowsOf = (database: Database.Database, table: string, columns: readonly string[]): unknown[][] =>
  z.array(z.array(z.unknown())).parse(
    database
      .prepare(`SELECT ${columns.map((name) => `"${name}"`).join(', ')} FROM "${table}" ORDER BY 1, 2`)
      .raw()
      .all(),
  );
