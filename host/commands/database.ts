import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isoNow } from '../context.ts';
import { os } from './os.ts';

const backup = os.database.backup.handler(async ({ context }) => {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-backup-'));
  try {
    const file = join(folder, 'copy.db');
    await context.store.backup(file);
    const day = isoNow(context.clock).slice(0, 10);
    const name = `${basename(context.database, '.db')}-${day}.db`;
    return { name, type: 'application/vnd.sqlite3', base64: readFileSync(file).toString('base64') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

export const database = { backup };
