import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house } from '../journeys/house.ts';
import { whyNoBrowser } from './browser.ts';
import { scanned, served } from './served.ts';
import { openWindow } from './window.ts';

const skip = (await whyNoBrowser()) ?? false;

test('a browser whose language is none shows the fleet all the same', { skip }, async (t) => {
  const fleet = await served(t, (prefix) => ({ plugs: house(prefix, 1) }));
  await scanned(fleet);
  const { page, complaints } = await openWindow(t, fleet.url);
  // what a browser tells where the system has no language
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'languages', { get: () => ['en-US@posix'] });
    Object.defineProperty(navigator, 'language', { get: () => 'en-US@posix' });
  });
  await page.reload();
  await page.getByText('1 plug', { exact: true }).waitFor();
  assert.deepEqual(complaints, []);
});

test('where drawing fails the window says so and offers a way out', { skip }, async (t) => {
  const fleet = await served(t, (prefix) => ({ plugs: house(prefix, 1) }));
  await scanned(fleet);
  const { page, barriers, picture } = await openWindow(t, fleet.url);
  await page.addInitScript(() => {
    if (sessionStorage.getItem('broke') !== null) return;
    sessionStorage.setItem('broke', 'once');
    Object.defineProperty(Intl, 'RelativeTimeFormat', {
      get: () => {
        throw new Error('nothing can be formatted');
      },
    });
  });
  await page.reload();
  await page.getByText('This window broke').waitFor();
  await page.getByText('nothing can be formatted').waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('broken');
  await page.getByRole('button', { name: 'Load again' }).click();
  await page.getByText('1 plug', { exact: true }).waitFor();
});
