import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import type { Download, Page } from 'playwright-core';
import { cardPayload } from '../../contract/index.ts';
import { house } from '../journeys/house.ts';
import { whyNoBrowser } from './browser.ts';
import { inkOn } from './ink.ts';
import { tabTo } from './keyboard.ts';
import { pagesOf } from './pdf-text.ts';
import { type Served, scanned, served } from './served.ts';
import { openWindow, refusedWith } from './window.ts';

const skip = (await whyNoBrowser()) ?? false;
const by = 'Tess Tester';
const slow = { timeout: 60_000 };

/** A house whose rooms have a place in the walk, all of it owned. */
async function walkedHouse(t: TestContext, count: number): Promise<Served & { macs: string[] }> {
  let macs: string[] = [];
  const home = await served(t, (prefix) => {
    const plugs = house(prefix, count);
    macs = plugs.map(({ mac }) => mac);
    return { plugs };
  });
  await scanned(home);
  const { client } = home.host;
  await client.places.setSite({ name: 'Lindenhof' });
  for (const [room, order, from] of [
    ['Attic', 2, 0],
    ['Cellar', 1, 4],
  ] as const) {
    const there = macs.slice(from, from + 4);
    if (there.length === 0) continue;
    await client.plugs.set({ selection: { macs: there }, site: 'Lindenhof', room });
    await client.places.setRoom({ site: 'Lindenhof', room, order });
  }
  return { ...home, macs };
}

const savedText = async (download: Download): Promise<string[]> =>
  pagesOf(new Uint8Array(readFileSync(await download.path())));

const runOf = (page: Page): string => /#\/checklists\/(R-\w+)/.exec(page.url())?.[1] ?? '';

/** Entries of the ledger that printing makes. */
async function kept({ host }: Served, kind: string): Promise<number> {
  return (await host.client.ledger.list({ kind: [kind] })).entries.length;
}

test('from plugs to paper: a preview keeps nothing, the saved PDF has every card and a code on each page', {
  skip,
}, async (t) => {
  const home = await walkedHouse(t, 8);
  const { client } = home.host;
  const { page, barriers, picture, complaints } = await openWindow(t, home.url);
  await page.getByText('8 plugs', { exact: true }).waitFor();
  await page.getByRole('checkbox', { name: 'Select All' }).check();
  await page.getByRole('button', { name: 'Print cards…' }).click();
  await page.getByRole('heading', { level: 1, name: 'New checklist' }).waitFor();
  await page.getByText('8 cards on').waitFor(slow);
  const ink = await inkOn(page);
  assert.ok(ink.dark > 0.005 && ink.dark < 0.5 && ink.shades > 8, JSON.stringify(ink));
  // who listens hears what is on the paper
  await page
    .getByRole('figure', { name: 'Page 1' })
    .getByText(/R-\?\?\?\?\?/)
    .waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('checklist-new');

  // size, form, order and language change the paper
  const count = page.getByText(/^8 cards on/);
  const before = await count.innerText();
  await page.getByLabel('Paper size').selectOption('a5');
  await page.getByText('8 cards on 9 pages').waitFor(slow);
  assert.notEqual(before, await count.innerText());
  await page.getByLabel('Paper size').selectOption('letter');
  await page.getByRole('radio', { name: 'Pocket list' }).check();
  await page.getByText('8 cards on 2 pages').waitFor(slow);
  const languages = await page.getByLabel('Language of the paper').locator('option').allInnerTexts();
  assert.equal(languages.length, 10);
  assert.ok(languages.includes('Deutsch (German)') && languages.includes('français (French), not proof-read'));
  await page.getByLabel('Language of the paper').selectOption('fr');
  await page.getByText('No native speaker has read this translation yet.').waitFor();
  await page.getByRole('button', { name: 'Next page' }).click();
  await page.getByText('Page 2 of 2', { exact: true }).waitFor();
  await page
    .getByRole('figure', { name: 'Page 2' })
    .getByText(/\?\?\?-\?/)
    .waitFor(slow);
  const heardOrder = async (): Promise<boolean> => {
    const text = await page.getByRole('figure', { name: 'Page 2' }).innerText();
    return text.indexOf('Cellar') < text.indexOf('Attic');
  };
  assert.equal(await heardOrder(), true, 'the cellar is first in the walk');
  await page.getByLabel('Order of the rooms').selectOption('rooms');
  await page.locator('.sheets:not(.stale)').waitFor(slow);
  await page
    .getByRole('figure', { name: 'Page 2' })
    .getByText(/Attic[\s\S]*Cellar/)
    .waitFor(slow);
  await page.getByRole('button', { name: 'Larger', exact: true }).click();
  assert.deepEqual(await barriers(), []);
  await picture('checklist-french-pocket');
  assert.deepEqual([await kept(home, 'checklist-printed'), await kept(home, 'run-started')], [0, 0]);

  // back to cards that everybody here reads, and save
  await page.getByLabel('Language of the paper').selectOption('en');
  await page.getByRole('radio', { name: 'Cards with a picture' }).check();
  await page.getByLabel('Paper size').selectOption('a4');
  await page.locator('.sheets:not(.stale)').waitFor(slow);
  const downloading = page.waitForEvent('download', slow);
  await page.getByRole('button', { name: 'Save PDF' }).click();
  const download = await downloading;
  await page.getByRole('heading', { level: 1, name: /^Checklist of run R-/ }).waitFor(slow);
  const run = runOf(page);
  assert.equal(download.suggestedFilename(), `cards-${run}.pdf`);
  const text = await savedText(download);
  for (const mac of home.macs)
    assert.ok(
      text.some((words) => words.includes(mac)),
      mac,
    );
  const { pages, cards } = await client.cards.show({ run });
  assert.equal(cards.length, 8);
  assert.deepEqual(pages.flatMap(({ macs }) => macs).sort(), home.macs.toSorted());
  for (const { code } of pages)
    assert.ok(
      text.some((words) => words.includes(code)),
      code,
    );
  assert.equal(
    text.some((words) => words.includes('?')),
    false,
  );
  assert.deepEqual([await kept(home, 'checklist-printed'), await kept(home, 'run-started')], [1, 1]);

  // a print in a browser without a viewer is saved to be printed; the same paper again has the same codes
  await page.getByRole('link', { name: 'Paper', exact: true }).click();
  await page.getByText('8 cards on').waitFor(slow);
  await page.locator('.sheets:not(.stale)').waitFor(slow);
  const printing = page.waitForEvent('download', slow);
  await page.getByRole('button', { name: 'Print…' }).click();
  const printed = await savedText(await printing);
  await page.getByText('open it and print from there').waitFor();
  const again = page.waitForEvent('download', slow);
  await page.getByRole('button', { name: 'Save PDF' }).click();
  assert.deepEqual(await savedText(await again), printed);
  assert.equal(await kept(home, 'checklist-printed'), 2);
  assert.deepEqual(await barriers(), []);
  await picture('checklist-paper');

  await page.getByRole('link', { name: 'Checklists' }).click();
  const row = page.getByRole('row', { name: new RegExp(`^${run}`) });
  await row.waitFor();
  assert.deepEqual(
    await row
      .getByRole('cell')
      .allInnerTexts()
      .then((cells) => cells.slice(1)),
    ['8', '0', '0'],
  );
  assert.deepEqual(await barriers(), []);
  await picture('checklists');
  assert.deepEqual(complaints, []);
});

