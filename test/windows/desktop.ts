import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type ElectronApplication, _electron as electron } from 'playwright-core';
import { type Host, openHost } from '../../host/index.ts';
import { buildPrograms } from '../../tools/build/programs-build.ts';
import { findElectron, sqliteBinding } from '../../tools/electron/find-electron.ts';
import { openDisplay } from './display.ts';
import { builtPage, listenTo, type Window, windowOn } from './window.ts';

/** The project: what Electron is told to run, as `npm start` does. */
const project = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Holds the app back until Playwright has its hands on it. Playwright adds this by itself only to an Electron that it finds;
 * without it a window that opens meanwhile now and then leaves it waiting for ever.
 */
const holdBack = join(
  dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
  'lib/server/electron/loader.js',
);

/** Why the desktop app cannot be started here; undefined where it can. */
export function whyNoDesktop(): string | undefined {
  const found = findElectron();
  if ('missing' in found) return found.missing;
  return existsSync(sqliteBinding()) ? undefined : 'SQLite for the test Electron is not here: npm run get-electron';
}

let built: Promise<void> | undefined;

/** The programs and the page as they would be installed, built once per process. */
export const builtDesktop = (): Promise<void> => {
  built ??= Promise.all([builtPage(), buildPrograms()]).then(() => undefined);
  return built;
};

export interface Computer {
  /** Everything one person's account on one computer keeps: the fleet, its vault, the window's place. */
  folder: string;
  db: string;
  /** What the app is started with. */
  env: Readonly<Record<string, string>>;
  /** Looks at the fleet beside the app that owns it. */
  look<T>(at: (host: Host) => Promise<T>): Promise<T>;
}

const vaultKey = '5a'.repeat(32);

export function newComputer(t: TestContext): Computer {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-desktop-'));
  const db = join(folder, 'fleet.db');
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return {
    folder,
    db,
    env: { PLUGFLEET_DB: db, PLUGFLEET_INTERFACES: 'lo', PLUGFLEET_NO_KEYRING: '1', PLUGFLEET_VAULT_KEY: vaultKey },
    async look(at) {
      const env = { PLUGFLEET_INTERFACES: 'lo', PLUGFLEET_NO_KEYRING: '1', PLUGFLEET_VAULT_KEY: vaultKey };
      await using host = openHost({ db, mode: 'read', command: 'test', env });
      return await at(host);
    },
  };
}

export interface Desktop extends Window {
  app: ElectronApplication;
  /** What the app wrote on its outputs, for those who look for what went wrong. */
  said(): string;
}

/** What a program is started with: nothing of this process that would make Electron or Node behave otherwise. */
export function startEnvironment(computer: Computer): Record<string, string> {
  const { NODE_OPTIONS: _options, ELECTRON_RUN_AS_NODE: _asNode, DISPLAY: _display, ...env } = process.env;
  return {
    ...Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined)),
    PLUGFLEET_SQLITE_BINDING: sqliteBinding(),
    ...computer.env,
  };
}

/** Root and containers have no rights for Chromium's sandbox. */
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** Electron's switches, then the app, then those of the app. */
export const startArguments = (computer: Computer, o: { headless: boolean; args?: readonly string[] }): string[] => [
  ...sandbox,
  ...(o.headless ? ['--ozone-platform=headless'] : []),
  `--user-data-dir=${join(computer.folder, 'user-data')}`,
  project,
  ...(o.args ?? []),
];

/** The path of the test Electron. */
export function electronPath(): string {
  const found = findElectron();
  if ('missing' in found) throw new Error(found.missing);
  return found.executable;
}

/** The desktop app as it is started from a checkout, gone with the test. */
export async function openDesktop(
  t: TestContext,
  computer: Computer,
  o: { display?: boolean; args?: readonly string[] } = {},
): Promise<Desktop> {
  await builtDesktop();
  const display = o.display === true ? { DISPLAY: (await openDisplay(t)).name } : {};
  let text = '';
  const app = await electron.launch({
    executablePath: electronPath(),
    args: ['-r', holdBack, ...startArguments(computer, { headless: o.display !== true, ...o })],
    env: { ...startEnvironment(computer), ...display },
    timeout: 120_000,
  });
  const child = app.process();
  t.after(async () => {
    // a test that failed may have left a run under way, which would ask whether to leave
    if (child.exitCode === null) child.kill('SIGKILL');
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (bytes) => {
      text += String(bytes);
    });
  const page = await app.firstWindow({ timeout: 120_000 });
  const complaints = listenTo(page);
  await page.getByRole('navigation').first().waitFor({ timeout: 60_000 });
  return { ...windowOn(page, complaints), app, said: () => text };
}

/** The save dialog answers with this file from now on; null: it is cancelled. */
export const answerSave = (app: ElectronApplication, file: string | null): Promise<void> =>
  app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async (...given: unknown[]) => {
      Object.assign(globalThis, { offered: (given.at(-1) as { defaultPath?: string }).defaultPath });
      return { canceled: filePath === null, filePath: filePath ?? '' };
    };
  }, file);
