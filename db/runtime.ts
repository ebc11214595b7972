import { PlugfleetError } from '../contract/index.ts';

/** The Node-API that better-sqlite3 13 is built for. */
const neededNapi = 10;

/**
 * Refuses a Node that cannot run SQLite. An older one loads better-sqlite3 without complaint and is then killed by a
 * segmentation fault when the first database is opened, so this comes before any `new Database`.
 */
export function requireRuntime(versions: Readonly<Record<string, string | undefined>> = process.versions): void {
  if (Number(versions['napi'] ?? 0) >= neededNapi) return;
  const node = versions['node'] ?? 'unknown';
  throw new PlugfleetError('runtime-too-old', `Node ${node} is too old for Plugfleet; it needs Node 24 or newer`, {
    facts: { node },
  });
}
