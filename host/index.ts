export { defaultDatabase } from './default-database.ts';
export { mostFileBytes } from './file-content.ts';
export { type Client, type Host, openHost } from './host.ts';
export { type RpcOverHttp, rpcOverHttp } from './http.ts';
export { labelSheetNames } from './label-sheet-names.ts';
export { refuseOwnFiles } from './own-files.ts';
export { type OpenPractice, openPractice } from './practice/open-practice.ts';
export { type Practice, startPractice } from './practice/virtual-fleet.ts';
