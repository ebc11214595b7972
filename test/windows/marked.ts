import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { type WindowWords, windowEn } from '../../text/index.ts';
import { openWindow, pageFolder, type Window } from './window.ts';

/** What is filled in stays outside the marks: it has to have some of its own, or to be no word. */
const markText = (text: string): string =>
  text
    .split(/(\{\{\w+\}\})/)
    .map((part) => (part === '' || part.startsWith('{{') ? part : `⟦${part}⟧`))
    .join('');
const mark = (words: object): object =>
  Object.fromEntries(
    Object.entries(words).map(([key, value]) => [key, typeof value === 'string' ? markText(value) : mark(value)]),
  );

/** English with a mark around every text: what stands in a window without one did not come from the texts. */
export const markedWords = mark(windowEn) as WindowWords;

/**
 * A window that speaks the marked words. Its page is the one that is shipped: only the part with the words of another
 * language is exchanged on its way. What Intl writes is marked as well.
 */
export async function openMarked(t: TestContext, url: string): Promise<Window> {
  const part = readdirSync(join(pageFolder, 'assets')).find((name) => /^de-[\w-]+\.js$/.test(name));
  if (part === undefined) throw new Error('the page has no part with German words');
  return await openWindow(t, url, {
    language: 'de-DE',
    before: async (page) => {
      await page.route(`**/assets/${part}`, (route) =>
        route.fulfill({
          contentType: 'text/javascript',
          body: `export const windowDe = ${JSON.stringify(markedWords)};`,
        }),
      );
      await page.addInitScript(markIntl);
    },
  });
}

/** Runs in the page. */
function markIntl(): void {
  const marked = (text: string): string => (/\p{L}/u.test(text) ? `⟦${text}⟧` : text);
  for (const { prototype } of [Intl.DateTimeFormat, Intl.NumberFormat]) {
    const get = Object.getOwnPropertyDescriptor(prototype, 'format')?.get;
    Object.defineProperty(prototype, 'format', {
      configurable: true,
      get(this: object) {
        const format = get?.call(this) as (value: unknown) => string;
        return (value: unknown) => marked(format(value));
      },
    });
  }
  for (const [prototype, name] of [
    [Intl.RelativeTimeFormat.prototype, 'format'],
    [Intl.ListFormat.prototype, 'format'],
    [Intl.DisplayNames.prototype, 'of'],
  ] as const) {
    const method = Reflect.get(prototype, name) as (...values: unknown[]) => string;
    Object.defineProperty(prototype, name, {
      configurable: true,
      value(this: object, ...values: unknown[]) {
        return marked(method.apply(this, values));
      },
    });
  }
}

/** Texts and names of elements on the page that have letters outside the marks, each with where it stands. */
export const unmarked = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const codes = [
      /\b[0-9A-F]{2}(:[0-9A-F]{2}){5}\b/g,
      /\b[PR]-[0-9A-Z]{4,}\b/g,
      /\b[0-9A-F]{40}\b/g,
      /\b(HS|KP|EP|P|C)\d{3}M?\b/g,
      // kinds of sheets, and the header of a column in a file
      /\b(avery|herma)-\w+|\blabel\b/g,
      /\b(XOR|KLAP-[12]|AES|CSV|XLSX|JSON)\b/g,
      // names that people and plugs gave in these tests, and addresses of accounts
      /«[^»]*»(\.csv)?|\S+@\S+|\bfleet\b|\bTess Tester\b/g,
    ];
    const isWorded = (text: string): boolean => {
      let left = text;
      for (let before = ''; left !== before; ) {
        before = left;
        left = left.replaceAll(/⟦[^⟦⟧]*⟧/g, ' ');
      }
      for (const code of codes) left = left.replaceAll(code, '');
      return /\p{L}/u.test(left);
    };
    const found = new Set<string>();
    // what the host says in its own language, and what is shown to be copied
    const isForeign = (element: Element): boolean => element.closest('body [lang], code, pre, script, style') !== null;
    for (const element of document.body.querySelectorAll('*')) {
      if (!element.checkVisibility({ visibilityProperty: true }) && element.tagName !== 'OPTION') continue;
      const at = element.outerHTML.slice(0, 120);
      for (const name of ['aria-label', 'aria-valuetext', 'aria-description', 'title', 'placeholder', 'alt', 'label']) {
        const text = element.getAttribute(name);
        if (text !== null && isWorded(text)) found.add(`${name} “${text}” in ${at}`);
      }
      if (isForeign(element)) continue;
      for (const node of element.childNodes)
        if (node instanceof Text && isWorded(node.data)) found.add(`“${node.data.trim()}” in ${at}`);
    }
    return [...found];
  });
