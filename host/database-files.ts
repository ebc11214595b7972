import { checkDatabase, restoreDatabase } from '../db/index.ts';
import { systemClock } from '../machine/index.ts';

/** A full check of a database file. It is no command of the contract: a damaged one cannot be opened to answer any. */
export const checkFile = (file: string) => checkDatabase(file);

/** Puts a checked copy in the place of the database, which nobody may have open. */
export const restoreFile = (copy: string, file: string) =>
  restoreDatabase(copy, file, { wallMs: () => systemClock().wallMs(), owner: { command: 'plugfleet db restore' } });
