export { defaultDatabase } from './default-database.ts';
export { type Client, type Host, openHost } from './host.ts';
export { refuseOwnFiles } from './own-files.ts';
