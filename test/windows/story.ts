import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { Host } from '../../host/index.ts';
import { DEFAULT_ACCOUNT, type FleetSpec, type RemoteFleet, STRANGER_ACCOUNT } from '../../simulator/index.ts';
import { everyTransport, house } from '../journeys/house.ts';
import { pagesOf } from './pdf-text.ts';
import { begin, ended, heading, own, planAll, scan, storeLogin, visitPractice } from './steps.ts';
import type { Window } from './window.ts';

/** Plugs of one account with two of a stranger among them. */
export const storyFleet = (prefix: string): FleetSpec => ({
  plugs: house(
    prefix,
    8,
    (index) => ({ watts: 0, ...(index >= 6 ? { model: 'P110', account: STRANGER_ACCOUNT } : {}) }),
    everyTransport,
  ),
});

export interface StoryTools {
  /** Pictures are called after it. */
  name: string;
  fleet: RemoteFleet;
  network: string;
  /** Looks at the fleet beside the window. */
  look<T>(at: (host: Pick<Host, 'client'>) => Promise<T>): Promise<T>;
  /** Does what lets the window save a file, and reads that file; left out where nobody can answer its dialog. */
  saved?(act: () => Promise<void>): Promise<Uint8Array>;
}

const slow = { timeout: 60_000 };

/**
 * The whole job as a person does it, from the first start to the paper that came back and the ledger; the plugs say
 * what is true of it.
 */
export async function walkStory(window: Window, tools: StoryTools): Promise<void> {
  const { name, fleet, network, look } = tools;
  const { page, barriers, picture, complaints } = window;
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor();
  await visitPractice(page);

  await storeLogin(page, 'fleet', DEFAULT_ACCOUNT);
  await scan(page, network, 8);
  assert.deepEqual(await barriers(), []);
  await picture(`${name}-found`);
  await own(page, 'fleet', 6);

  await page.getByRole('link', { name: 'Fleet' }).click();
  await page.getByText('8 plugs', { exact: true }).waitFor();
  // two are of an account that nobody here has: owned all the same, they are work for hands
  await page.getByRole('checkbox', { name: 'Select All' }).check();
  await page.getByRole('button', { name: 'Mark as owned' }).click();
  await page.getByText('2 plugs marked as owned').waitFor(slow);
  await planAll(page);
  assert.deepEqual(await barriers(), []);
  await picture(`${name}-plan`);
  const run = await begin(page, 6, 1.5);
  await picture(`${name}-run`);
  await ended(page);
  assert.deepEqual(await barriers(), []);
  await picture(`${name}-ended`);

  const { counts, items } = await look(async ({ client }) => (await client.runs.status({ run })).run);
  assert.deepEqual([counts.reset, counts.needsHands, counts.leftAlone], [6, 2, 0]);
  for (const { mac, at } of items) {
    const { erased, resetCommands } = await fleet.truth(mac);
    assert.deepEqual([erased, resetCommands.length], at === 'reset' ? [true, 1] : [false, 0], mac);
  }
  await page.reload();
  await ended(page);

  const byHand = items.filter(({ at }) => at !== 'reset').map(({ mac }) => mac);
  await workByHand(window, tools, run, byHand);
  // a browser notes each call that ends in an error or is left, which is not the page's fault
  assert.deepEqual(
    complaints.filter((one) => !one.startsWith('Failed to load resource')),
    [],
  );
}

/** The cards of those plugs, pressed by somebody, what came of it, and where all of it is kept. */
async function workByHand(
  { page, barriers, picture }: Window,
  { name, fleet, look, saved }: StoryTools,
  run: string,
  macs: readonly string[],
): Promise<void> {
  await page.getByRole('button', { name: 'Print cards…' }).click();
  await page.waitForURL(new RegExp(`#/checklists/${run}`), slow);
  await page.getByText(/^2 cards on/).waitFor(slow);
  assert.deepEqual(await barriers(), []);
  await picture(`${name}-checklist`);
  if (saved === undefined) await page.getByRole('button', { name: 'Print…' }).click();
  else {
    const paper = await saved(() => page.getByRole('button', { name: 'Save PDF' }).click());
    const words = (await pagesOf(paper)).join('\n');
    for (const mac of macs) assert.ok(words.includes(mac), `${mac} has a card`);
  }
  const { pages } = await untilPrinted(() => look(({ client }) => client.cards.show({ run })));
  await page
    .getByRole('link', { name: 'Results' })
    .or(page.getByRole('tab', { name: 'Results' }))
    .click();
  for (const { code, macs: onPage } of pages.filter((one) => one.macs.length > 0)) {
    await page.getByLabel('Page code').fill(code);
    await page.getByRole('columnheader', { name: 'No.' }).waitFor(slow);
    for (const mac of onPage) await fleet.pressButton(mac, 10);
    await page.getByLabel('Numbers').fill(onPage.map((_, at) => at + 1).join(' '));
    await page.keyboard.press('Enter');
    await page.getByText(`${onPage.length} results entered.`).waitFor(slow);
  }
  assert.deepEqual(await barriers(), []);
  await picture(`${name}-results`);
  const { counts } = await look(async ({ client }) => (await client.runs.status({ run })).run);
  assert.deepEqual([counts.reset, counts.byHand, counts.needsHands], [6, 2, 0]);
  for (const mac of macs) assert.deepEqual((await fleet.truth(mac)).resetCommands, [], 'nothing was sent to it');

  await page.getByRole('link', { name: 'Ledger' }).click();
  await heading(page, 'Ledger');
  const { total } = await look(({ client }) => client.ledger.list({ run, limit: 1 }));
  await page.getByRole('searchbox').fill(run);
  await page.getByText(`${total} entries`, { exact: true }).waitFor(slow);
  assert.deepEqual(await barriers(), []);
  await picture(`${name}-ledger`);
}

/** Pages have their codes once they were saved or printed. */
async function untilPrinted<T extends { pages: readonly unknown[] }>(show: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    const shown = await show();
    if (shown.pages.length > 0 || tries > 100) return shown;
    await setTimeout(200);
  }
}
