import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STRANGER_ACCOUNT } from '../../simulator/index.ts';
import { house } from '../journeys/house.ts';
import { whyNoBrowser } from './browser.ts';
import { pressOn, tabTo } from './keyboard.ts';
import { served } from './served.ts';
import { ended, heading, runOf } from './steps.ts';
import { openWindow } from './window.ts';

const skip = (await whyNoBrowser()) ?? false;
const slow = { timeout: 60_000 };

test('the whole job without a mouse', { skip }, async (t) => {
  const home = await served(t, (prefix) => ({
    plugs: house(prefix, 4, (index) => ({
      watts: 0,
      ...(index === 3 ? { model: 'P110', account: STRANGER_ACCOUNT } : { model: 'HS103', transport: 'klap-2' }),
    })),
  }));
  const { client } = home.host;
  const { page, complaints } = await openWindow(t, home.url);
  // nothing of this test ever points anywhere
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor();
  await pressOn(page, /^Find my plugs$/);
  await heading(page, 'Find plugs');
  await tabTo(page, /^Other networks/);
  await page.keyboard.type(home.network);
  await pressOn(page, /^Look for plugs$/);
  await page.getByRole('heading', { name: /^4 plugs found in/ }).waitFor(slow);
  await pressOn(page, /^Select all of “fleet”$/);
  await pressOn(page, /^Mark as owned$/);
  await page.getByText('3 plugs marked as owned').waitFor(slow);

  // the fourth is of an account that nobody here has: owned all the same, it is work for hands
  await pressOn(page, /^Fleet$/);
  await page.getByText('4 plugs', { exact: true }).waitFor(slow);
  await tabTo(page, /^Select all shown$/);
  await page.keyboard.press('Space');
  await pressOn(page, /^Mark as owned$/);
  await page.getByText('1 plug marked as owned').waitFor(slow);
  await pressOn(page, /^Plan these…$/);
  await page.waitForURL(/#\/plan\/P-/, slow);
  await heading(page, /^Plan P-/);

  await pressOn(page, /^Factory reset 3 plugs…$/);
  await page.getByRole('dialog').waitFor();
  await tabTo(page, /^How it is carried out/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^Quiet time in seconds/);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('1.5');
  await tabTo(page, /^How many plugs/);
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await heading(page, /^Run R-/);
  const run = runOf(page);
  await ended(page);
  const { counts } = (await client.runs.status({ run })).run;
  assert.deepEqual([counts.reset, counts.needsHands], [3, 1]);

  // its card, and what came of it
  await pressOn(page, /^Print cards…$/);
  await page.waitForURL(new RegExp(`#/checklists/${run}`), slow);
  await page
    .getByText('1 cards on', { exact: false })
    .or(page.getByText('1 card on', { exact: false }))
    .first()
    .waitFor(slow);
  const downloading = page.waitForEvent('download', slow);
  await pressOn(page, /^Save PDF$/);
  await downloading;
  const { pages } = await client.cards.show({ run });
  await pressOn(page, /^Results$/);
  await tabTo(page, /^Page code/);
  await page.keyboard.type(pages[0]?.code ?? assert.fail());
  await page.getByRole('columnheader', { name: 'No.' }).waitFor(slow);
  await page.keyboard.press('Tab');
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await page.getByText('1 result entered.').waitFor(slow);
  const after = (await client.runs.status({ run })).run.counts;
  assert.deepEqual([after.reset, after.byHand, after.needsHands], [3, 1, 0]);

  await pressOn(page, /^Ledger$/);
  await heading(page, 'Ledger');
  assert.deepEqual(complaints, []);
});
