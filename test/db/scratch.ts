import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import Database from 'better-sqlite3';
import type { Store } from '../../contract/index.ts';
import { openStore, type StoreOptions } from '../../db/index.ts';

/** A folder of its own for one test, with whatever is opened or mounted in it; all of it is gone afterwards. */
export interface Scratch {
  folder: string;
  /** `inventory.db` in the folder. */
  file: string;
  /** Opens a store, `inventory.db` of this process unless told otherwise. */
  open(options?: Partial<StoreOptions> & { file?: string }): Store;
  /** Opens a database behind the store's back. */
  raw(file?: string): Database.Database;
  /** Has `undo` done before the folder is removed, the last one first. */
  undoing(undo: () => void): void;
}

export function scratch(t: TestContext): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-db-'));
  const inventory = join(folder, 'inventory.db');
  const undone: (() => void)[] = [];
  // one hook: node:test runs several in the order of their registration, and a folder with open files must go last
  t.after(() => {
    for (const undo of undone.reverse()) undo();
    rmSync(folder, { recursive: true });
  });
  return {
    folder,
    file: inventory,
    open: ({ file = inventory, ...options } = {}) => {
      const store = openStore(file, { mode: 'own', wallMs: () => 0, owner: { command: 'test' }, ...options });
      undone.push(() => store.close());
      return store;
    },
    raw: (file = inventory) => {
      const database = new Database(file);
      undone.push(() => database.close());
      return database;
    },
    undoing: (undo) => void undone.push(undo),
  };
}
