import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openStore } from '../../db/index.ts';
import { DEFAULT_ACCOUNT, STRANGER_ACCOUNT } from '../../simulator/index.ts';
import { house } from '../journeys/house.ts';
import { whyNoBrowser } from './browser.ts';
import { scanned, served } from './served.ts';
import { openWindow } from './window.ts';

const skip = (await whyNoBrowser()) ?? false;
const slow = { timeout: 60_000 };

test('logins are listed, tried on one plug, and removed after a question', { skip }, async (t) => {
  const fleet = await served(t, (prefix) => ({
    plugs: house(prefix, 4, (index) => ({ model: 'P110', ...(index > 1 ? { account: STRANGER_ACCOUNT } : {}) })),
  }));
  const { client } = fleet.host;
  await scanned(fleet);
  await client.logins.add({ name: 'stranger', email: STRANGER_ACCOUNT.email, password: 'changed since' });
  const { page, barriers, picture, complaints } = await openWindow(t, `${fleet.url}#/settings`);
  await page.getByRole('heading', { name: 'Logins' }).waitFor();
  await page.getByRole('row', { name: DEFAULT_ACCOUNT.email }).waitFor();
  assert.ok(!(await page.content()).includes(DEFAULT_ACCOUNT.password));
  await page.getByRole('button', { name: 'Test fleet' }).click();
  await page.getByText(/^It opens Room 100 socket [12], 50:C7:BF/).waitFor(slow);
  await page.getByRole('button', { name: 'Test stranger' }).click();
  await page.getByText(/^It does not open .*50:C7:BF/).waitFor(slow);
  await page.getByText('The plug knows another account or password.').waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('settings-logins');
  const names = async () => (await client.logins.list()).logins.map(({ name }) => name);
  await page.getByRole('button', { name: 'Remove stranger…' }).click();
  assert.deepEqual(await barriers(), []);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.deepEqual(await names(), ['fleet', 'stranger']);
  await page.getByRole('button', { name: 'Remove stranger…' }).click();
  await picture('settings-remove-login');
  await page.getByRole('button', { name: 'Remove the login' }).click();
  await page.getByRole('row', { name: STRANGER_ACCOUNT.email }).waitFor({ state: 'detached' });
  assert.deepEqual(await names(), ['fleet']);
  assert.deepEqual(complaints, []);
});

test('sites, networks and rooms are kept, and an occupied room is a reason of the next plan', { skip }, async (t) => {
  const fleet = await served(t, (prefix) => ({ plugs: house(prefix, 2, () => ({ model: 'HS103', watts: 0 })) }));
  const { client } = fleet.host;
  await scanned(fleet, 'stored');
  const { page, barriers, picture, complaints } = await openWindow(t, `${fleet.url}#/settings/places`);
  await page.getByText('No site yet.').waitFor();
  assert.deepEqual(await barriers(), []);
  await page.getByLabel('Name of the site').fill('Seaside');
  await page.getByRole('button', { name: 'Add a site' }).click();
  const site = page.getByRole('region', { name: 'Seaside' });
  await site.getByLabel('Network 1', { exact: true }).fill('10.0.0.0/99');
  await site.getByRole('button', { name: 'Save the networks of Seaside' }).click();
  await site.getByText('“10.0.0.0/99” is not a network, range or address.').waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('settings-bad-network');
  await site.getByLabel('Network 1', { exact: true }).fill(fleet.network);
  await site.getByLabel('Plugs expected in network 1').fill('2');
  await site.getByRole('button', { name: 'Add a network' }).click();
  await site.getByLabel('Network 2', { exact: true }).fill('127.0.0.9');
  await site.getByRole('button', { name: 'Save the networks of Seaside' }).click();
  await page.getByText('The networks of Seaside are saved.').waitFor();
  const kept = async () => (await client.places.sites()).sites[0];
  assert.deepEqual((await kept())?.networks, [
    { network: fleet.network, expected: 2 },
    { network: '127.0.0.9', expected: null },
  ]);

  for (const room of ['Flat 1', 'Flat 2', 'Cellar']) {
    await site.getByLabel('Name of the room').fill(room);
    await site.getByRole('button', { name: 'Add a room' }).click();
    await site.getByRole('rowheader', { name: room }).waitFor();
  }
  await site.getByRole('button', { name: 'Move Cellar up' }).click();
  await site.getByRole('row').nth(2).getByText('Cellar').waitFor();
  await site.getByRole('button', { name: 'Move Cellar up' }).click();
  await site.getByRole('row').nth(1).getByText('Cellar').waitFor();
  const order = (await kept())?.rooms.toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0)).map(({ name }) => name);
  assert.deepEqual(order, ['Cellar', 'Flat 1', 'Flat 2']);

  await site.getByRole('button', { name: 'Flat 1 is occupied…' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Give the last day.').waitFor();
  await page.getByText('Give a reason.').waitFor();
  assert.deepEqual(await barriers(), []);
  await page.getByLabel('Until').fill('2099-11-28');
  await page.getByLabel(/^Why/).fill('the tenant stays');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await site.getByText('until 28 Nov 2099: the tenant stays').waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('settings-places');

  const [plug] = (await client.plugs.list({ all: true })).plugs;
  assert.ok(plug);
  const selection = { macs: [plug.mac] };
  await client.plugs.set({ selection, site: 'Seaside', room: 'Flat 1' });
  const reasons = async () => {
    const making = await client.plans.make({ selection });
    for (let next = await making.next(); ; next = await making.next())
      if (next.done) return next.value.plan.items.flatMap((item) => item.reasons);
  };
  assert.deepEqual(await reasons(), ['occupied']);
  await site.getByRole('button', { name: 'Flat 1 is vacant' }).click();
  await site.getByRole('row', { name: 'Flat 1' }).getByText('vacant', { exact: true }).waitFor();
  assert.deepEqual(await reasons(), []);
  assert.deepEqual(complaints, []);
});

