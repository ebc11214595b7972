export { allCommands, buildProgram, runCli } from './cli.ts';
export type { Io } from './io.ts';
