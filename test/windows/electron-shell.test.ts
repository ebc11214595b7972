import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { DesktopShell } from '../../contract/index.ts';
import { openHost } from '../../host/index.ts';
import {
  answerSave,
  type Desktop,
  electronPath,
  newComputer,
  openDesktop,
  startArguments,
  startEnvironment,
  whyNoDesktop,
} from './desktop.ts';
import { whyNoDisplay } from './display.ts';
import { heading } from './steps.ts';

const skip = whyNoDesktop() ?? false;
const skipWithoutDisplay = whyNoDesktop() ?? whyNoDisplay() ?? false;
const slow = { timeout: 60_000 };

test('a second start brings the first window forward and ends', { skip: skipWithoutDisplay }, async (t) => {
  const computer = newComputer(t);
  const { app, page } = await openDesktop(t, computer, { display: true });
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor(slow);
  const display = await app.evaluate(({ BrowserWindow, app: electron }) => {
    BrowserWindow.getAllWindows()[0]?.hide();
    electron.on('second-instance', () => Object.assign(globalThis, { second: true }));
    return process.env['DISPLAY'] ?? '';
  });
  const second = spawn(electronPath(), startArguments(computer, { headless: false }), {
    env: { ...startEnvironment(computer), DISPLAY: display },
    stdio: 'ignore',
  });
  t.after(() => second.kill('SIGKILL'));
  const [code] = await once(second, 'exit');
  assert.equal(code, 0);
  const isShown = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.isVisible()));
  while (!(await isShown()).every(Boolean)) await wait(50);
  assert.deepEqual(await isShown(), [true]);
  assert.equal(await app.evaluate(() => 'second' in globalThis), true);
  await app.close();
});

test('the window comes back where it was, unless that is out of sight; spoilt memory does no harm', {
  skip: skipWithoutDisplay,
}, async (t) => {
  const computer = newComputer(t);
  const file = join(computer.folder, 'user-data', 'window.json');
  const boundsOf = ({ app }: Desktop) =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
  const first = await openDesktop(t, computer, { display: true });
  const placed = { x: 90, y: 70, width: 900, height: 640 };
  await first.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), placed);
  await first.app.close();
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')).bounds, placed);
  const second = await openDesktop(t, computer, { display: true });
  assert.deepEqual(await boundsOf(second), placed);
  await second.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 5000, y: 4000, width: 800, height: 600 }),
  );
  await second.app.close();
  const third = await openDesktop(t, computer, { display: true });
  const seen = await boundsOf(third);
  assert.ok(seen !== undefined && seen.x < 1400 && seen.y < 1000, JSON.stringify(seen));
  await third.app.close();
});

test('files go where a person says: kept, not wanted, and not to be kept', { skip }, async (t) => {
  const computer = newComputer(t);
  {
    await using host = openHost({ db: computer.db, mode: 'own', command: 'test', env: computer.env });
    const file = new Blob(['mac,label\n50:C7:BF:00:00:01,Kettle\n']);
    await host.client.plugs.import({ file, by: 'Tess Tester' });
  }
  const { app, page, complaints } = await openDesktop(t, computer);
  await page.getByText('1 plug', { exact: true }).waitFor(slow);
  const kept = join(computer.folder, 'plugs.csv');
  const exportCsv = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Files' }).click();
    await page.getByRole('menuitem', { name: /CSV/ }).last().click();
  };
  await answerSave(app, null);
  await exportCsv();
  while ((await app.evaluate(() => (globalThis as { offered?: string }).offered ?? '')) === '') await wait(50);
  assert.match(await app.evaluate(() => (globalThis as { offered?: string }).offered ?? ''), /plugs-[\d-]+\.csv$/);
  assert.equal(existsSync(kept), false);
  await answerSave(app, kept);
  await exportCsv();
  await page.getByText(`Saved as ${kept}`).waitFor(slow);
  assert.match(readFileSync(kept, 'utf8'), /50:C7:BF:00:00:01.*Kettle/);
  await answerSave(app, join(computer.folder, 'no-such-folder', 'plugs.csv'));
  await exportCsv();
  await page.getByText(/^Could not be saved: .*ENOENT/).waitFor(slow);

  // and come in through the page's own picker
  await page.locator('input[type=file]').setInputFiles({
    name: 'more.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('mac,label\n50:C7:BF:00:00:02,Lamp\n'),
  });
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('2 plugs', { exact: true }).waitFor(slow);
  assert.deepEqual(complaints, []);
  await app.close();
});

