import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { house } from '../journeys/house.ts';
import { whyNoBrowser } from './browser.ts';
import { scanned, served } from './served.ts';
import { openWindow } from './window.ts';

const skip = (await whyNoBrowser()) ?? false;
const slow = { timeout: 60_000 };

/** Drags a file over the window and, in the end, drops it. */
async function drag(page: Page, kind: 'dragover' | 'drop', name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([file, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content ?? ''], file ?? '', { type: 'text/csv' }));
      return transfer;
    },
    [name, text],
  );
  await page.dispatchEvent('main', kind, { dataTransfer: data });
}

test('a file that is dropped is shown, asked about, and its bad lines are named', { skip }, async (t) => {
  const fleet = await served(t, (prefix) => ({ plugs: house(prefix, 3) }));
  await scanned(fleet);
  const { client } = fleet.host;
  const [first] = (await client.plugs.list({ all: true })).plugs;
  assert.ok(first);
  const csv = [
    'mac,label,model',
    `${first.mac},Fridge,`,
    '50:C7:BF:99:00:01,Lamp,HS103',
    'not a mac,Kettle,HS103',
    '50:C7:BF:99:00:02,Pump,KP115',
  ].join('\n');
  const { page, barriers, picture, complaints } = await openWindow(t, fleet.url);
  await page.getByText('3 plugs', { exact: true }).waitFor();
  await drag(page, 'dragover', 'plugs.csv', csv);
  await page.getByText('Drop the file to import it').waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('fleet-dropping');
  await drag(page, 'drop', 'plugs.csv', csv);
  const dialog = page.getByRole('dialog', { name: 'Import plugs.csv' });
  await dialog.getByText('2 plugs to be added · 1 plug to be updated · 0 unchanged · 1 line turned down').waitFor();
  await dialog
    .getByRole('table', { name: 'Lines turned down' })
    .getByRole('row', { name: /^4 .*not a mac/ })
    .waitFor();
  await dialog.getByRole('table', { name: 'What changes' }).getByText('label: Fridge').waitFor();
  assert.equal((await client.plugs.list({ all: true })).plugs.length, 3, 'nothing before it is confirmed');
  assert.deepEqual(await barriers(), []);
  await picture('fleet-import-asked');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.equal((await client.plugs.list({ all: true })).plugs.length, 3);

  // the other way, for those who have no mouse
  await page.getByRole('button', { name: 'Files' }).click();
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('menuitem', { name: 'Import a file…' }).click();
  await (await choosing).setFiles({ name: 'plugs.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await dialog.getByText('2 plugs added · 1 plug updated · 0 unchanged · 1 line turned down').waitFor(slow);
  assert.equal(await dialog.getByRole('row').nth(1).getByRole('cell').first().innerText(), '4');
  await dialog.getByText(/not a mac/).waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('fleet-imported');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('gridcell', { name: 'Fridge' }).waitFor();
  await page.getByText('5 plugs', { exact: true }).waitFor();

  for (const format of ['CSV', 'XLSX', 'JSON']) {
    await page.getByRole('button', { name: 'Files' }).click();
    assert.deepEqual(await barriers(), []);
    const downloading = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: `Export all as ${format}` }).click();
    const download = await downloading;
    assert.match(download.suggestedFilename(), new RegExp(`^plugs-.+\\.${format.toLowerCase()}$`));
    const bytes = readFileSync(await download.path());
    // a workbook is a zip: what it says is looked at by the tests of the import
    if (format === 'XLSX') assert.equal(bytes.subarray(0, 2).toString(), 'PK');
    else assert.match(bytes.toString(), /Fridge/);
  }
  assert.deepEqual(complaints, []);
});

test('a plug can be asked who it is from its details', { skip }, async (t) => {
  const fleet = await served(t, (prefix) => ({
    plugs: house(prefix, 2, (index) => (index === 0 ? { model: 'P110' } : { model: 'P100' })),
  }));
  await scanned(fleet);
  const { page, barriers, picture, complaints } = await openWindow(t, fleet.url);
  const before = await fleet.fleet.plugs();
  await page.getByRole('gridcell', { name: 'Room 100 socket 1' }).click();
  await page.getByRole('button', { name: 'Identify' }).click();
  await page.getByText('Asking it; look for a light that blinks…').waitFor();
  await page.getByText('Its light blinked and is as it was.').waitFor(slow);
  assert.deepEqual(await barriers(), []);
  await picture('fleet-identified');
  await page.getByRole('gridcell', { name: 'Room 100 socket 2' }).click();
  await page.getByRole('button', { name: 'Identify' }).click();
  await page.getByText('Its light was left alone').waitFor(slow);
  const after = await fleet.fleet.plugs();
  assert.deepEqual(
    after.map(({ led, relays }) => ({ led, relays })),
    before.map(({ led, relays }) => ({ led, relays })),
  );
  assert.deepEqual(
    after.map(({ relaysSet, ledsSet }) => [relaysSet, ledsSet > 0]),
    [
      [0, true],
      [0, false],
    ],
  );
  assert.deepEqual(complaints, []);
  // one that is gone says so, and what to do
  await fleet.fleet.powerOff(after[0]?.mac ?? '');
  await page.getByRole('gridcell', { name: 'Room 100 socket 1' }).click();
  await page.getByRole('button', { name: 'Identify' }).click();
  await page.getByRole('alert').waitFor(slow);
  assert.deepEqual(await barriers(), []);
});
