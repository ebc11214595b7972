import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Door } from '../door.ts';

/** A throw-away folder for practice, so that virtual plugs never get into the real inventory. */
export const practiceFolder = (): string => mkdtempSync(join(tmpdir(), 'plugfleet-practice-'));

/** The database to practise on: the one that was named, else one in a throw-away folder. */
export const practiceDatabase = (door: Door, folder: string): string => door.namedDatabase ?? join(folder, 'fleet.db');
