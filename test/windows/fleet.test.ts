import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house } from '../journeys/house.ts';
import { nastyNames } from '../journeys/nasty-names.ts';
import { whyNoBrowser } from './browser.ts';
import { scanned, served } from './served.ts';
import { openWindow } from './window.ts';

const skip = (await whyNoBrowser()) ?? false;

test('an empty fleet offers two ways to begin and nothing else', { skip }, async (t) => {
  const { url } = await served(t, (prefix) => ({ plugs: house(prefix, 1) }));
  const { page, barriers, picture, complaints } = await openWindow(t, url);
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor();
  const ways = page.getByRole('main').locator('button, a');
  assert.deepEqual(await ways.allInnerTexts(), ['Find my plugs', 'Practise on virtual plugs']);
  assert.deepEqual(await barriers(), []);
  await picture('first-run');
  await page.getByRole('button', { name: 'Find my plugs' }).click();
  await page.getByRole('heading', { name: 'Find plugs' }).waitFor();
  assert.deepEqual(await barriers(), []);
  await page.goBack();
  await page.getByRole('link', { name: 'Practise on virtual plugs' }).click();
  await page.getByText('these plugs are virtual').waitFor();
  assert.deepEqual(complaints, []);
});

test('the fleet is searched, filtered, marked, edited, and every change is taken back', { skip }, async (t) => {
  const fleet = await served(t, (prefix) => ({ plugs: house(prefix, 12) }));
  const { page, barriers, picture, complaints } = await openWindow(t, fleet.url);
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor();
  await scanned(fleet, 'none');
  // the rows come by themselves
  await page.getByText('12 plugs', { exact: true }).waitFor();
  const facts = async () => (await fleet.host.client.plugs.list({ all: true })).plugs;

  await page.getByRole('searchbox').fill('room 102 hs');
  const shown = (await facts()).filter(
    (plug) => plug.alias.startsWith('Room 102') && plug.model.startsWith('HS'),
  ).length;
  await page.getByText(`${shown} of 12 shown`).waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();

  await page.getByRole('checkbox', { name: 'Select All' }).check();
  await page.getByText('12 plugs selected').waitFor();
  // what opens over it is no barrier either
  for (const [name, role] of [
    ['More…', 'menu'],
    ['Files', 'menu'],
    ['Views', 'dialog'],
    ['Columns', 'dialog'],
    ['0 filters', 'dialog'],
  ] as const) {
    await page.getByRole('button', { name, exact: true }).click();
    await page.getByRole(role).waitFor();
    assert.deepEqual(await barriers(), [], name);
    await page.keyboard.press('Escape');
    await page.getByRole(role).waitFor({ state: 'hidden' });
  }
  await page.getByRole('button', { name: 'Mark as owned' }).click();
  await page.getByText('12 plugs marked as owned').waitFor();
  assert.ok((await facts()).every((plug) => plug.owned));
  assert.deepEqual(await barriers(), []);
  await picture('fleet-selected');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Undone: 12 plugs marked as owned').waitFor();
  assert.ok((await facts()).every((plug) => !plug.owned));

  await page.getByRole('button', { name: 'Protect…' }).click();
  assert.deepEqual(await barriers(), []);
  await page.getByLabel(/^Why/).fill('tenant moves in');
  await page.getByRole('button', { name: 'Protect', exact: true }).click();
  await page.getByText('12 plugs protected').waitFor();
  assert.ok((await facts()).every((plug) => plug.protectedReason === 'tenant moves in'));
  await page.keyboard.press('Control+z');
  await page.getByText('Undone: 12 plugs protected').waitFor();
  assert.ok((await facts()).every((plug) => !plug.protected));
  await page.getByRole('button', { name: 'Clear selection' }).click();

  const [first] = await facts();
  assert.ok(first);
  const cell = page.getByRole('gridcell', { name: first.alias, exact: true });
  await cell.dblclick();
  await page.getByRole('textbox').last().fill('Fridge of flat 3');
  await page.keyboard.press('Enter');
  await page.getByRole('gridcell', { name: 'Fridge of flat 3' }).waitFor();
  assert.equal((await facts()).find((plug) => plug.mac === first.mac)?.label, 'Fridge of flat 3');
  await page.getByRole('region', { name: 'Details' }).getByText(first.mac).waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('fleet-details');
  await page.getByRole('button', { name: 'Undo' }).click();
  await cell.waitFor();
  assert.deepEqual(complaints, []);
});

test('what a plug calls itself is text, whatever it says', { skip }, async (t) => {
  const names = nastyNames;
  const fleet = await served(t, (prefix) => ({
    plugs: house(prefix, names.length, (index) => ({ model: 'HS103', transport: 'xor', alias: names[index] ?? '' })),
  }));
  await scanned(fleet);
  const { page, complaints, picture } = await openWindow(t, fleet.url);
  await page.getByText(`${names.length} plugs`, { exact: true }).waitFor();
  for (let row = 1; row <= names.length; row++) {
    await page.getByRole('row').nth(row).getByRole('gridcell').nth(1).click();
    await page.getByRole('region', { name: 'Details' }).waitFor();
  }
  assert.equal(await page.evaluate(() => 'hacked' in globalThis), false);
  await page.getByRole('gridcell', { name: '<img src=x' }).waitFor();
  await page.getByRole('gridcell', { name: '{{constructor}} $t(shell:retry)' }).waitFor();
  assert.equal(await page.locator('main img').count(), 0);
  await picture('fleet-hostile-names');
  assert.deepEqual(complaints, []);
});

test('the protection of an outlet is shown, and comes back with its reason when its lift is undone', {
  skip,
}, async (t) => {
  const strip = { model: 'HS300', alias: 'Kitchen', outlets: [{ alias: 'Kettle' }, { alias: 'Fridge', watts: 92 }] };
  const fleet = await served(t, (prefix) => ({ plugs: house(prefix, 1, () => strip) }));
  await scanned(fleet);
  const { client } = fleet.host;
  const kept = async () => {
    const [plug] = (await client.plugs.list({ all: true })).plugs;
    return [plug?.protectedReason, plug?.protectedOutlets.map(({ alias, reason }) => `${alias}: ${reason}`)];
  };
  await client.plugs.protect({ selection: { all: true }, outlet: 'Fridge', reason: 'vaccines', by: 'Ada' });
  const { page, complaints } = await openWindow(t, fleet.url);
  await page.getByRole('gridcell', { name: 'Kitchen', exact: true }).click();
  const details = page.getByRole('region', { name: 'Details' });
  await details.getByText('Protected whole because of its outlet Fridge: vaccines').waitFor();

  await page.getByRole('checkbox', { name: 'Select All' }).check();
  await page.getByRole('button', { name: 'More…', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Lift protection' }).click();
  await page.getByText('Protection of 1 plug lifted').waitFor();
  assert.deepEqual(await kept(), [null, []]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Undone: Protection of 1 plug lifted').waitFor();
  assert.deepEqual(await kept(), [null, ['Fridge: vaccines']]);
  assert.deepEqual(complaints, []);
});
