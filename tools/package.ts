import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { buildPage } from './build/page-build.ts';
import { buildPrograms } from './build/programs-build.ts';
import { findElectron, testElectronVersion } from './electron/find-electron.ts';
import { writeIcons } from './icons/write-icons.ts';

/**
 * `npm run package` makes the packages of this platform, as electron-builder.yml says. Given `--for-tests`, it makes a
 * folder and a deb around the Electron that tests run in: good for tests of packages, not to be given to anybody.
 */
const root = resolve(import.meta.dirname, '..');
const [mode, ...rest] = process.argv.slice(2);
const isForTests = mode === '--for-tests';
const targets = isForTests ? rest : process.argv.slice(2);

/** What is different with the test Electron. */
function forTests(): { args: string[]; env: Record<string, string> } {
  const found = findElectron();
  if ('missing' in found) throw new Error(found.missing);
  return {
    args: [
      '--linux',
      ...(targets.length > 0 ? targets : ['dir', 'deb']),
      `-c.electronDist=${dirname(found.executable)}`,
      `-c.electronVersion=${testElectronVersion}`,
      '-c.directories.output=out/test-packages',
    ],
    // fpm would be downloaded
    env: { CUSTOM_FPM_PATH: resolve(import.meta.dirname, 'packages/fpm-dpkg.mjs') },
  };
}

// what an earlier build left there would be packed as well
rmSync(resolve(root, 'dist'), { recursive: true, force: true });
await buildPrograms();
await buildPage();
writeIcons(resolve(root, 'out/icons'));
const { args, env } = isForTests ? forTests() : { args: targets, env: {} };
const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js');
const { status } = spawnSync(process.execPath, [builder, '--publish', 'never', ...args], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ...env },
});
process.exitCode = status ?? 1;
