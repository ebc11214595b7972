import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { openHost } from '../../host/index.ts';
import { sqliteBinding } from '../../tools/electron/find-electron.ts';
import { freeAddresses, startPlugs } from '../journeys/fleet-cli.ts';
import { storyFleet, walkStory } from '../windows/story.ts';
import { listenTo, windowOn } from '../windows/window.ts';

/** The package that `npm run package -- --for-tests` made, named by whoever lets it be installed here. */
const deb = process.env['PLUGFLEET_DEB'];
const skip =
  deb === undefined
    ? 'no package to install is named in PLUGFLEET_DEB (see .ci/run)'
    : process.getuid?.() !== 0
      ? 'only root can install a package'
      : false;

/** An ordinary user that every Debian has. */
const user = { uid: 65_534, gid: 65_534 };
const desktop = '/usr/bin/plugfleet-desktop';

/** A home of the ordinary user's, with what makes SQLite run in the test Electron. */
function newHome(t: TestContext): { folder: string; db: string; env: Record<string, string> } {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-deb-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const binding = join(folder, 'better-sqlite3.node');
  copyFileSync(sqliteBinding(), binding);
  chmodSync(binding, 0o755);
  chownSync(folder, user.uid, user.gid);
  const env = {
    PATH: '/usr/bin:/bin',
    HOME: folder,
    PLUGFLEET_SQLITE_BINDING: binding,
    PLUGFLEET_NO_KEYRING: '1',
    PLUGFLEET_VAULT_KEY: '5a'.repeat(32),
  };
  return { folder, db: join(folder, '.local/share/plugfleet/fleet.db'), env };
}

/** The installed app, started by the ordinary user with the sandbox on. A fuse keeps debuggers of Node out of it. */
async function openInstalled(t: TestContext, home: ReturnType<typeof newHome>) {
  const data = join(home.folder, 'user-data');
  mkdirSync(data);
  chownSync(data, user.uid, user.gid);
  const switches = ['--ozone-platform=headless', '--remote-debugging-port=0', `--user-data-dir=${data}`];
  const child = spawn(desktop, switches, {
    ...user,
    cwd: home.folder,
    env: home.env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', (bytes) => {
    said += String(bytes);
  });
  const portFile = join(data, 'DevToolsActivePort');
  const deadline = performance.now() + 60_000;
  while (!existsSync(portFile)) {
    assert.ok(child.exitCode === null && performance.now() < deadline, `it did not start:\n${said}`);
    await wait(50);
  }
  const [port] = readFileSync(portFile, 'utf8').split('\n');
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const [context] = browser.contexts();
  assert.ok(context);
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  const complaints = listenTo(page);
  await page.getByRole('navigation').first().waitFor({ timeout: 60_000 });
  return { child, browser, ...windowOn(page, complaints) };
}

test('the deb is installed, does the whole job for an ordinary user, and leaves the fleet when it goes', {
  skip,
}, async (t) => {
  assert.ok(deb !== undefined);
  const apt = (...args: string[]): void => {
    execFileSync('apt-get', ['-qq', '-y', ...args], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  };
  apt('install', '--reinstall', '--allow-downgrades', deb);
  t.after(() => existsSync(desktop) && apt('remove', 'plugfleet'));

  const home = newHome(t);
  const prefix = await freeAddresses();
  const fleet = await startPlugs(t, storyFleet(prefix));
  const window = await openInstalled(t, home);
  // no process of it runs without Chromium's sandbox
  const line = readFileSync(`/proc/${window.child.pid}/cmdline`, 'utf8');
  assert.ok(!line.includes('no-sandbox'));
  await walkStory(window, {
    name: 'story-deb',
    fleet,
    network: `${prefix}.1.0/26`,
    look: async (at) => {
      await using host = openHost({ db: home.db, mode: 'read', command: 'test', env: home.env });
      return await at(host);
    },
  });

  // the command line beside it, on the very fleet that the window has open
  const cli = (...args: string[]) =>
    promisify(execFile)('/usr/bin/plugfleet', args, { ...user, cwd: home.folder, env: home.env, encoding: 'utf8' });
  const { stdout, stderr } = await cli('list', '--json');
  assert.equal(JSON.parse(stdout).plugs.length, 8);
  assert.equal(stderr, '');
  await assert.rejects(cli('disown', '--all'), (thrown: { code?: number; stderr?: string }) => {
    assert.equal(thrown.code, 3);
    assert.match(thrown.stderr ?? '', /database-in-use/);
    return true;
  });
  const gone = new Promise((resolve) => window.child.once('exit', resolve));
  window.child.kill('SIGTERM');
  await gone;
  const { stdout: version } = await cli('--version');
  assert.match(version, /^\d+\.\d+\.\d+\n$/);
  await cli('checklist', '--all', '--out', 'cards.pdf');
  assert.ok(statSync(join(home.folder, 'cards.pdf')).size > 1000);

  const before = readFileSync(home.db);
  apt('remove', 'plugfleet');
  assert.equal(existsSync(desktop) || existsSync('/usr/bin/plugfleet') || existsSync('/opt/Plugfleet'), false);
  assert.deepEqual(readFileSync(home.db), before);
});