test('what a run begins with, the language, the colours and the contrast are kept in this browser', {
  skip,
}, async (t) => {
  const fleet = await served(t, (prefix) => ({ plugs: house(prefix, 1) }));
  const { page, barriers, picture, complaints } = await openWindow(t, `${fleet.url}#/settings/runs`);
  await page.getByLabel('Plugs at once').fill('3');
  await page.getByLabel('Quiet time in seconds').fill('9999');
  await page.getByText('A number from 1 to 3,600.').waitFor();
  await page.getByLabel('One plug of each model').uncheck();
  assert.deepEqual(await barriers(), []);
  await picture('settings-runs');
  const keptRun = () => page.evaluate(() => JSON.parse(localStorage.getItem('plugfleet.run') ?? 'null'));
  assert.deepEqual(await keptRun(), { concurrency: 3, quietS: 60, pilot: false, maxFailuresPercent: 30 });
  await page.reload();
  assert.equal(await page.getByLabel('Plugs at once').inputValue(), '3');
  assert.equal(await page.getByLabel('Quiet time in seconds').inputValue(), '60');
  await page.getByRole('button', { name: 'Back to the usual values' }).click();
  assert.equal(await page.getByLabel('Plugs at once').inputValue(), '8');

  await page.getByRole('link', { name: 'This window' }).click();
  const root = page.locator('html');
  await page.getByRole('radio', { name: 'Dark' }).check();
  assert.equal(await root.getAttribute('data-mantine-color-scheme'), 'dark');
  await page.getByRole('radio', { name: 'Stronger lines and text' }).check();
  assert.equal(await root.getAttribute('data-contrast'), 'more');
  assert.deepEqual(await barriers(), []);
  await picture('settings-window');
  await page.getByRole('combobox').selectOption('de');
  await page.waitForFunction(() => document.documentElement.lang === 'de');
  await page.reload();
  await page.getByRole('combobox').waitFor();
  assert.deepEqual(
    [
      await root.getAttribute('data-mantine-color-scheme'),
      await root.getAttribute('data-contrast'),
      await root.getAttribute('lang'),
      await page.getByRole('combobox').inputValue(),
    ],
    ['dark', 'more', 'de', 'de'],
  );
  await page.getByRole('combobox').selectOption('en');
  await page.getByRole('radio', { name: 'Light' }).check();
  assert.equal(await root.getAttribute('data-mantine-color-scheme'), 'light');
  assert.deepEqual(complaints, []);
});

test('the ledger is checked in words, and a backup is a sound database', { skip }, async (t) => {
  const fleet = await served(t, (prefix) => ({ plugs: house(prefix, 3) }));
  await scanned(fleet, 'stored');
  const { page, barriers, picture, complaints } = await openWindow(t, `${fleet.url}#/settings/database`);
  await page.getByText(fleet.host.context.database).waitFor();
  await page.getByRole('button', { name: 'Check the ledger' }).click();
  await page.getByText('Sound: 3 entries, each following from the one before.').waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('settings-database');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download a backup' }).click();
  const download = await downloading;
  assert.match(download.suggestedFilename(), /^fleet-\d{4}-\d\d-\d\d\.db$/);
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-download-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'copy.db');
  await download.saveAs(file);
  const store = openStore(file, { mode: 'own', wallMs: Date.now, owner: { command: 'test' } });
  try {
    assert.equal(store.plugs.all().length, 3);
    assert.deepEqual([store.ledger.verify().ok, store.ledger.verify().entries], [true, 3]);
  } finally {
    store.close();
  }
  assert.deepEqual(complaints, []);
});
