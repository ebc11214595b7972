import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { buildPage } from '../../tools/build/page-build.ts';
import { browser } from './browser.ts';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const pictures = fileURLToPath(new URL('../../out/screens/', import.meta.url));
/** Where the page is built. */
export const pageFolder = fileURLToPath(new URL('../../dist/page', import.meta.url));
let built: Promise<void> | undefined;

/** The page as it would be installed, built once per process. */
export const builtPage = (): Promise<void> => {
  built ??= buildPage();
  return built;
};

/** What the browser notes of a call that was refused as it should be. */
export const refusedWith = (status: number, words: string): string =>
  `Failed to load resource: the server responded with a status of ${status} (${words})`;

export interface Window {
  page: Page;
  /** What the page complained about: errors nobody caught, and what the console calls an error. */
  complaints: string[];
  /** Pictures of what stands there now, in light, dark and narrow; they land in out/screens. */
  picture(name: string, o?: { lightOnly: boolean }): Promise<void>;
  /** What axe finds wrong with what stands there now, a line each. */
  barriers(): Promise<string[]>;
}

/**
 * A window on what is served at `url`.
 * @param o.before done with the page before it loads anything
 */
export async function openWindow(
  t: TestContext,
  url: string,
  o: { language?: string; before?: (page: Page) => Promise<void> } = {},
): Promise<Window> {
  const context = await (await browser(t)).newContext({
    viewport: { width: 1280, height: 800 },
    locale: o.language ?? 'en-GB',
    reducedMotion: 'reduce',
    colorScheme: 'light',
    acceptDownloads: true,
  });
  t.after(() => context.close());
  const page = await context.newPage();
  const complaints = listenTo(page);
  await o.before?.(page);
  await page.goto(url);
  await page.getByRole('navigation').first().waitFor();
  return windowOn(page, complaints);
}

/** What a page complains about from now on. */
export function listenTo(page: Page): string[] {
  page.setDefaultTimeout(8_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error.stack)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
}

/** What tests do with a page, whichever program shows it. */
export function windowOn(page: Page, complaints: string[]): Window {
  return {
    page,
    complaints,
    picture: async (name, o) => {
      mkdirSync(pictures, { recursive: true });
      const size = page.viewportSize();
      await page.screenshot({ path: join(pictures, `${name}-light.png`) });
      if (o?.lightOnly) return;
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.screenshot({ path: join(pictures, `${name}-dark.png`) });
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 420, height: 800 });
      await page.screenshot({ path: join(pictures, `${name}-narrow.png`) });
      if (size !== null) await page.setViewportSize(size);
    },
    barriers: async () => {
      // given to the browser itself: the page's own policy lets no script in
      await page.evaluate(axeSource);
      return await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResult> } };
        const { violations } = await axe.run();
        return violations.map(
          ({ id, help, nodes }) => `${id}: ${help} (${nodes.map((n) => n.html.slice(0, 160)).join(' | ')})`,
        );
      });
    },
  };
}

interface AxeResult {
  violations: { id: string; help: string; nodes: { html: string }[] }[];
}
