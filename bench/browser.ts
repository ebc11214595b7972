import chromiumBinary from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** The Chromium of the npm package, or the one that PLUGFLEET_CHROMIUM names. */
export const launchBrowser = async (): Promise<Browser> =>
  await chromium.launch({
    executablePath: process.env['PLUGFLEET_CHROMIUM'] ?? (await chromiumBinary.executablePath()),
    args: ['--no-sandbox', '--disable-gpu', '--allow-file-access-from-files'],
  });
