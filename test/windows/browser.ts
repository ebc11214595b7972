import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import chromiumBinary from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

let launched: Promise<Browser> | undefined;

/**
 * One real Chromium for all tests of this process; a test gets a context of its own from it. It is the one of the npm
 * package, unpacked into this user's cache, or the one that PLUGFLEET_CHROMIUM names.
 */
export function browser(t: TestContext): Promise<Browser> {
  launched ??= launch();
  t.after(async () => {
    const running = await launched;
    // kept open for the next test of this file: the last one to leave has no contexts beside its own
    if (running?.contexts().length === 0) {
      launched = undefined;
      await running.close();
    }
  });
  return launched;
}

async function launch(): Promise<Browser> {
  return await chromium.launch({
    executablePath: await executable(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--font-render-hinting=none',
    ],
  });
}

async function executable(): Promise<string> {
  const named = process.env['PLUGFLEET_CHROMIUM'];
  if (named !== undefined) return named;
  // it unpacks to a fixed name in the temporary folder, which the next user of this machine could not run
  const before = process.env['TMPDIR'];
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'plugfleet-tests');
  mkdirSync(cache, { recursive: true });
  process.env['TMPDIR'] = cache;
  try {
    return await chromiumBinary.executablePath();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

/** Why no browser can be started here; undefined where one can. */
export async function whyNoBrowser(): Promise<string | undefined> {
  if (process.platform !== 'linux' && process.env['PLUGFLEET_CHROMIUM'] === undefined)
    return 'the browser for tests is there for Linux only; PLUGFLEET_CHROMIUM may name another';
  try {
    const path = await executable();
    return existsSync(path) ? undefined : `there is no ${path}`;
  } catch (thrown) {
    return `no browser: ${thrown}`;
  }
}
