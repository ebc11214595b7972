import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { openStore } from '../../db/index.ts';
import {
  columnsOf,
  fileOf,
  keptVersions,
  makeEmpty,
  migrations,
  rowsOf,
  schemaFolder,
  schemaOf,
  tablesOf,
} from './kept-schemas.ts';
import { fill } from './samples.ts';

const literal = (value: unknown): string => {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
};

/*
 * Keeps a database of each schema that has none kept yet, as the SQL that makes it. What is kept stays as it is for
 * ever: it stands for the files that people have.
 */
const folder = mkdtempSync(join(tmpdir(), 'plugfleet-schema-'));
const file = join(folder, 'today.db');
const store = openStore(file, { mode: 'own', wallMs: () => 0, owner: { command: 'keep-schema' } });
fill(store);
store.close();
const today = new Database(file);
for (const { version } of migrations) {
  if (keptVersions().includes(version)) continue;
  writeFileSync(new URL(fileOf(version), schemaFolder), asSql(version, today));
  console.log(`kept ${fileOf(version)}`);
}
today.close();
rmSync(folder, { recursive: true });

/** The schema of that version with as much of today's content as it has columns for. */
function asSql(version: number, from: Database.Database): string {
  const then = new Database(':memory:');
  makeEmpty(then, version);
  const schema = z
    .array(z.object({ type: z.string(), sql: z.string() }))
    .parse(schemaOf(then))
    .map(({ sql }) => `${sql};`);
  const rows = tablesOf(then).flatMap((table) => {
    const known = columnsOf(from, table);
    const columns = columnsOf(then, table).filter((name) => known.includes(name));
    return rowsOf(from, table, columns).map(
      (row) => `INSERT INTO "${table}" (${columns.join(', ')}) VALUES (${row.map(literal).join(', ')});`,
    );
  });
  const pragmas = ['application_id', 'user_version'].map(
    (name) => `PRAGMA ${name} = ${then.pragma(name, { simple: true })};`,
  );
  return `${[...pragmas, ...schema, ...rows].join('\n')}\n`;
}
