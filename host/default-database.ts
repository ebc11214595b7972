import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a fleet is kept when nobody says otherwise: the platform's folder for a program's own data. */
export function defaultDatabase(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  if (platform === 'win32')
    return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Plugfleet', 'fleet.db');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Plugfleet', 'fleet.db');
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'plugfleet', 'fleet.db');
}
