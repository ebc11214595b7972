export { defaultDatabase } from './default-database.ts';
export { errorBody } from './errors.ts';
export { type Client, type Host, type HostOptions, openHost } from './host.ts';
