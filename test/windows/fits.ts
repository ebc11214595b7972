import type { Page } from 'playwright-core';

/**
 * What does not fit where it stands: words that are cut off, and screens that are wider than the window. Names that
 * people gave may be cut.
 */
export async function misfits(page: Page): Promise<string[]> {
  // a menu that hangs at its button is moved some frames after the window was resized
  const patience = performance.now() + 2000;
  let found = await misfitsNow(page);
  while (found.length > 0 && performance.now() < patience) found = await misfitsNow(page);
  return found;
}

const misfitsNow = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const main = document.querySelector('main');
    for (const wide of [document.documentElement, ...(main === null ? [] : [main])])
      if (wide.scrollWidth > wide.clientWidth + 1) found.push(`${wide.tagName} is ${wide.scrollWidth} px wide`);
    for (const element of document.body.querySelectorAll('*')) {
      const { overflowX } = getComputedStyle(element);
      const text = element.textContent?.trim() ?? '';
      const isCut = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1;
      if (!isCut || text === '' || (overflowX !== 'hidden' && overflowX !== 'clip')) continue;
      if (element.matches('.foreign, main') || element.querySelector('.foreign') !== null) continue;
      if (element.checkVisibility({ visibilityProperty: true }))
        found.push(`“${text.slice(0, 80)}” is cut at ${element.clientWidth} of ${element.scrollWidth} px`);
    }
    return found;
  });
