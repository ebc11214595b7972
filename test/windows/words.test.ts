import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyNoBrowser } from './browser.ts';
import { markedWords, openMarked, unmarked } from './marked.ts';
import { type Walk, walkFleet, walkHouse, walkNotices, walkPlan, walkScan, walkSettings } from './walk.ts';

const skip = (await whyNoBrowser()) ?? false;

test('every word of the window comes from the texts, on every screen and in everything that opens', {
  skip,
}, async (t) => {
  const home = await walkHouse(t);
  const found: string[] = [];
  const looked = new Set<string>();
  const walk: Walk = {
    words: markedWords,
    open: (url) => openMarked(t, url),
    at: async (name, { page }) => {
      looked.add(name);
      found.push(...(await unmarked(page)).map((one) => `${name}: ${one}`));
    },
  };
  await walkScan(home, walk);
  await walkFleet(home, walk);
  await walkSettings(home, walk);
  await walkPlan(home, walk);
  await walkNotices(t, home, walk);
  assert.deepEqual(found, []);
  assert.ok(looked.size > 40, `looked at ${looked.size} states only`);

  // and a word that does not is found
  const { page } = await walk.open(home.url);
  await page.getByRole('grid').waitFor();
  assert.deepEqual(await unmarked(page), []);
  await page.evaluate(() => {
    const added = document.createElement('p');
    added.textContent = 'Hello';
    added.title = 'World';
    document.querySelector('main')?.append(added);
  });
  assert.equal((await unmarked(page)).length, 2);
});
