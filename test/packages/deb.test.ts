import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
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
import { namedDeb, whyNoDeb } from './named-deb.ts';

/** An ordinary user that every Debian has. */
const user = { uid: 65_534, gid: 65_534 };
/** The test Electron comes without the helper that belongs to root. */
const hasNamespaces = (): boolean => spawnSync('unshare', ['--user', 'true'], user).status === 0;
const skip =
  whyNoDeb() ??
  (process.getuid?.() !== 0
    ? 'only root can install a package'
    : hasNamespaces()
      ? false
      : "ordinary users may make no namespaces here, which Chromium's sandbox is made of");

const folderOf = { app: '/opt/Plugfleet', commands: '/usr/bin' };
const commands = ['plugfleet-desktop', 'plugfleet'].map((name) => join(folderOf.commands, name));

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
    PLUGFLEET_INTERFACES: 'lo',
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
  const child = spawn('plugfleet-desktop', switches, {
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
  while (!existsSync(portFile) || statSync(portFile).size === 0) {
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

/** What draws the page, and could be talked into something by it, is shut in by the kernel. */
function assertShutIn(main: number | undefined): void {
  const page = readdirSync('/proc').find((pid) => {
    const line = /^\d+$/.test(pid) ? commandLine(pid) : '';
    return line.startsWith(folderOf.app) && line.includes('--type=renderer');
  });
  assert.ok(page !== undefined, 'nothing draws the page');
  assert.match(readFileSync(`/proc/${page}/status`, 'utf8'), /^Seccomp:\t2$/m);
  assert.notEqual(readlinkSync(`/proc/${page}/ns/user`), readlinkSync(`/proc/${main}/ns/user`));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // it ended meanwhile
    return '';
  }
}

test('the deb is installed, does the whole job for an ordinary user, and leaves the fleet when it goes', {
  skip,
}, async (t) => {
  const apt = (...args: string[]): void => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['-qq', '-y', '--no-install-recommends', ...args], { env, stdio: 'pipe' });
  };
  apt('install', '--reinstall', '--allow-downgrades', namedDeb());
  t.after(() => apt('purge', 'plugfleet'));

  const home = newHome(t);
  const prefix = await freeAddresses();
  const fleet = await startPlugs(t, storyFleet(prefix));
  const window = await openInstalled(t, home);
  assertShutIn(window.child.pid);
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
    promisify(execFile)('plugfleet', args, { ...user, cwd: home.folder, env: home.env, encoding: 'utf8' });
  const { stdout, stderr } = await cli('list', '--json');
  assert.equal(JSON.parse(stdout).plugs.length, 8);
  assert.equal(stderr, '');
  await assert.rejects(cli('disown', '--all'), (thrown: { code?: number; stderr?: string }) => {
    assert.equal(thrown.code, 3);
    assert.match(thrown.stderr ?? '', /database-in-use/);
    return true;
  });
  const gone = once(window.child, 'exit');
  window.child.kill('SIGTERM');
  await gone;
  const { stdout: version } = await cli('--version');
  assert.match(version, /^\d+\.\d+\.\d+\n$/);
  await cli('checklist', '--all', '--out', 'cards.pdf');
  assert.ok(statSync(join(home.folder, 'cards.pdf')).size > 1000);

  const before = readFileSync(home.db);
  apt('remove', 'plugfleet');
  assert.deepEqual(
    [folderOf.app, ...commands].filter((path) => lstatSync(path, { throwIfNoEntry: false })),
    [],
  );
  assert.deepEqual(readFileSync(home.db), before);
});
