import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** Presses Tab until the focus is on what is called so; a person without a mouse has no other way. */
export async function tabTo(page: Page, wanted: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press('Tab');
    const text = await page.evaluate(() => {
      const { activeElement: at } = document;
      const label = at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : null;
      return (label ?? at?.getAttribute('aria-label') ?? at?.textContent ?? '').trim();
    });
    if (wanted.test(text)) return;
    passed.push(text.slice(0, 40));
  }
  assert.fail(`Tab never came to ${wanted}; it came to ${[...new Set(passed)].join(' | ')}`);
}

/** Goes to a button or a link by Tab and presses it. */
export async function pressOn(page: Page, wanted: RegExp): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press('Enter');
}
