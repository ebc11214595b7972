import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import type { Page } from 'playwright-core';
import type { NewLedgerEntry } from '../../contract/index.ts';
import { house } from '../journeys/house.ts';
import { whyNoBrowser } from './browser.ts';
import { type Served, scanned, served } from './served.ts';
import { openWindow } from './window.ts';

const skip = (await whyNoBrowser()) ?? false;
const slow = { timeout: 60_000 };
const by = 'Tess Tester';

const grid = (page: Page) => page.getByRole('grid', { name: 'Everything done, newest first' });
/** What stands in the rows that are drawn, cell by cell. */
const rowsOn = async (page: Page): Promise<string[][]> => {
  const rows = await grid(page).getByRole('row').all();
  const texts = await Promise.all(rows.map((row) => row.getByRole('gridcell').allInnerTexts()));
  return texts.filter((cells) => cells.length > 0);
};
const counted = (page: Page, count: string) => page.getByText(count, { exact: true }).waitFor(slow);

/** Plans everything that is owned and carries it out. */
async function wiped({ host: { client } }: Served): Promise<string> {
  const making = await client.plans.make({ selection: { all: true } });
  let made = await making.next();
  while (!made.done) made = await making.next();
  const { id, counts } = made.value.plan;
  const { run } = await client.runs.start({
    plan: id,
    confirm: counts.network,
    options: { quietS: 1, pilot: false },
    by,
  });
  for await (const _ of await client.runs.watch({ run }));
  return run;
}

