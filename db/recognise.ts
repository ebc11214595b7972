import type Database from 'better-sqlite3';
import { advice, PlugfleetError } from '../contract/index.ts';

/** 'PFLT' as a number, at a fixed place in the header of every database of ours (file(1) shows it too). */
export const applicationId = 0x50464c54;

/**
 * The version of a database of ours, 0 for an empty file. Anything else is refused before a byte of it is changed:
 * a wrong name typed after --db must not cost another program its data.
 */
export function recogniseVersion(database: Database.Database, file: string): number {
  if (database.pragma('application_id', { simple: true }) === applicationId) {
    return Number(database.pragma('user_version', { simple: true }));
  }
  if (database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined) return 0;
  throw new PlugfleetError('database-damaged', `This is a database, but not one of Plugfleet: ${file}`, {
    facts: { file },
  });
}

/** Up to this size the whole file is looked through at every opening: half a second at the most (measured: 2 ms/MB). */
const wholeUpToBytes = 256 * 1024 * 1024;

/** In a larger file only what decides which plugs are erased; sightings make up most of the rest. */
const deciding = ['plug', 'plan', 'ledger'];

/** Looks whether the pages of the file still fit together. */
export function requireHealthy(database: Database.Database, file: string): void {
  const checks = sizeOf(database) <= wholeUpToBytes ? ['1'] : deciding;
  for (const check of checks) {
    const found = database.pragma(`quick_check(${check})`, { simple: true });
    if (found !== 'ok') throw damaged(file, String(found));
  }
}

const sizeOf = (database: Database.Database): number =>
  Number(database.pragma('page_count', { simple: true })) * Number(database.pragma('page_size', { simple: true }));

const damaged = (file: string, found: string): PlugfleetError =>
  new PlugfleetError('database-damaged', `${advice['database-damaged'].title}: ${file} (${found})`, {
    facts: { file },
  });
