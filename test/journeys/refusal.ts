import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { exitOf } from '../../contract/index.ts';
import type { Desk } from './fleet-cli.ts';
import { ErrorDocument, type Typed, type TypedOptions, typed } from './typed.ts';

export interface Refusal {
  code: keyof typeof exitOf;
  /** What the message has to name. */
  names?: RegExp;
  /** What the next step has to name. */
  next?: RegExp;
}

/** That words on stderr say what is wrong and what to do next, and nothing goes to stdout. */
export function assertWords({ exit, stdout, stderr }: Typed, { code, names, next }: Refusal): void {
  assert.equal(exit, exitOf[code], `exit of ${code}\n${stderr}${stdout}`);
  assert.equal(stdout, '');
  const told = /^Error \(([a-z-]+)\): (.+)\n(.+)\n$/s.exec(stderr.slice(stderr.lastIndexOf('Error (')));
  assert.ok(told, `not an error in words: ${stderr}`);
  const [, toldCode = '', message = '', nextStep = ''] = told;
  assert.equal(toldCode, code, stderr);
  if (names !== undefined) assert.match(message, names);
  if (next !== undefined) assert.match(nextStep, next);
  assert.doesNotMatch(stderr, /\n\s+at |node:|\[object|undefined/, 'no insides');
}

/** That exactly one document stands on stdout and tells the same. */
export function assertDocument({ exit, stdout, stderr }: Typed, { code, names, next }: Refusal): void {
  assert.equal(exit, exitOf[code], stderr);
  const { error } = ErrorDocument.parse(JSON.parse(stdout));
  assert.equal(error.code, code, error.message);
  if (names !== undefined) assert.match(error.message, names);
  if (next !== undefined) assert.match(error.next, next);
}

/** Types a command line twice, for words and for JSON: it is refused both times, and nothing in the database changes. */
export async function refused(
  desk: Desk,
  argv: readonly string[],
  refusal: Refusal,
  o: TypedOptions = {},
): Promise<void> {
  const before = contentOf(desk.db);
  assertWords(await typed(desk, argv, o), refusal);
  assertDocument(await typed(desk, ['--json', ...argv], o), refusal);
  assert.equal(contentOf(desk.db), before, `plugfleet ${argv.join(' ')} was refused and changed the database`);
}

/** All rows of all tables, as a hash; of the file itself on a disk that cannot be written. */
export function contentOf(db: string): string {
  if (!existsSync(db)) return 'none';
  if (!isWritable(dirname(db))) return createHash('sha256').update(readFileSync(db)).digest('hex');
  const raw = new Database(db, { readonly: true });
  try {
    const tables = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all();
    const hash = createHash('sha256');
    for (const table of tables) {
      hash.update(String(table));
      for (const row of raw.prepare(`SELECT * FROM "${table}"`).raw().all()) hash.update(JSON.stringify(row));
    }
    return hash.digest('hex');
  } finally {
    raw.close();
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Changes a database behind the program's back. */
export function behind(db: string, sql: string, ...values: (string | number | null)[]): void {
  const raw = new Database(db);
  try {
    raw.prepare(sql).run(...values);
  } finally {
    raw.close();
  }
}
