import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { DEFAULT_ACCOUNT } from '../../simulator/index.ts';
import { selfSigned } from '../devices/self-signed.ts';
import { freeAddresses, startPlugs } from '../journeys/fleet-cli.ts';
import { house } from '../journeys/house.ts';
import { type Desktop, newComputer, openDesktop, whyNoDesktop } from './desktop.ts';
import { type FarComputer, farComputer, impostorAt } from './far-computer.ts';
import { begin, planAll } from './steps.ts';

const skip = whyNoDesktop() ?? false;
const slow = { timeout: 60_000 };
const kettle = 'mac,label\n50:C7:BF:00:00:01,Kettle\n';

const put = (far: FarComputer, csv: string): Promise<unknown> =>
  far.host.client.plugs.import({ file: new Blob([csv]), by: 'Box' });
const labels = async (far: FarComputer): Promise<(string | null)[]> =>
  (await far.host.client.plugs.list({})).plugs.map(({ label }) => label);

/** Opens the dialog, as the menu does. */
async function ask({ app, page }: Desktop) {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.send('menu', 'attach'));
  const dialog = page.getByRole('dialog', { name: 'Connect to another computer' });
  await dialog.getByLabel('Address').waitFor(slow);
  return dialog;
}

async function connect(desktop: Desktop, address: string) {
  const dialog = await ask(desktop);
  await dialog.getByLabel('Address').fill(address);
  await dialog.getByRole('button', { name: 'Connect', exact: true }).last().click();
  return dialog;
}

/** Attaches and waits until the other fleet stands there. */
async function attach(desktop: Desktop, far: FarComputer): Promise<void> {
  const dialog = await connect(desktop, far.url);
  await dialog.getByRole('button', { name: 'Trust and connect' }).click();
  await desktop.page.getByText(`Connected to ${far.place}`).waitFor(slow);
}

const opened = async (t: TestContext): Promise<Desktop> => {
  const desktop = await openDesktop(t, newComputer(t));
  await desktop.page.getByRole('heading', { name: 'No plugs yet' }).waitFor(slow);
  return desktop;
};