test('everything done is told in words, found, filtered, shown whole and exported; new entries come by themselves', {
  skip,
}, async (t) => {
  const home = await served(t, (prefix) => ({
    plugs: house(prefix, 5, () => ({ model: 'HS103', transport: 'xor' })),
  }));
  const { page, barriers, picture, complaints } = await openWindow(t, `${home.url}#/ledger`);
  await page.getByRole('heading', { name: 'Nothing was done yet' }).waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('ledger-empty');

  await scanned(home);
  const { client } = home.host;
  const [first, second] = (await client.plugs.list({ all: true })).plugs;
  assert.ok(first && second);
  await client.places.setSite({ name: 'Lindenhof' });
  await client.plugs.set({ selection: { macs: [first.mac] }, site: 'Lindenhof', room: 'Küche', label: 'Ärger =1+1' });
  await client.plugs.protect({ selection: { macs: [second.mac] }, reason: '=HYPERLINK("http://evil")', by: 'Ünal' });
  // they come by themselves
  await counted(page, '6 entries');
  await grid(page).getByText('Protected: =HYPERLINK("http://evil")').waitFor();
  const run = await wiped(home);
  const all = (await client.ledger.list({ limit: 500 })).entries;
  await counted(page, `${all.length} entries`);

  // each entry has words; the newest is at the top
  const shown = await rowsOn(page);
  assert.deepEqual(shown[0]?.slice(0, 1), [String(all[0]?.seq)]);
  assert.match(shown[0]?.[2] ?? '', /^Run ended after /);
  for (const cells of shown) assert.ok(cells[2], `entry ${cells[0]} has no words`);
  for (const words of [
    'Run started: 4 over the network, 0 by hand, 1 left alone',
    'It acknowledged the factory reset',
    'Silent for 1 second; network seen alive by another plug',
    'Came to its end: factory reset, proven',
    /^About to be sent the factory reset, as HS103.* at 127\./,
  ])
    await grid(page).getByText(words).first().waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('ledger');

  // words of a search are found in the entry and in what its plug is called now, whatever their case
  const search = page.getByRole('searchbox');
  await search.fill('küche ärger acknowledged');
  await counted(page, '1 entry');
  await search.fill('ünal');
  await counted(page, '1 entry');
  await search.fill(first.mac.replaceAll(':', '').toLowerCase());
  await counted(page, `${all.filter((entry) => entry.mac === first.mac).length} entries`);
  await search.fill('nothing is called so');
  await page.getByRole('heading', { name: 'No entry fits the search and filters.' }).waitFor();
  assert.deepEqual(await barriers(), []);
  await page.getByRole('main').getByRole('button', { name: 'Clear filters' }).last().click();
  await counted(page, `${all.length} entries`);

  // filters by kind, person, day
  const openFilters = () => page.getByRole('button', { name: '0 filters' }).click();
  await openFilters();
  await page.getByRole('combobox', { name: 'What happened' }).click();
  await page.getByRole('option', { name: 'Proof (4)' }).click();
  await counted(page, '4 entries');
  await page.keyboard.press('Escape');
  assert.deepEqual(await barriers(), []);
  await picture('ledger-filters');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  const popover = page.getByRole('dialog');
  await openFilters();
  await page.getByRole('combobox', { name: 'Who' }).click();
  await page.getByRole('option', { name: 'Ünal' }).click();
  await counted(page, '1 entry');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await openFilters();
  await popover.getByLabel('From this day').fill('2020-02-02');
  await popover.getByLabel('Up to and including this day').fill('2020-02-03');
  await page.getByRole('heading', { name: 'No entry fits the search and filters.' }).waitFor();
  await popover.getByLabel('Up to and including this day').fill('2020-02-01');
  await page.getByText('The first day comes after the last one.').waitFor();
  await popover.getByLabel('Up to and including this day').fill('2099-12-31');
  await counted(page, `${all.length} entries`);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Clear filters' }).click();

  // one entry whole, with the ways to its plug and its run
  await grid(page).getByText('It acknowledged the factory reset').first().click();
  const details = page.getByRole('region', { name: 'Entry' });
  await details.getByRole('heading', { name: 'It acknowledged the factory reset' }).waitFor();
  await details.getByText('As it is kept').click();
  await details.getByText('"receipt": "acknowledged"').waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('ledger-details');
  // while somebody reads, what is new waits
  await client.plugs.unprotect({ selection: { macs: [second.mac] }, by });
  const waiting = page.getByRole('button', { name: '1 new entry' });
  await waiting.waitFor();
  assert.equal((await rowsOn(page))[0]?.[0], shown[0]?.[0]);
  assert.deepEqual(await barriers(), []);
  await waiting.click();
  await grid(page).getByText('Protection lifted').waitFor();
  const mac = await details.getByRole('link', { name: /^50:C7/ }).innerText();
  await details.getByRole('button', { name: 'Only of this plug' }).click();
  await counted(page, `${all.filter((entry) => entry.mac === mac).length} entries`);
  await page.getByRole('button', { name: /^Not only: Of / }).click();
  await details.getByRole('link', { name: run }).click();
  await page.getByRole('heading', { name: `Run ${run}` }).waitFor();
  assert.deepEqual(await barriers(), []);
  await page.getByRole('link', { name: 'Ledger of this run' }).click();
  await counted(page, `${all.filter((entry) => entry.run === run).length} entries`);
  await page.getByRole('button', { name: `Not only: Of run ${run}` }).waitFor();

  await grid(page).getByText('It acknowledged the factory reset').first().click();
  await details.getByRole('button', { name: 'Close' }).click();
  await details.waitFor({ state: 'hidden' });
  await page.goto(page.url().replace(/#.*/, `#/ledger/plug/${encodeURIComponent(second.mac)}`));
  await counted(page, '3 entries');
  // what is filtered is what is in the file
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByText('What fits the filters: 3 entries').waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('ledger-export');
  const saved = async (format: string): Promise<Buffer> => {
    const downloading = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: `These as ${format.toUpperCase()}` }).click();
    const download = await downloading;
    assert.match(download.suggestedFilename(), new RegExp(`^ledger-\\d{4}-\\d\\d-\\d\\d\\.${format}$`));
    return readFileSync(await download.path());
  };
  const lines = (await saved('csv')).toString('utf8').trim().split('\r\n');
  assert.equal(lines.length, 4);
  assert.equal(lines[0], 'entry,at,kind,run,mac,plug,site,room,by,result,code,details');
  assert.match(lines[2] ?? '', /,protected,,50:C7:.*,Ünal,/);
  await page.getByRole('button', { name: 'Export' }).click();
  const { entries } = JSON.parse((await saved('json')).toString('utf8')) as { entries: { kind: string }[] };
  assert.deepEqual(
    entries.map(({ kind }) => kind),
    ['unprotected', 'protected', 'owned'],
  );
  await page.getByRole('button', { name: 'Export' }).click();
  assert.equal((await saved('xlsx')).subarray(0, 2).toString('latin1'), 'PK');

  // from a plug to its entries, and back
  await grid(page).getByText('Marked as owned').click();
  await page.getByRole('region', { name: 'Entry' }).getByRole('link', { name: second.mac }).click();
  const plug = page.getByRole('region', { name: 'Details' });
  await plug.getByText(second.mac).waitFor();
  await plug.getByText('Protected: =HYPERLINK("http://evil")').waitFor();
  assert.deepEqual(await barriers(), []);
  await plug.getByRole('link', { name: 'All entries of this plug' }).click();
  await counted(page, '3 entries');
  assert.deepEqual(complaints, []);
});

