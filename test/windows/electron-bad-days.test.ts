import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { PlugfleetError } from '../../contract/index.ts';
import { openHost } from '../../host/index.ts';
import { openVault } from '../../machine/index.ts';
import { DEFAULT_ACCOUNT } from '../../simulator/index.ts';
import {
  builtDesktop,
  type Computer,
  electronPath,
  newComputer,
  openDesktop,
  startArguments,
  startEnvironment,
  whyNoDesktop,
} from './desktop.ts';
import { openDisplay, whyNoDisplay } from './display.ts';
import { storeLogin } from './steps.ts';

const skip = whyNoDesktop() ?? false;
const skipWithoutDisplay = whyNoDesktop() ?? whyNoDisplay() ?? false;
const skipWithoutDisk =
  whyNoDesktop() ?? (process.platform === 'linux' && process.getuid?.() === 0 ? false : 'only root on Linux may mount');
const slow = { timeout: 60_000 };

/** A fleet on a small disk of its own, which can be filled to the last byte. */
function onSmallDisk(t: TestContext, computer: Computer): { computer: Computer; fill(): void; free(): void } {
  const disk = mkdtempSync(join(tmpdir(), 'plugfleet-disk-'));
  execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]);
  t.after(() => {
    execFileSync('/bin/umount', ['-l', disk]);
    rmdirSync(disk);
  });
  const db = join(disk, 'fleet.db');
  const ballast = join(disk, 'ballast');
  return {
    computer: { ...computer, db, env: { ...computer.env, PLUGFLEET_DB: db } },
    fill() {
      for (const size of [65_536, 4096])
        try {
          for (;;) appendFileSync(ballast, Buffer.alloc(size));
        } catch (thrown) {
          assert.equal((thrown as NodeJS.ErrnoException).code, 'ENOSPC');
        }
    },
    free: () => rmSync(ballast),
  };
}

test('a disk that fills up is said in the window, loses nothing, and the same works once there is space', {
  skip: skipWithoutDisk,
}, async (t) => {
  const { computer, fill, free } = onSmallDisk(t, newComputer(t));
  {
    await using host = openHost({ db: computer.db, mode: 'own', command: 'test', env: computer.env });
    await host.client.plugs.import({ file: new Blob(['mac,label\n50:C7:BF:FF:00:01,Lamp\n']), by: 'Tess Tester' });
  }
  const { app, page, barriers } = await openDesktop(t, computer);
  await page.getByText('1 plug', { exact: true }).waitFor(slow);
  const rows = Array.from({ length: 2000 }, (_, n) => `50:C7:BF:00:${(n >> 8).toString(16).padStart(2, '0')}:`)
    .map((start, n) => `${start}${(n & 255).toString(16).padStart(2, '0')},Kettle ${n}`)
    .join('\n');
  await page.locator('input[type=file]').setInputFiles({
    name: 'plugs.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`mac,label\n${rows}\n`),
  });
  const dialog = page.getByRole('dialog');
  const take = dialog.getByRole('button', { name: 'Import', exact: true });
  await take.waitFor(slow);
  fill();
  await take.click();
  await dialog.getByText('The disk is full', { exact: true }).waitFor(slow);
  assert.deepEqual(await barriers(), []);
  free();
  await take.click();
  await page.getByText('2,001 plugs', { exact: true }).waitFor(slow);
  await app.close();
});

test('a display that goes takes the app with it, and leaves the fleet free for the next start', {
  skip: skipWithoutDisplay,
}, async (t) => {
  await builtDesktop();
  const computer = newComputer(t);
  const display = await openDisplay(t);
  const child = spawn(electronPath(), startArguments(computer, { headless: false }), {
    env: { ...startEnvironment(computer), DISPLAY: display.name },
    stdio: 'ignore',
  });
  t.after(() => child.kill('SIGKILL'));
  const deadline = performance.now() + 60_000;
  const patiently = async (): Promise<void> => {
    assert.ok(performance.now() < deadline, 'it did not come about within a minute');
    await wait(50);
  };
  while (!existsSync(`${computer.db}.lock`)) await patiently();
  const gone = once(child, 'exit');
  display.close();
  await gone;
  // what owned the fleet ends with the app
  for (;;)
    try {
      await using host = openHost({ db: computer.db, mode: 'own', command: 'test', env: computer.env });
      assert.deepEqual((await host.client.plugs.list({})).plugs, []);
      break;
    } catch (thrown) {
      if (!(thrown instanceof PlugfleetError) || thrown.code !== 'database-in-use') throw thrown;
      await patiently();
    }
});

/** A computer on which nothing keeps a key for the vault: no keyring answers, and none is named. */
function withoutKeyring(t: TestContext): Computer {
  const computer = newComputer(t);
  const { PLUGFLEET_NO_KEYRING: _no, PLUGFLEET_VAULT_KEY: _key, ...env } = computer.env;
  return { ...computer, env: { ...env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' } };
}

test('without a keyring passwords are kept with a key file that nobody else may read', { skip }, async (t) => {
  const computer = withoutKeyring(t);
  const { app, page } = await openDesktop(t, computer);
  await storeLogin(page, 'fleet', DEFAULT_ACCOUNT);
  assert.equal(statSync(`${computer.db}.vault.key`).mode & 0o777, 0o600);
  assert.ok(!readFileSync(`${computer.db}.vault`, 'utf8').includes(DEFAULT_ACCOUNT.password));
  await app.close();
});

test('passwords whose keyring is locked stay as they are, and the window says what would open them', {
  skip,
}, async (t) => {
  const computer = withoutKeyring(t);
  const vault = `${computer.db}.vault`;
  openVault(vault, { keyring: false, shell: { text: '5a'.repeat(32), sealed: 'by a wallet' } }).set(
    'fleet',
    'a secret',
  );
  const before = readFileSync(vault);
  const { app, page, barriers } = await openDesktop(t, computer);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Add a login…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a login' });
  await dialog.getByLabel('What you call it').fill('fleet');
  await dialog.getByLabel('E-mail, written as at sign-up').fill('tess@example.org');
  await dialog.getByLabel('Password').fill('another secret');
  await dialog.getByRole('button', { name: 'Store and test it' }).click();
  await dialog.getByText('The stored passwords cannot be opened', { exact: true }).waitFor(slow);
  assert.deepEqual(await barriers(), []);
  assert.deepEqual(readFileSync(vault), before);
  await app.close();
});
