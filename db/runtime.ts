import Database from 'better-sqlite3';
import { PlugfleetError } from '../contract/index.ts';

/** The Node-API that better-sqlite3 13 is built for. */
const neededNapi = 10;

/**
 * For tests only: a compiled part of better-sqlite3 that also loads in runtimes with Node-API 9, such as the Electron
 * that tests run in (tools/electron/build-sqlite.ts). Whoever can set a process's environment could as well replace the
 * program, so this opens no door.
 */
const ownBinding = (): string | undefined => process.env['PLUGFLEET_SQLITE_BINDING'] || undefined;

/**
 * Refuses a Node that cannot run SQLite. An older one loads better-sqlite3 without complaint and is then killed by a
 * segmentation fault when the first database is opened, so this comes before any `new Database`.
 */
export function requireRuntime(
  versions: Readonly<Record<string, string | undefined>> = process.versions,
  binding = ownBinding(),
): void {
  if (binding !== undefined || Number(versions['napi'] ?? 0) >= neededNapi) return;
  const node = versions['node'] ?? 'unknown';
  throw new PlugfleetError('runtime-too-old', `Node ${node} is too old for Plugfleet; it needs Node 24 or newer`, {
    facts: { node },
  });
}

/** Opens a SQLite file, or the bytes of one, as it is. */
export function openSqlite(file: string | Buffer, options: Database.Options = {}): Database.Database {
  const nativeBinding = ownBinding();
  return new Database(file, nativeBinding === undefined ? options : { ...options, nativeBinding });
}
