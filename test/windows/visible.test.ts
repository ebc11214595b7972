import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { house } from '../journeys/house.ts';
import { browser, whyNoBrowser } from './browser.ts';
import { scanned, served } from './served.ts';

const skip = (await whyNoBrowser()) ?? false;

/** A headless browser shows all its windows; one is hidden by being told so. */
const show = (page: Page, state: 'visible' | 'hidden') =>
  page.evaluate((told) => {
    Object.defineProperty(document, 'visibilityState', { value: told, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);

test('eight windows in one browser: those that nobody sees hold no connection, and come back with what is new', {
  skip,
}, async (t) => {
  const home = await served(t, (prefix) => ({ plugs: house(prefix, 3) }));
  await scanned(home);
  const context = await (await browser(t)).newContext({ viewport: { width: 1280, height: 800 } });
  t.after(() => context.close());
  context.setDefaultTimeout(30_000);
  const pages: Page[] = [];
  // one more than the six connections a browser opens to one host, and one to spare
  for (let n = 0; n < 8; n++) {
    const page = await context.newPage();
    // the token is exchanged once; the others come with its cookie
    await page.goto(n === 0 ? home.url : new URL('/', home.url).href);
    await page.getByText('3 plugs', { exact: true }).waitFor();
    await show(page, 'hidden');
    pages.push(page);
  }
  const [first, ...others] = pages;
  assert.ok(first);
  const [plug] = (await home.host.client.plugs.list({ all: true })).plugs;
  assert.ok(plug);
  await home.host.client.plugs.set({ selection: { macs: [plug.mac] }, label: 'Lamp of flat 3' });
  const lamp = (page: Page) => page.getByRole('gridcell', { name: 'Lamp of flat 3', exact: true });
  await show(first, 'visible');
  await lamp(first).waitFor();
  for (const page of others) assert.equal(await lamp(page).count(), 0, 'a hidden window listens to nothing');
  await show(first, 'hidden');
  const last = others.at(-1);
  assert.ok(last);
  await show(last, 'visible');
  await lamp(last).waitFor();
  // and is live again
  await home.host.client.plugs.set({ selection: { macs: [plug.mac] }, label: 'Lamp of flat 4' });
  await last.getByRole('gridcell', { name: 'Lamp of flat 4', exact: true }).waitFor();
});