test('menus lead to the screens, in and out of practice, to versions and licences', {
  skip: skipWithoutDisplay,
}, async (t) => {
  const { app, page, complaints } = await openDesktop(t, newComputer(t), { display: true });
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor(slow);
  const labels = () =>
    app.evaluate(({ Menu }) =>
      (Menu.getApplicationMenu()?.items ?? []).map(
        ({ label, submenu }) => `${label}: ${submenu?.items.map((item) => item.label || '-').join(', ')}`,
      ),
    );
  assert.deepEqual(await labels(), [
    'File: Connect to another computer…, Practise on virtual plugs, Save diagnostics…, -, Quit',
    'Edit: Cut, Copy, Paste, Select all',
    'View: Fleet, Find plugs, Plan & run, Checklists, Ledger, Settings, -, Reload, Larger, Smaller, Usual size, Full screen, -, Developer tools',
    'Help: Licences, About Plugfleet',
  ]);
  const choose = (label: string) =>
    app.evaluate(({ Menu }, wanted) => {
      const all = (Menu.getApplicationMenu()?.items ?? []).flatMap(({ submenu }) => submenu?.items ?? []);
      all.find((item) => item.label === wanted)?.click();
    }, label);
  await choose('Settings');
  await heading(page, 'Settings');
  await choose('Plan & run');
  await heading(page, 'Plan & run');
  // without a window manager no window is in front, and keys come to no menu: they are read here
  const keys = await app.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? [])
      .flatMap(({ submenu }) => submenu?.items ?? [])
      .flatMap(({ label, accelerator }) => (accelerator ? [`${label} ${accelerator}`] : [])),
  );
  const own = ['Fleet CmdOrCtrl+1', 'Find plugs CmdOrCtrl+2', 'Plan & run CmdOrCtrl+3', 'Checklists CmdOrCtrl+4'];
  for (const key of [...own, 'Ledger CmdOrCtrl+5', 'Settings CmdOrCtrl+,']) assert.ok(keys.includes(key), key);
  assert.ok(!keys.some((key) => /\+Z$/i.test(key)), 'undo belongs to the page');

  await choose('Connect to another computer…');
  await page.getByRole('dialog').getByLabel('Address').waitFor(slow);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await choose('Practise on virtual plugs');
  await page.getByText('these plugs are virtual').waitFor(slow);
  while (!(await labels())[0]?.includes('Leave practice')) await wait(50);
  await choose('Leave practice');
  await page.getByRole('link', { name: 'Practise on virtual plugs' }).waitFor(slow);

  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = (async (_window: unknown, about: object) => {
      Object.assign(globalThis, { about });
      return { response: 1, checkboxChecked: false };
    }) as typeof dialog.showMessageBox;
  });
  const licences = app.waitForEvent('window');
  await choose('About Plugfleet');
  const text = await licences;
  await text.getByText('react-dom').first().waitFor(slow);
  assert.equal(await text.evaluate(() => 'plugfleet' in globalThis), false);
  const about = await app.evaluate(
    () => (globalThis as unknown as { about: { message: string; detail: string } }).about,
  );
  assert.match(about.message, /^Plugfleet \d+\.\d+\.\d+$/);
  assert.match(about.detail, /Electron \S+ · Chromium \S+ · Node/);
  assert.deepEqual(complaints, []);
  await app.close();
});

test('a paper is shown in a window of its own, out of reach of the app', { skip }, async (t) => {
  const { app, page } = await openDesktop(t, newComputer(t));
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor(slow);
  const pdf = await app.evaluate(async ({ BrowserWindow }) => {
    const bytes = await BrowserWindow.getAllWindows()[0]?.webContents.printToPDF({});
    return bytes?.toString('base64') ?? '';
  });
  const opened = app.waitForEvent('window');
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    await (globalThis as unknown as { plugfleet: DesktopShell }).plugfleet.showPdf({
      name: 'cards für A 3.pdf',
      bytes,
    });
  }, pdf);
  const paper = await opened;
  await paper.waitForLoadState();
  assert.match(paper.url(), /^plugfleet:\/\/app\/papers\/1\//);
  assert.equal(await paper.evaluate(() => document.contentType), 'application/pdf');
  assert.equal(await paper.evaluate(() => 'plugfleet' in globalThis), false);
  // the viewer is there, with its own button to print
  const frames = () =>
    app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().flatMap(({ mainFrame }) => mainFrame.framesInSubtree.map(({ url }) => url)),
    );
  while (!(await frames()).some((url) => url.startsWith('chrome-extension://'))) await wait(50);
  await paper.close();
  await app.close();
});

test('the keyring is asked by a process of its own, which ends and opens nothing', { skip }, async (t) => {
  const computer = newComputer(t);
  const env = { ...startEnvironment(computer), DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };
  const call = promisify(execFile)(
    electronPath(),
    [
      '--no-sandbox',
      '--ozone-platform=headless',
      ...startArguments(computer, { headless: true }).slice(-1),
      '--keyring',
      'get',
      'vault x',
    ],
    { env, timeout: 60_000 },
  );
  // no keyring answers there: exit 1, as where Node asks it
  await assert.rejects(call, (thrown: { code?: number; stdout?: string }) => {
    assert.equal(thrown.code, 1);
    assert.equal(thrown.stdout, '');
    return true;
  });
  assert.equal(existsSync(join(computer.folder, 'user-data')), false);
});
