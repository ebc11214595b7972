import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/** The Electron that tests run in. It is years old, so nothing that is shipped may be built on it. */
export const testElectronVersion = '33.2.1';

/** Goes up when what tools/get-electron.ts writes changes; a folder of another recipe is made anew. */
const recipe = `Electron ${testElectronVersion}, recipe 1\n`;
export const recipeFile = { name: 'plugfleet-recipe', text: recipe };

/** The user's cache, shared by all checkouts. */
const cache = (): string => join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'plugfleet-tests');

/** Where it is kept. */
export const testElectronFolder = (): string => join(cache(), `electron-${testElectronVersion}-linux-x64`);

/** Where the compiled part of SQLite is kept that loads in it (see build-sqlite.ts). */
export function sqliteBinding(): string {
  const { version } = require('better-sqlite3/package.json') as { version: string };
  return join(cache(), `better-sqlite3-${version}-napi-9.node`);
}

/** Whether a folder holds all that tools/get-electron.ts writes: the recipe is put there last. */
export function isComplete(folder: string): boolean {
  const file = join(folder, recipeFile.name);
  return existsSync(file) && readFileSync(file, 'utf8') === recipe;
}

/** Electron's executable in its folder, by platform. */
const executables: Readonly<Record<string, string>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
};

/** Where the executable is in the folder of an Electron. */
export const executableIn = (folder: string): string => join(folder, executables[process.platform] ?? 'electron');

/**
 * The Electron to test in, or in words why there is none. Another one can be named in ELECTRON_OVERRIDE_DIST_PATH, as
 * for the `electron` package. Nothing is fetched or installed here.
 */
export function findElectron(): { executable: string } | { missing: string } {
  const own = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (own === undefined && !isComplete(testElectronFolder())) {
    if (process.platform === 'linux' && process.arch === 'x64')
      return { missing: 'the test Electron is not here; this gets it: npm run get-electron' };
    return {
      missing: 'no Electron is named in ELECTRON_OVERRIDE_DIST_PATH, and the test Electron is for Linux on x64',
    };
  }
  const executable = executableIn(own ?? testElectronFolder());
  if (!existsSync(executable)) return { missing: `no Electron in ${executable}` };
  const lacking = missingLibraries(executable);
  if (lacking.length > 0) return { missing: `Electron lacks system libraries: ${lacking.join(' ')} (see .ci/run)` };
  return { executable };
}

/** Shared libraries that a Linux executable asks for and this machine has not. */
function missingLibraries(executable: string): string[] {
  if (process.platform !== 'linux') return [];
  const { stdout } = spawnSync('ldd', [executable], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name ?? '');
}
