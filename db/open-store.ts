import { resolve } from 'node:path';
import type { Store } from '../contract/index.ts';
import type { Connection } from './connection.ts';
import { copyChecked } from './copy-checked.ts';
import { ledgerIn } from './ledger.ts';
import { loginsIn } from './logins.ts';
import { readMigrations } from './migrations.ts';
import { openForReading } from './open-for-reading.ts';
import { openOwned } from './open-owned.ts';
import { othersIn } from './others.ts';
import { placesIn } from './places.ts';
import { plansIn } from './plans.ts';
import { plugsIn } from './plugs.ts';
import { requireRuntime } from './runtime.ts';

export interface StoreOptions {
  /** `own`: change it, alone. `read`: look at it, also while another process owns it or a newer version wrote it. */
  mode: 'own' | 'read';
  /** Milliseconds since 1970. */
  wallMs: () => number;
  /** What a second process is told about this one. Never a secret. */
  owner: { command: string };
  /** Folder of the migrations (a URL that ends in a slash); by default the one beside this file. */
  migrations?: URL;
}

/**
 * Opens the database in `file`. Throws a `PlugfleetError`: `database-in-use`, `database-newer`, `database-damaged`,
 * `database-read-only`, `database-unopenable`, `database-lost`, `disk-full` or `runtime-too-old`.
 */
export function openStore(file: string, options: StoreOptions): Store {
  requireRuntime();
  const path = resolve(file);
  const migrations = readMigrations(options.migrations ?? new URL('./migrations/', import.meta.url));
  if (options.mode === 'read') {
    const connection = openForReading(path, migrations);
    return storeOver(connection, () => connection.close());
  }
  const since = new Date(options.wallMs()).toISOString();
  const { connection, lock } = openOwned(path, migrations, { command: options.owner.command, since });
  return storeOver(connection, () => {
    try {
      connection.close();
    } finally {
      lock.release();
    }
  });
}

const storeOver = (connection: Connection, close: () => void): Store => ({
  readOnly: connection.readOnly,
  transaction: (work) => connection.transaction(work),
  plugs: plugsIn(connection),
  others: othersIn(connection),
  places: placesIn(connection),
  logins: loginsIn(connection),
  plans: plansIn(connection),
  ledger: ledgerIn(connection),
  backup: (file) => copyChecked(connection, file),
  close,
});
