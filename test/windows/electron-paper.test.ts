import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ElectronApplication } from 'playwright-core';
import { openHost } from '../../host/index.ts';
import { newComputer, openDesktop, whyNoDesktop } from './desktop.ts';
import { inkOn } from './ink.ts';

const skip = whyNoDesktop() ?? false;
const slow = { timeout: 60_000 };

test('the desktop app shows a checklist as paper, and prints it from a window of its own', { skip }, async (t) => {
  const computer = newComputer(t);
  {
    await using host = openHost({ db: computer.db, mode: 'own', command: 'test', env: computer.env });
    const csv = 'mac,model,site,room,owned\n50:C7:BF:00:00:01,HS103,House,Hall,yes\n';
    await host.client.plugs.import({ file: new Blob([csv]), by: 'Tess Tester' });
  }
  const { app, page, barriers, complaints, picture } = await openDesktop(t, computer);
  await page.getByRole('checkbox', { name: 'Select All' }).check(slow);
  await page.getByRole('button', { name: 'Print cards…' }).click();
  await page.getByText('1 card on 2 pages').waitFor(slow);
  const { dark, shades } = await inkOn(page);
  assert.ok(dark > 0.005 && dark < 0.5 && shades > 8, `${dark} ${shades}`);
  assert.deepEqual(await barriers(), []);
  await picture('desktop-checklist');
  const opening = app.waitForEvent('window', slow);
  await page.getByRole('button', { name: 'Print…' }).click();
  const paper = await opening;
  assert.match(paper.url(), /^plugfleet:\/\/app\/papers\/\d+\/cards-R-\w+\.pdf$/);
  await page.getByRole('heading', { level: 1, name: /^Checklist of run R-/ }).waitFor(slow);
  await withoutPrinter(app, paper.url());
  const runs = await computer.look(({ client }) => client.runs.list());
  const [run] = runs.runs;
  const { pages } = await computer.look(({ client }) => client.cards.show({ run: run?.id ?? '' }));
  assert.deepEqual(
    pages.map(({ macs }) => macs),
    [['50:C7:BF:00:00:01']],
  );
  assert.deepEqual(complaints, []);
  await app.close();
});

/** Printing where there is no printer fails with a reason, and leaves the windows as they are. */
async function withoutPrinter(app: ElectronApplication, address: string): Promise<void> {
  const told = await app.evaluate(async ({ BrowserWindow }, url) => {
    const contents = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL() === url)?.webContents;
    // where there is one, nothing is wasted on a test
    if (contents === undefined || (await contents.getPrintersAsync()).length > 0) return undefined;
    const [isPrinted, reason] = await new Promise<[boolean, string]>((tell) =>
      contents.print({ silent: true }, (isPrinted, reason) => tell([isPrinted, reason])),
    );
    // not the pages that a driver sees: the viewer of a PDF has one of its own for a while
    return { isPrinted, reason, windows: BrowserWindow.getAllWindows().length };
  }, address);
  if (told === undefined) return;
  assert.equal(told.isPrinted, false);
  assert.notEqual(told.reason, '');
  assert.equal(told.windows, 2);
}
