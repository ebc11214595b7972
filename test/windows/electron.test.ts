import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newComputer, openDesktop, whyNoDesktop } from './desktop.ts';

const skip = whyNoDesktop() ?? false;

test('the desktop app opens an empty fleet, without a port to the outside', { skip }, async (t) => {
  const computer = newComputer(t);
  const { app, page, barriers, complaints, picture } = await openDesktop(t, computer);
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor();
  assert.equal(page.url(), 'plugfleet://app/');
  const ways = page.getByRole('main').locator('button, a');
  assert.deepEqual(await ways.allInnerTexts(), ['Find my plugs', 'Practise on virtual plugs']);
  assert.deepEqual(await barriers(), []);
  await picture('desktop-first-run');
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Database' }).click();
  await page.getByText(computer.db).waitFor();
  assert.deepEqual(complaints, []);
  await app.close();
});
