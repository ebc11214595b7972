import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_ACCOUNT, STRANGER_ACCOUNT } from '../../simulator/index.ts';
import { house } from '../journeys/house.ts';
import { whyNoBrowser } from './browser.ts';
import { scanned, served } from './served.ts';
import { openWindow, refusedWith } from './window.ts';

const skip = (await whyNoBrowser()) ?? false;
const slow = { timeout: 60_000 };
const second = { email: 'second@plugfleet.example', password: 'practice-Second-2' };

// law 1
test('a scan tells what each network answered, and selects nothing by itself', { skip }, async (t) => {
  const fleet = await served(t, (prefix) => ({
    plugs: house(prefix, 12, (index) => (index >= 10 ? { model: 'P110', account: STRANGER_ACCOUNT } : {})),
    others: [{ kind: 'camera', address: `${prefix}.1.40` }],
  }));
  const { client } = fleet.host;
  await client.places.setSite({ name: 'HQ', networks: [{ network: fleet.network, expected: 14 }] });
  const { page, barriers, picture, complaints } = await openWindow(t, fleet.url);
  await page.getByRole('button', { name: 'Find my plugs' }).click();
  await page.getByRole('heading', { name: 'Where to look' }).waitFor();
  assert.ok(await page.getByRole('checkbox', { name: fleet.network }).isChecked());
  await page.getByText('site HQ · 62 addresses · 14 plugs expected').waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('scan-where');

  // typed badly: said at the field, nothing is sent
  const typed = page.getByRole('textbox', { name: 'Other networks' });
  await typed.fill('192.168.7.0/24, 10.0.0.0/8; my network');
  await page.getByRole('button', { name: 'Look for plugs' }).click();
  const fault = page.getByRole('alert');
  await fault.getByText('“my network” is not a network, range or address.').waitFor();
  await fault.getByText('“10.0.0.0/8” has too many addresses.').waitFor();
  assert.equal(await fault.getByText('192.168.7.0').count(), 0);
  assert.deepEqual(await barriers(), []);
  await picture('scan-bad-network');
  await typed.fill('');
  await page.getByRole('checkbox', { name: fleet.network }).uncheck();
  await page.getByRole('button', { name: 'Look for plugs' }).click();
  await page.getByText('Choose a network or type one.').waitFor();
  await page.getByRole('checkbox', { name: fleet.network }).check();

  await page.getByRole('button', { name: 'Look for plugs' }).click();
  await page.getByRole('heading', { name: /^12 plugs found in/ }).waitFor(slow);
  const row = page.getByRole('row', { name: fleet.network });
  assert.deepEqual(await row.getByRole('cell').allInnerTexts(), [
    '62',
    '13',
    '0',
    '14',
    '1 fewer than expected. Are answers blocked?',
  ]);
  await page.getByRole('heading', { name: 'No plugs', exact: true }).waitFor();
  await page.getByRole('cell', { name: 'Camera' }).waitFor();

  const ofLogin = page.getByRole('table', { name: 'Of your login “fleet”' });
  const ofOthers = page.getByRole('table', { name: 'Not of your accounts' });
  assert.equal(await ofLogin.getByRole('checkbox').count(), 10);
  assert.equal(await ofOthers.getByRole('checkbox').count(), 2);
  assert.equal(await page.getByText('(new)').count(), 12);
  assert.equal(await page.getByRole('main').getByRole('checkbox', { checked: true }).count(), 0);
  assert.ok(await page.getByRole('button', { name: 'Mark as owned' }).isDisabled());
  const owned = async () => (await client.plugs.list({ all: true })).plugs.filter((plug) => plug.owned).length;
  assert.equal(await owned(), 0);
  assert.deepEqual(await barriers(), []);
  await picture('scan-found');

  // by the keyboard alone
  await page.getByRole('button', { name: 'Select all of “fleet”' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('10 plugs selected').waitFor();
  assert.equal(await ofOthers.getByRole('checkbox', { checked: true }).count(), 0);
  await page.getByRole('button', { name: 'Mark as owned' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('10 plugs marked as owned').waitFor();
  assert.equal(await owned(), 10);
  await ofLogin.waitFor({ state: 'detached' });
  assert.equal(await ofOthers.getByRole('checkbox').count(), 2);
  await picture('scan-owned');
  await page.getByRole('button', { name: 'Undo' }).click();
  await ofLogin.waitFor();
  assert.equal(await owned(), 0);

  // one that falls silent is missed
  const [first] = (await fleet.fleet.plugs()).filter((plug) => plug.owner === DEFAULT_ACCOUNT.email);
  assert.ok(first);
  await fleet.fleet.powerOff(first.mac);
  await page.getByRole('button', { name: 'Look there again' }).click();
  await page.getByRole('heading', { name: /^11 plugs found in/ }).waitFor(slow);
  await page.getByRole('heading', { name: 'Did not answer' }).waitFor();
  assert.equal(await page.getByText('(new)').count(), 0);
  assert.equal(await row.getByRole('cell').nth(2).innerText(), '1');
  await page.getByRole('region', { name: 'Did not answer' }).getByText(first.alias, { exact: true }).waitFor();
  assert.deepEqual(complaints, []);
});

test('plugs arrive while the scan goes on, and whoever stops it keeps them', { skip }, async (t) => {
  const fleet = await served(t, (prefix) => ({ plugs: house(prefix, 8) }));
  const prefix = fleet.network.split('.', 2).join('.');
  const { page, barriers, picture, complaints } = await openWindow(t, `${fleet.url}#/scan`);
  // large enough to be still going on when it is stopped
  await page.getByRole('textbox', { name: 'Other networks' }).fill(`${prefix}.0.0/16`);
  await page.getByRole('button', { name: 'Look for plugs' }).click();
  await page.getByRole('progressbar', { name: 'Asking addresses' }).waitFor();
  const arriving = page.getByRole('region', { name: 'Arriving' });
  await arriving.getByText('Room 100 socket 1').waitFor(slow);
  await page.getByText('8 plugs found').waitFor(slow);
  await page.getByText(/of [\d,]+ questions asked/).waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('scan-running');
  await page.getByRole('button', { name: 'Stop looking' }).click();
  await page.getByRole('heading', { name: 'Stopped.' }).waitFor();
  await arriving.getByText('Room 100 socket 1').waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('scan-stopped');
  const { plugs } = await fleet.host.client.plugs.list({ all: true });
  assert.deepEqual([plugs.length, plugs.filter((plug) => plug.owned).length], [8, 0]);
  await page.getByRole('link', { name: 'Fleet' }).click();
  await page.getByText('8 plugs', { exact: true }).waitFor();
  // the scan is remembered by the page
  await page.getByRole('link', { name: 'Find plugs' }).click();
  await page.getByRole('heading', { name: 'Stopped.' }).waitFor();
  await page.getByRole('button', { name: 'Look elsewhere' }).click();
  await page.getByRole('heading', { name: 'Where to look' }).waitFor();
  assert.deepEqual(complaints, []);
});

test('plugs that need a login get one on the spot, tried on one plug first', { skip }, async (t) => {
  const fleet = await served(t, (prefix) => ({
    plugs: house(prefix, 6, (index) => (index % 2 === 0 ? { model: 'P110', account: second } : { model: 'P110' })),
  }));
  const { client } = fleet.host;
  const { page, barriers, picture, complaints } = await openWindow(t, `${fleet.url}#/scan`);
  await page.getByRole('textbox', { name: 'Other networks' }).fill(fleet.network);
  await page.getByRole('button', { name: 'Look for plugs' }).click();
  await page.getByRole('heading', { name: '3 plugs need a login' }).waitFor(slow);
  await page.getByRole('button', { name: 'Add the login…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a login' });
  await dialog.getByRole('button', { name: 'Store and test it' }).click();
  await dialog.getByText('This is needed.').first().waitFor();
  assert.deepEqual(await barriers(), []);
  const fill = async (name: string, password: string): Promise<void> => {
    await dialog.getByLabel('What you call it').fill(name);
    await dialog.getByLabel('E-mail, written as at sign-up').fill(second.email);
    await dialog.getByLabel('Password').fill(password);
    await dialog.getByRole('button', { name: 'Store and test it' }).click();
  };
  assert.equal(await dialog.getByLabel('Password').getAttribute('type'), 'password');
  await fill('fleet', second.password);
  await dialog.getByText('A login of that name is there already.').waitFor(slow);

  await fill('annex', 'not the password');
  await dialog.getByText(/^It does not open .*50:C7:BF/).waitFor(slow);
  assert.ok(!(await page.content()).includes('not the password'));
  assert.deepEqual(await barriers(), []);
  await picture('login-wrong');
  await dialog.getByRole('button', { name: 'Remove it again' }).click();
  await page.getByText('The login “annex” is removed.').waitFor();
  assert.deepEqual(
    (await client.logins.list()).logins.map(({ name }) => name),
    ['fleet'],
  );

  await page.getByRole('button', { name: 'Add the login…' }).click();
  await fill('annex', second.password);
  await dialog.getByText(/^It opens .*50:C7:BF/).waitFor(slow);
  assert.deepEqual(await barriers(), []);
  await picture('login-works');
  await dialog.getByRole('button', { name: 'Read the plugs again' }).click();
  await page.getByRole('table', { name: 'Of your login “annex”' }).waitFor(slow);
  assert.equal(await page.getByText(/need a login/).count(), 0);
  // the browser notes the login that was refused for its name
  assert.deepEqual(complaints, [refusedWith(422, 'Unprocessable Entity')]);
});

test('practice looks through its own network, and never at a real one', { skip }, async (t) => {
  const fleet = await served(t, (prefix) => ({ plugs: house(prefix, 1) }));
  await scanned(fleet);
  const { page, complaints, picture } = await openWindow(t, fleet.url);
  await page.goto(`${new URL(fleet.url).origin}/practice/#/scan`);
  const typed = page.getByRole('textbox', { name: 'Other networks' });
  await typed.waitFor(slow);
  assert.match(await typed.inputValue(), /^127\.2\d\.0\.0\/24$/);
  assert.equal(await page.getByRole('main').getByRole('checkbox').count(), 0, 'no network of this computer');
  await picture('scan-practice');
  const network = await typed.inputValue();
  await typed.fill('192.168.7.0/30');
  await page.getByRole('button', { name: 'Look for plugs' }).click();
  await page.getByText('192.168.7.0/30 is a real network; practice looks for virtual plugs only').waitFor(slow);
  await page.getByRole('button', { name: 'Look elsewhere' }).click();
  await typed.fill(network);
  await page.getByRole('button', { name: 'Look for plugs' }).click();
  await page.getByRole('heading', { name: /plugs found in/ }).waitFor(slow);
  assert.deepEqual(complaints, []);
});