test('results come in by keyboard alone; who contradicts is kept beside the other; a tick is taken back', {
  skip,
}, async (t) => {
  const home = await walkedHouse(t, 8);
  const { client } = home.host;
  const folder = home.folder;
  const made = await printToFile(home, `${folder}/cards.pdf`);
  const { pages } = await client.cards.show({ run: made });
  const [first] = pages;
  assert.ok(first);
  const counts = async () => (await client.runs.status({ run: made })).run.counts;
  const { page, barriers, picture, complaints } = await openWindow(t, `${home.url}#/checklists/${made}`);
  await page.getByRole('grid', { name: 'Cards' }).waitFor();
  await page.getByRole('gridcell', { name: 'Needs hands' }).first().waitFor();

  // by Tab to the code: a wrong letter is noticed at once
  await tabTo(page, /^Page code/);
  const wrong = first.code.replace(/.$/, (letter) => (letter === '7' ? '8' : '7'));
  await page.keyboard.type(wrong);
  await page.getByRole('alert').getByText('a letter of it is wrong').waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('results-wrong-code');
  await page.keyboard.press('Control+A');
  await page.keyboard.type(first.code.toLowerCase().replace('-', ''));
  await page.getByRole('columnheader', { name: 'No.' }).waitFor();
  await page.keyboard.press('Tab');
  const last = first.macs.length;
  await page.keyboard.type(`1-2 3n 4x ${last + 1}`);
  await page
    .getByRole('alert')
    .getByText(`numbers 1 to ${last}, not ${last + 1}`)
    .waitFor();
  for (const _ of String(last + 1)) await page.keyboard.press('Backspace');
  await page.getByRole('button', { name: 'Save 4 results' }).waitFor();
  await page.getByText('→ Not found').waitFor();
  await picture('results-typed');
  await page.keyboard.press('Enter');
  await page.getByText('4 results entered.').waitFor(slow);
  assert.deepEqual(
    (({ byHand, notFound, dead, needsHands }) => [byHand, notFound, dead, needsHands])(await counts()),
    [2, 1, 1, 4],
  );
  const items = (await client.runs.status({ run: made })).run.items;
  const tickOf = (number: number) => items.find(({ mac }) => mac === first.macs[number - 1])?.tick;
  assert.deepEqual([tickOf(1)?.result, tickOf(3)?.result, tickOf(4)?.result], ['done', 'not-found', 'dead']);
  assert.equal(tickOf(1)?.by, by);
  assert.equal(tickOf(1)?.entered, `window page ${first.code}`);

  // in the list: one key a card, then Enter
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Backspace');
  await page.getByRole('columnheader', { name: 'No.' }).waitFor({ state: 'detached' });
  await tabTo(page, /^Contradicted|^\d+ Contradicted/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  const hit = await firstOpenBelow(page);
  await page.keyboard.press('d');
  await page.keyboard.press('x');
  await page.getByRole('button', { name: 'Save 2 results' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('2 results entered.').waitFor(slow);
  assert.ok(hit);

  // a second person says otherwise of number 1
  await page.getByLabel('Who did it').fill('Ben Builder');
  await page.getByLabel('Page code').fill(first.code);
  await page.getByLabel('Numbers').fill('1x 2');
  await page.keyboard.press('Enter');
  await page.getByText('1 contradicts what somebody else said; both are kept.').waitFor(slow);
  const conflict = page.getByRole('region', { name: '1 plug of which people say different things' });
  await conflict.getByText(/^Tess Tester: Done/).waitFor();
  await conflict.getByText(/^Ben Builder: Dead/).waitFor();
  await conflict.getByText('Dead', { exact: true }).waitFor();
  const shown = await client.plugs.show({ mac: first.macs[0] ?? '' });
  assert.equal(shown.conflicts.length, 1);
  assert.deepEqual(await barriers(), []);
  await picture('results-conflict');
  const stood = await counts();

  // taken back: the card is open again, the ledger keeps all of it
  await page.getByLabel('Numbers').fill('1u');
  await page.keyboard.press('Enter');
  await page.getByText('1 tick taken back.').waitFor(slow);
  await conflict.waitFor({ state: 'detached' });
  const after = await counts();
  assert.equal(after.needsHands, stood.needsHands + 1);
  assert.equal((await client.ledger.list({ run: made, kind: ['tick-withdrawn'] })).entries.length, 1);
  await page.getByLabel('Numbers').fill('1u');
  await page.getByRole('alert').getByText('Number 1 has no tick').waitFor();

  // the way back of what was just entered
  await page.getByLabel('Numbers').fill('1');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Take it back' }).click();
  await page.getByText('1 tick taken back.').waitFor(slow);
  assert.equal((await counts()).needsHands, after.needsHands);
  assert.deepEqual(complaints, [refusedWith(404, 'Not Found')]);
});

test('a list from a file is shown before it is entered, a scanner enters as it reads', { skip }, async (t) => {
  const home = await walkedHouse(t, 8);
  const { client } = home.host;
  const run = await printToFile(home, `${home.folder}/cards.pdf`);
  const [a = '', b = '', c = '', d = '', e = ''] = home.macs;
  const csv = ['mac,result,by', `${a},done,Ann`, `${b},not found,Ann`, `${c},,`, 'nonsense,done,Ann'].join('\n');
  const { page, barriers, picture, complaints } = await openWindow(t, `${home.url}#/checklists/${run}`);
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Enter a list (CSV)…' }).click();
  await (await choosing).setFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  const dialog = page.getByRole('dialog', { name: 'Results from list.csv' });
  await dialog.getByText('2 results to be entered').waitFor(slow);
  await dialog
    .getByRole('table', { name: 'Lines turned down' })
    .getByText(/nonsense/)
    .waitFor();
  await dialog.getByRole('table', { name: 'What is entered' }).getByText('Needs hands → Done by hand').waitFor();
  assert.equal((await client.runs.status({ run })).run.counts.byHand, 0, 'nothing before it is confirmed');
  assert.deepEqual(await barriers(), []);
  await picture('results-list');
  await dialog.getByRole('button', { name: 'Enter them' }).click();
  await dialog.getByText('2 results entered').waitFor(slow);
  await dialog.getByRole('button', { name: 'Done' }).click();
  assert.equal((await client.runs.status({ run })).run.counts.byHand, 1);

  await page.getByRole('link', { name: 'Scanner' }).click();
  const field = page.getByLabel('Scan or type a code or MAC');
  await field.waitFor();
  // faster than answers come
  for (const line of [
    cardPayload(run, c),
    'plugfleet:tick:dead',
    d,
    'plugfleet:R-AAAAA:50C7BF000001',
    'undo',
    c,
    'done',
    e,
  ])
    await page.keyboard.type(`${line}\n`);
  await page.getByRole('list', { name: 'Scanned just now' }).getByRole('listitem').nth(7).waitFor(slow);
  const heard = (
    await page.getByRole('list', { name: 'Scanned just now' }).getByRole('listitem').allInnerTexts()
  ).reverse();
  assert.match(heard[0] ?? '', /: Done by hand$/);
  assert.match(heard[1] ?? '', /^From now on: Dead$/);
  assert.match(heard[2] ?? '', /: Dead$/);
  assert.match(heard[3] ?? '', /^Not taken: this card is of run R-AAAAA/);
  assert.match(heard[5] ?? '', /: Needs hands$/);
  assert.match(heard[7] ?? '', /: Done by hand$/);
  const { counts } = (await client.runs.status({ run })).run;
  assert.deepEqual([counts.byHand, counts.notFound, counts.dead, counts.needsHands], [2, 1, 1, 4]);
  assert.deepEqual(await barriers(), []);
  await picture('scanner');
  assert.deepEqual(complaints, []);
});

test('labels: the sheet, the first place that is left, the saved PDF', { skip }, async (t) => {
  const home = await walkedHouse(t, 8);
  const { page, barriers, picture, complaints } = await openWindow(t, `${home.url}#/checklists/labels`);
  await page.getByText('8 labels on 1 sheet').waitFor(slow);
  await page.getByLabel('Sheet of labels').selectOption('avery-l7160');
  await page.getByRole('button', { name: 'Label 20', exact: true }).click();
  await page.getByText('8 labels on 2 sheets').waitFor(slow);
  await inkOn(page);
  assert.deepEqual(await barriers(), []);
  await picture('labels');
  const downloading = page.waitForEvent('download', slow);
  await page.getByRole('button', { name: 'Save PDF' }).click();
  const text = await savedText(await downloading);
  assert.equal(text.length, 2);
  for (const mac of home.macs)
    assert.ok(
      text.some((words) => words.includes(mac)),
      mac,
    );
  await page.getByLabel('Sheet of labels').selectOption('own');
  await page.getByLabel('Measures').fill('nonsense');
  await page
    .getByRole('alert')
    .getByText(/'nonsense' is no sheet of labels/)
    .waitFor(slow);
  assert.equal(await page.getByRole('button', { name: 'Save PDF' }).isDisabled(), true);
  assert.deepEqual(await barriers(), []);
  assert.deepEqual(complaints, []);
});

test('where there is nothing, or no answer, the screen says so', { skip }, async (t) => {
  const home = await walkedHouse(t, 1);
  const { page, barriers, picture } = await openWindow(t, `${home.url}#/checklists`);
  await page.getByText('No run has cards yet.').waitFor();
  assert.deepEqual(await barriers(), []);
  await page.goto(`${home.url}#/checklists/new`);
  await page.getByText('No plugs are chosen', { exact: true }).waitFor();
  await page.goto(`${home.url}#/checklists/R-22222`);
  await page
    .getByRole('alert')
    .getByText(/there is no run R-22222/)
    .waitFor();
  assert.deepEqual(await barriers(), []);
  const run = await printToFile(home, `${home.folder}/cards.pdf`);
  await page.goto(`${home.url}#/checklists/${run}`);
  await page.getByRole('gridcell', { name: 'Needs hands' }).waitFor();
  await page.route('**/rpc/**', (route) => route.abort());
  await page.getByRole('alert').getByText('Plugfleet does not answer').waitFor(slow);
  await page.getByRole('gridcell', { name: 'Needs hands' }).waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('results-lost');
  await page.getByRole('link', { name: 'Paper', exact: true }).click();
  await page.getByRole('button', { name: 'Try again' }).waitFor(slow);
  assert.deepEqual(await barriers(), []);
  await page.unroute('**/rpc/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('1 card on').waitFor(slow);
  // who does not want to wait stops it; the paper before stays in sight
  await page.route('**/rpc/cards/print', () => undefined);
  await page.getByRole('radio', { name: 'Pocket list' }).check();
  await page.getByRole('button', { name: 'Stop drawing' }).click();
  await page.getByText('The drawing was stopped.').waitFor();
  assert.deepEqual(await barriers(), []);
  await page.unroute('**/rpc/cards/print');
  await page.getByRole('button', { name: 'Draw again' }).click();
  await page.locator('.sheets:not(.stale)').waitFor(slow);
});

/** A pocket list of everything, printed by another door. */
async function printToFile({ host }: Served, file: string): Promise<string> {
  const stream = await host.client.cards.checklist({ selection: { all: true }, file, pocket: true, by });
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return value.run;
  }
}

/** Goes down the list to the first card that is still open, and gives its name. */
async function firstOpenBelow(page: Page): Promise<string> {
  for (let presses = 0; presses < 40; presses++) {
    const row = await page.evaluate(() => document.activeElement?.closest('[role="row"]')?.textContent ?? '');
    if (row.includes('Needs hands')) return row;
    await page.keyboard.press('ArrowDown');
  }
  return assert.fail('no card is open');
}
