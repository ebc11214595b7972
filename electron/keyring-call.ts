import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const mark = '--keyring';

/**
 * How the process of the host has the keyring asked: by this very executable, which then does nothing else. A packaged
 * Electron runs no scripts as Node would, and a call of the keyring has to be a process that can be killed.
 */
export const keyringProgram = (): string[] => [
  process.execPath,
  // it opens no window, and neither root nor a machine without a display may keep it from its work
  '--no-sandbox',
  '--ozone-platform=headless',
  ...(app.isPackaged ? [] : [app.getAppPath()]),
  mark,
];

export const isKeyringCall = (argv: readonly string[] = process.argv): boolean => argv.includes(mark);

/** Does what `get ACCOUNT` or `set ACCOUNT` behind the mark says, and ends. */
export async function answerForKeyring(): Promise<never> {
  const [action = '', account = ''] = process.argv.slice(process.argv.indexOf(mark) + 1);
  // the program that Node runs elsewhere; it reads its arguments from where Node has them
  process.argv = [process.execPath, mark, action, account];
  await import(pathToFileURL(join(app.getAppPath(), 'dist/machine-vault-keyring-process.js')).href);
  process.exit(process.exitCode ?? 0);
}
