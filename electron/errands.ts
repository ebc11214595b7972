import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

/**
 * Programs that this very executable runs instead of opening a window, behind a mark of their own. A packaged Electron
 * runs no scripts as Node would (a fuse forbids it), and these have to be processes of their own: a call of the keyring,
 * so that it can be killed, and the command line.
 */
const programs: Readonly<Record<string, string>> = {
  '--keyring': 'machine-vault-keyring-process.js',
  '--command-line': 'cli.js',
};

/** What they are started with: they open no window, so neither root nor a lack of a display may be in their way. */
const without = ['--no-sandbox', '--ozone-platform=headless'];

/** How the process of the host has the keyring asked. */
export const keyringProgram = (): string[] => [
  process.execPath,
  ...without,
  ...(app.isPackaged ? [] : [app.getAppPath()]),
  '--keyring',
];

export interface Errand {
  /** The program's file in `dist`. */
  file: string;
  args: readonly string[];
}

/** The first mark counts: what is behind it belongs to the program. */
export function errandIn(argv: readonly string[]): Errand | undefined {
  const at = argv.findIndex((arg) => arg in programs);
  const file = programs[argv[at] ?? ''];
  if (file === undefined) return undefined;
  const args = argv.slice(at + 1);
  // Chromium takes no switches out of what is behind it
  return { file, args: args[0] === '--' ? args.slice(1) : args };
}

/** Runs a program as Node would, and ends with it. */
export async function runErrand({ file, args }: Errand): Promise<never> {
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(join(app.getAppPath(), 'dist', file)).href);
  process.exit(process.exitCode ?? 0);
}