test('the chain is checked in words: whole, or where it breaks and what to do', { skip }, async (t) => {
  const home = await served(t, (prefix) => ({ plugs: house(prefix, 3) }));
  await scanned(home);
  const { page, barriers, picture, complaints } = await openWindow(t, `${home.url}#/ledger`);
  await counted(page, '3 entries');
  await page.getByRole('button', { name: 'Check the chain' }).click();
  await page.getByText('Sound: 3 entries, each following from the one before.').waitFor();
  assert.deepEqual(await barriers(), []);
  const database = new Database(home.host.context.database);
  database.exec(`DROP TRIGGER ledgerKeepsContent; UPDATE ledger SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 2`);
  database.close();
  await page.getByRole('button', { name: 'Check the chain' }).click();
  await page.getByText('Broken at entry 2: it is not what was written.').waitFor();
  await page.getByText(/The one entry before it is sound\. Keep this file as it is/).waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('ledger-broken');
  await page.getByRole('button', { name: 'Hide the result' }).click();
  await page.getByText('Broken at entry 2').waitFor({ state: 'hidden' });
  assert.deepEqual(complaints, []);

  // a host that went away is said; what was seen stays, and what is not known yet offers to try again
  await page.route('**/rpc/**', (route) => route.abort());
  await page.getByRole('searchbox').fill('owned');
  await page
    .getByText('What you see may be out of date')
    .or(page.getByText('Plugfleet does not answer'))
    .first()
    .waitFor();
  await page.getByRole('main').getByRole('alert').getByText('Plugfleet does not answer').waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('ledger-lost');
  await page.unroute('**/rpc/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await counted(page, '3 entries');
});

test('a hundred thousand entries open at once, go on to the oldest chunk by chunk, and are found', {
  skip,
}, async (t) => {
  const home = await served(t, (prefix) => ({ plugs: house(prefix, 1) }));
  const { ledger } = home.host.context.store;
  const perLot = 10_000;
  for (let lot = 0; lot < 10; lot++) {
    const entries = Array.from({ length: perLot }, (_, index): NewLedgerEntry => {
      const body = { by: index % 2 === 0 ? 'Ada' : 'Bob', owner: null };
      return { kind: 'owned', run: null, mac: `50:C7:BF:${lot}0:00:${String(index % 100).padStart(2, '0')}`, body };
    });
    ledger.append(new Date(Date.UTC(2026, 0, 1 + lot)).toISOString(), ...entries);
  }
  const { page, barriers, complaints } = await openWindow(t, `${home.url}#/ledger`);
  await counted(page, '100,000 entries');
  // only what is in sight is drawn
  assert.ok((await grid(page).getByRole('row').count()) < 60);
  const first = async (): Promise<string | undefined> => (await rowsOn(page))[0]?.[0];
  assert.equal(await first(), '100,000');
  const oldestDrawn = async (): Promise<number> => Number((await rowsOn(page)).at(-1)?.[0]?.replaceAll(',', ''));
  // every chunk that comes puts the end further away
  while ((await oldestDrawn()) > 99_001)
    await grid(page).evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  const read = grid(page).getByRole('gridcell', { name: '99,700', exact: true });
  await grid(page).evaluate((element) => element.scrollTo({ top: 300 * 32 }));
  await read.waitFor();
  const { y } = (await read.boundingBox()) ?? {};
  // what is new does not move what is read
  ledger.append(new Date().toISOString(), {
    kind: 'disowned',
    run: null,
    mac: '50:C7:BF:00:00:00',
    body: { by: 'Ada' },
  });
  await page.getByRole('button', { name: '1 new entry' }).waitFor(slow);
  assert.equal((await read.boundingBox())?.y, y);
  await page.getByRole('searchbox').fill('bob 50c7bf000001');
  await counted(page, '100 entries');
  assert.deepEqual(await barriers(), []);
  assert.deepEqual(complaints, []);
});
