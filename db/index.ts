export { checkDatabase } from './check-database.ts';
export { openStore, type StoreOptions } from './open-store.ts';
export { restoreDatabase } from './restore-database.ts';
