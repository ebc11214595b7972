import { resolve } from 'node:path';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { PlugfleetError } from '../contract/index.ts';
import { Connection } from './connection.ts';
import { requirePath } from './file-access.ts';
import { ledgerIn } from './ledger.ts';
import { recogniseVersion } from './recognise.ts';
import { openSqlite } from './runtime.ts';
import { namingFile } from './sqlite-error.ts';

/** What a full check found. `ok`: every page, index, reference and ledger entry is as it has to be. */
export interface DatabaseCheck {
  file: string;
  ok: boolean;
  /** What is wrong, in words; the first hundred at the most. */
  found: string[];
  /** Number of its schema. */
  version: number;
  /** How many ledger entries follow from the one before, and when the newest of all was written. */
  entries: number;
  newestAt: string | null;
}

const most = 100;

/**
 * Looks through a whole database, also one that its owner has open, and changes nothing. Damage is what it finds, not
 * an error. @throws `database-unopenable`, `database-damaged` where it is no database of ours at all
 */
export function checkDatabase(file: string): DatabaseCheck {
  const path = resolve(file);
  requirePath(path);
  return namingFile(path, () => {
    const database = openSqlite(path, { readonly: true, fileMustExist: true });
    try {
      database.pragma('query_only = ON');
      database.pragma('trusted_schema = OFF');
      return checkOpen(database, path);
    } finally {
      database.close();
    }
  });
}

function checkOpen(database: Database.Database, file: string): DatabaseCheck {
  const version = recogniseVersion(database, file);
  if (version === 0)
    throw new PlugfleetError('database-unopenable', `There is nothing in ${file}`, { facts: { file } });
  const check: DatabaseCheck = { file, ok: false, found: [], version, entries: 0, newestAt: null };
  const look = (work: () => void): void => {
    try {
      work();
    } catch (thrown) {
      // one broken page meets several looks with the same words
      const found = thrown instanceof Error ? thrown.message : String(thrown);
      if (!check.found.includes(found)) check.found.push(found);
    }
  };
  look(() => {
    const rows = z.array(z.string()).parse(database.prepare(`PRAGMA integrity_check(${most})`).pluck().all());
    check.found.push(...rows.filter((row) => row !== 'ok'));
  });
  look(() => {
    const row = database.prepare('SELECT "table" FROM pragma_foreign_key_check').pluck().get();
    if (row !== undefined) check.found.push(`a row of ${row} points to one that is not there`);
  });
  look(() => {
    const { ok, entries, reason } = ledgerIn(new Connection(database, { file, readOnly: true, newer: false })).verify();
    check.entries = entries;
    if (!ok) check.found.push(`the ledger is not whole: ${reason}`);
    const at = database.prepare('SELECT at FROM ledger ORDER BY seq DESC LIMIT 1').pluck().get();
    check.newestAt = typeof at === 'string' ? at : null;
  });
  check.found.splice(most);
  check.ok = check.found.length === 0;
  return check;
}
