import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { PlugfleetError } from '../contract/index.ts';

/** Whether this process may write a file or folder, as the operating system says without opening it. */
export const mayWrite = (path: string): boolean => may(path, constants.W_OK);

/** Whether there is a file (no folder) of that name that this process may read. */
export const isReadableFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() === true && may(path, constants.R_OK);

function may(path: string, access: number): boolean {
  try {
    accessSync(path, access);
    return true;
  } catch {
    return false;
  }
}

/** Refuses a path that cannot be a database, in words; SQLite and better-sqlite3 each have other ones for it. */
export function requirePath(file: string): void {
  const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder(dirname(file)) !== true) throw unopenable(file, `The folder of ${file} does not exist`);
  if (isFolder(file) === true) throw unopenable(file, `${file} is a folder`);
}

const unopenable = (file: string, why: string): PlugfleetError =>
  new PlugfleetError('database-unopenable', why, { facts: { file } });

/** Refuses a database that cannot be written, or whose folder cannot: SQLite keeps files beside it. */
export function requireWritable(file: string): void {
  const refused = [dirname(file), file].find((path) => existsSync(path) && !mayWrite(path));
  if (refused === undefined) return;
  throw new PlugfleetError('database-read-only', `${refused} cannot be written`, { facts: { file, refused } });
}
