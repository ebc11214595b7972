import { readdirSync, readFileSync } from 'node:fs';
import { PlugfleetError } from '../contract/index.ts';

/** One step from an older shape of the tables to a newer one. */
export interface Migration {
  /** Goes up by tens, so that one more fits between two. */
  version: number;
  /** `0010-first.sql` */
  name: string;
  sql: string;
}

/** The migrations of a folder, in order. There is at least one. */
export function readMigrations(folder: URL): Migration[] {
  const found = readdirSync(folder)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .sort()
    .map((name) => ({ version: Number(name.slice(0, 4)), name, sql: readFileSync(new URL(name, folder), 'utf8') }));
  if (found.length === 0) throw new PlugfleetError('internal', `no migrations in ${folder.pathname}`);
  return found;
}

/** The version that these migrations lead to. */
export const newestVersion = (migrations: readonly Migration[]): number => migrations.at(-1)?.version ?? 0;