test('the window attaches to another computer: its fleet, its database, files here, and back again', {
  skip,
}, async (t) => {
  const far = await farComputer(t);
  await put(far, kettle);
  const computer = newComputer(t);
  const desktop = await openDesktop(t, computer);
  const { app, page, barriers, picture, complaints } = desktop;
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor(slow);

  const dialog = await connect(desktop, `Plugfleet: ${far.url}`);
  await dialog.getByText('Is this the right computer?').waitFor(slow);
  assert.equal(await dialog.locator('.fingerprint').innerText(), far.fingerprint);
  assert.deepEqual(await barriers(), []);
  await picture('attach-certificate');
  await dialog.getByRole('button', { name: 'Trust and connect' }).click();
  await page.getByText(`Connected to ${far.place}`).waitFor(slow);
  await page.getByText('1 plug', { exact: true }).waitFor(slow);
  assert.equal(page.url().replace(/#.*/, ''), 'plugfleet://app/attached/');
  const title = (): Promise<string | undefined> =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
  assert.equal(await title(), `${far.place} – Plugfleet`);
  assert.deepEqual(await barriers(), []);
  await picture('attached');

  // an edit goes there
  const cell = page.getByRole('gridcell', { name: 'Kettle' }).first();
  await cell.dblclick();
  await page.getByRole('textbox').last().fill('Fridge');
  await page.keyboard.press('Enter');
  while (!(await labels(far)).includes('Fridge')) await wait(50);

  // a file goes there, and one comes from there to a place on this computer
  await page.locator('input[type=file]').setInputFiles({
    name: 'more.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('mac,label\n50:C7:BF:00:00:02,Lamp\n'),
  });
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('2 plugs', { exact: true }).waitFor(slow);
  assert.deepEqual((await labels(far)).sort(), ['Fridge', 'Lamp']);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const file = join(computer.folder, 'plugs.csv');
  await app.evaluate(({ dialog: dialogs }, filePath) => {
    dialogs.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  await page.getByRole('button', { name: 'Files' }).click();
  await page.getByRole('menuitem', { name: /CSV/ }).last().click();
  await page.getByText(`Saved as ${file}`).waitFor(slow);
  assert.match(readFileSync(file, 'utf8'), /Fridge/);

  // what changes there is seen here, and a reload stays there
  await put(far, 'mac,label\n50:C7:BF:00:00:03,Heater\n');
  await page.getByText('3 plugs', { exact: true }).waitFor(slow);
  await page.reload();
  await page.getByText('3 plugs', { exact: true }).waitFor(slow);

  // out of practice one comes back there
  await page.evaluate(() => location.assign('/practice/'));
  await page.getByText('these plugs are virtual').waitFor(slow);
  await page.getByRole('link', { name: 'Leave practice' }).click();
  await page.getByText(`Connected to ${far.place}`).waitFor(slow);

  await page.getByRole('button', { name: 'Back to this computer' }).click();
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor(slow);
  assert.equal(await title(), 'Plugfleet');
  assert.deepEqual(await computer.look(async ({ client }) => (await client.plugs.list({})).plugs), []);

  // it is known now; its token is not, for nothing here can seal it
  const again = await ask(desktop);
  await again.getByText('so it is not kept').waitFor(slow);
  await picture('attach-known');
  assert.deepEqual(await barriers(), []);
  await again.getByRole('button', { name: `Connect to ${far.place}` }).click();
  await again.getByText('The token is missing').waitFor(slow);
  const kept = readFileSync(join(computer.folder, 'user-data', 'computers.json'), 'utf8');
  assert.ok(kept.includes(far.fingerprint));
  assert.ok(!kept.includes('the-token'));
  await again.getByLabel('Address').fill(far.url);
  await again.getByRole('button', { name: 'Connect', exact: true }).last().click();
  await page.getByText(`Connected to ${far.place}`).waitFor(slow);
  assert.deepEqual(complaints, []);
  await app.close();
});

test('another certificate is refused and hears nothing, at first use, at a reconnection and by known name', {
  skip,
}, async (t) => {
  const far = await farComputer(t);
  await put(far, kettle);
  const desktop = await opened(t);
  const { page, barriers, picture } = desktop;
  const { url, fingerprint } = far;

  // whoever does not trust it has told it nothing
  await far.stop();
  const first = await impostorAt(t, far.place);
  const dialog = await connect(desktop, url);
  await dialog.getByText('Is this the right computer?').waitFor(slow);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  assert.ok(first.visits() > 0);
  assert.equal(first.heard(), '');
  await first.leave();

  await far.start();
  await attach(desktop, far);
  await page.getByText('1 plug', { exact: true }).waitFor(slow);
  await far.stop();
  const second = await impostorAt(t, far.place);
  await page.getByRole('heading', { name: `No longer connected to ${far.place}` }).waitFor(slow);
  await page.getByText('This is not the certificate you trusted').waitFor(slow);
  assert.deepEqual(await barriers(), []);
  await picture('attach-changed');
  await page.getByRole('button', { name: 'Connect again…' }).click();
  const changed = page.getByRole('dialog');
  await changed.getByLabel('Address').fill(url);
  await changed.getByRole('button', { name: 'Connect', exact: true }).last().click();
  await changed.getByText('The one you trusted').waitFor(slow);
  const [known, seen] = await changed.locator('.fingerprint').allInnerTexts();
  assert.equal(known, fingerprint);
  assert.notEqual(seen, fingerprint);
  assert.deepEqual(await barriers(), []);
  await picture('attach-changed-dialog');
  await changed.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('This is not the certificate you trusted').waitFor(slow);
  assert.ok(second.visits() >= 2);
  assert.equal(second.heard(), '', 'not a byte, let alone the token');
  await second.leave();

  // the right one is back
  await far.start();
  await page.getByRole('button', { name: 'Try again' }).click();
  await put(far, 'mac,label\n50:C7:BF:00:00:02,Lamp\n');
  await page.getByText('2 plugs', { exact: true }).waitFor(slow);

  // it was renewed on purpose: compared and trusted anew
  await far.stop();
  await far.start({ newCertificate: true });
  await page.getByText('This is not the certificate you trusted').waitFor(slow);
  const renewed = await connect(desktop, far.url);
  await renewed.getByText(far.fingerprint).waitFor(slow);
  await renewed.getByRole('button', { name: 'Trust the new one and connect' }).click();
  await page.getByText('2 plugs', { exact: true }).waitFor(slow);
  await desktop.app.close();
});

test('what cannot be attached to is said, each with its next step', { skip }, async (t) => {
  const far = await farComputer(t);
  const newer = await farComputer(t, { version: '9.1.0' });
  const desktop = await opened(t);
  const { page, app, barriers } = desktop;
  const site = createServer((request, response) => {
    visits.push(request.url ?? '');
    response.end('hello');
  });
  const visits: string[] = [];
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  t.after(() => site.close());
  const at = site.address();
  assert.ok(typeof at === 'object' && at !== null);
  const { port } = new URL(far.url);

  const dialog = await ask(desktop);
  const isTold = async (address: string, words: string, o: { trust?: boolean } = {}): Promise<void> => {
    await dialog.getByLabel('Address').fill(address);
    await dialog.getByRole('button', { name: 'Connect', exact: true }).last().click();
    if (o.trust === true) await dialog.getByRole('button', { name: 'Trust and connect' }).click();
    await dialog.getByRole('alert').getByText(words).waitFor(slow);
  };
  await isTold('box', 'That is no address of a Plugfleet');
  await isTold(`http://192.0.2.1:8080/?token=secret-secret`, 'That address is not encrypted');
  await isTold(far.url.replace(/\?.*/, ''), 'The token is missing');
  await isTold('https://127.0.0.6:9/?token=secret-secret', 'Nobody answers there');
  await isTold(`https://127.0.0.1:${at.port}/?token=secret-secret`, 'It answers, but not with TLS');
  await isTold(`http://127.0.0.1:${at.port}/?token=secret-secret`, 'Something else answers there, no Plugfleet');
  assert.deepEqual(visits, ['/'], 'the token was not told');
  await isTold(far.url.replace(/token=.*/, 'token=wrong'), 'The token is not the right one', { trust: true });
  await isTold(`https://localhost:${port}/?token=x`, 'Nobody answers there');
  await isTold(newer.url, 'That computer has Plugfleet 9.1.0', { trust: true });
  assert.deepEqual(await barriers(), []);
  // a try that nobody waits for leads nowhere
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  assert.equal(page.url().replace(/#.*/, ''), 'plugfleet://app/');
  // known computers are forgotten on demand
  const known = await ask(desktop);
  for (const { place } of [far, newer]) await known.getByRole('button', { name: `Forget ${place}` }).click();
  await known.getByText('Connected before').waitFor({ state: 'detached' });
  await app.close();
});

test('a computer that goes away and comes back: said, and the window goes on; with another token it asks', {
  skip,
}, async (t) => {
  const far = await farComputer(t);
  await put(far, kettle);
  const desktop = await opened(t);
  const { page, picture, barriers } = desktop;
  await attach(desktop, far);
  await page.getByText('1 plug', { exact: true }).waitFor(slow);
  await far.stop();
  await page.getByText(`${far.place} does not answer.`).waitFor(slow);
  await picture('attach-lost');
  assert.deepEqual(await barriers(), []);
  // asked meanwhile: answered at once
  await page.getByRole('link', { name: 'Checklists' }).click();
  await page.getByText('Plugfleet does not answer').first().waitFor(slow);
  await put(far, 'mac,label\n50:C7:BF:00:00:02,Lamp\n');
  await far.start();
  await page.getByText(`${far.place} does not answer.`).waitFor({ state: 'detached', ...slow });
  await page.getByRole('link', { name: 'Fleet' }).click();
  await page.getByText('2 plugs', { exact: true }).waitFor(slow);

  await far.stop();
  await far.start({ newToken: true });
  await page.getByText('The token is not the right one').waitFor(slow);
  await page.getByText('Paste the address it printed last.').waitFor();
  const dialog = await connect(desktop, far.url);
  await dialog.waitFor({ state: 'detached', ...slow });
  await page.getByText('2 plugs', { exact: true }).waitFor(slow);
  await desktop.app.close();
});

test('who quits while a run goes on there is told so, and it goes on', { skip }, async (t) => {
  const far = await farComputer(t);
  const prefix = await freeAddresses();
  const plugs = house(prefix, 3, () => ({ model: 'HS103', transport: 'xor', watts: 0 }));
  const fleet = await startPlugs(t, { plugs });
  const { client } = far.host;
  await client.logins.add({ name: 'fleet', ...DEFAULT_ACCOUNT });
  for await (const _ of await client.plugs.scan({ networks: [`${prefix}.1.0/26`], own: 'all' }));
  const desktop = await opened(t);
  const { app, page } = desktop;
  await attach(desktop, far);
  await page.getByText('3 plugs', { exact: true }).waitFor(slow);
  await planAll(page);
  const run = await begin(page, 3, 6);
  await page.getByRole('gridcell', { name: 'Watching whether it leaves' }).waitFor(slow);
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = (async (_window: unknown, question: object) => {
      const seen = globalThis as unknown as { asked?: object };
      const isFirst = seen.asked === undefined;
      seen.asked = question;
      return { response: isFirst ? 1 : 0, checkboxChecked: false };
    }) as typeof dialog.showMessageBox;
  });
  const close = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  const asked = () =>
    app.evaluate(() => (globalThis as unknown as { asked?: { message: string; detail: string } }).asked);
  await close();
  while ((await asked()) === undefined) await wait(50);
  const question = await asked();
  assert.equal(question?.message, `A run goes on on ${far.place}`);
  assert.match(question?.detail ?? '', /Quitting ends this window only/);
  const gone = new Promise((resolve) => app.process().once('exit', resolve));
  await close().catch(() => undefined);
  await gone;
  for (;;) {
    const told = (await client.runs.status({ run })).run;
    if (told.state === 'ended') {
      assert.equal(told.counts.reset, 3);
      break;
    }
    assert.equal(told.state, 'running');
    await wait(200);
  }
  assert.deepEqual(
    (await fleet.plugs()).map(({ resetCommands }) => resetCommands.length),
    [1, 1, 1],
  );
});

test('a `plugfleet serve` that hangs is noticed, and gone on with when it goes on; in German', { skip }, async (t) => {
  const computer = newComputer(t);
  const desktop = await openDesktop(t, computer);
  const { page, barriers } = desktop;
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor(slow);
  await page.evaluate(() => localStorage.setItem('plugfleet.language', JSON.stringify('de')));
  await page.reload();
  await page.getByRole('link', { name: 'Einstellungen' }).waitFor(slow);
  const { cert, key } = selfSigned();
  const files = { cert: join(computer.folder, 'cert.pem'), key: join(computer.folder, 'key.pem') };
  writeFileSync(files.cert, cert);
  writeFileSync(files.key, key);
  const db = join(computer.folder, 'box.db');
  const where = ['--db', db, '--host', '127.0.0.5', '--tls-cert', files.cert, '--tls-key', files.key];
  const box = spawn(
    process.execPath,
    ['cli/main.ts', 'serve', ...where, '--token-file', join(computer.folder, 'token')],
    {
      env: { ...process.env, ...computer.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  t.after(() => box.kill('SIGKILL'));
  const [[line], [told]] = await Promise.all([once(box.stdout, 'data'), once(box.stderr, 'data')]);
  await desktop.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.send('menu', 'attach'),
  );
  const dialog = page.getByRole('dialog', { name: 'Mit einem anderen Computer verbinden' });
  await dialog.getByLabel('Adresse').fill(String(line));
  await dialog.getByRole('button', { name: 'Verbinden', exact: true }).click();
  await dialog.getByText('Ist das der richtige Computer?').waitFor(slow);
  assert.ok(String(told).includes(await dialog.locator('.fingerprint').innerText()));
  assert.deepEqual(await barriers(), []);
  await dialog.getByRole('button', { name: 'Vertrauen und verbinden' }).click();
  await page.getByText('dessen Steckdosen, dessen Protokoll').waitFor(slow);
  box.kill('SIGSTOP');
  await page.getByText('antwortet nicht.').waitFor(slow);
  box.kill('SIGCONT');
  await page.getByText('antwortet nicht.').waitFor({ state: 'detached', ...slow });
  await desktop.app.close();
});
