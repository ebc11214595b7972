import assert from 'node:assert/strict';
import { test } from 'node:test';
import { otherWindowWords } from '../../text/index.ts';
import { whyNoBrowser } from './browser.ts';
import { misfits } from './fits.ts';
import { type Walk, walkFleet, walkHouse, walkNotices, walkPlan, walkScan, walkSettings } from './walk.ts';
import { openWindow } from './window.ts';

const skip = (await whyNoBrowser()) ?? false;

test('a German browser is spoken to in German, on every screen, and every word fits', { skip }, async (t) => {
  const home = await walkHouse(t);
  const found: string[] = [];
  const walk: Walk = {
    words: await otherWindowWords.de(),
    open: (url) => openWindow(t, url, { language: 'de-AT' }),
    at: async (name, { page, picture }) => {
      assert.equal(await page.locator('html').getAttribute('lang'), 'de');
      found.push(...(await misfits(page)).map((one) => `${name}: ${one}`));
      await page.setViewportSize({ width: 420, height: 800 });
      found.push(...(await misfits(page)).map((one) => `${name}, narrow: ${one}`));
      await page.setViewportSize({ width: 1280, height: 800 });
      await picture(`de-${name}`, { lightOnly: true });
    },
  };
  await walkScan(home, walk);
  await walkFleet(home, walk);
  await walkSettings(home, walk);
  await walkPlan(home, walk);
  await walkNotices(t, home, walk);
  assert.deepEqual(found, []);
});
