import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { openHost } from '../host/index.ts';
import { serve } from '../server/index.ts';
import { DEFAULT_ACCOUNT, startFleetProcess } from '../simulator/index.ts';
import { buildBareGrid } from './bare-grid-build.ts';
import { launchBrowser } from './browser.ts';
import { machineWords } from './machine.ts';

/**
 * How quick the Fleet screen is with 10,000 plugs, beside a page with nothing but the grid in the same browser, in turn;
 * then what a run of 1,000 plugs costs the page that shows it,
 * and how its heap is after many runs.
 * `node bench/window.ts [--plugs 10000] [--rounds 5] [--run 1000] [--runs 20]`
 */
const { values } = parseArgs({
  options: { plugs: { type: 'string' }, rounds: { type: 'string' }, run: { type: 'string' }, runs: { type: 'string' } },
});
const plugCount = Number(values.plugs ?? 10_000);
const rounds = Number(values.rounds ?? 5);
const runPlugs = Number(values.run ?? 1000);
const runCount = Number(values.runs ?? 20);

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

const models = ['HS103', 'P110', 'KP115', 'HS300', 'EP25', 'P300'];
const rows = Array.from({ length: plugCount }, (_, n) => {
  const digits = n.toString(16).toUpperCase().padStart(6, '0');
  return {
    mac: `50:C7:BF:${digits.match(/../g)?.join(':')}`,
    name: `Socket ${n} ${'abcdefghij'[n % 10]}`,
    site: `Site ${n % 7}`,
    room: `Room ${n % 400}`,
    model: models[n % models.length] ?? '',
    standing: 'unknown',
    marks: '',
    load: '',
    seen: 'never',
    address: `10.${n % 7}.${Math.floor(n / 250) % 250}.${n % 250}`,
  };
});

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** Serves the bare page and its rows. */
async function serveBare(folder: string): Promise<Server> {
  const json = JSON.stringify(rows);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === '/rows.json') {
      response.setHeader('content-type', 'application/json').end(json);
      return;
    }
    const file = path === '/' ? '/index.html' : path;
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
    response.end(readFileSync(join(folder, file)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

interface Figures {
  firstRow: number;
  keystroke: number;
  sort: number;
  selectAll: number;
  frame: number;
}

/** Runs in the page: does something, and tells after how many ms the grid is as expected and drawn. */
const untilDrawn = async (page: Page, act: 'keystroke' | 'sort' | 'selectAll'): Promise<number> =>
  await page.evaluate(async (what) => {
    const found = <T extends Element>(selector: string): T => {
      const element = document.querySelector<T>(selector);
      if (element === null) throw new Error(`no ${selector}`);
      return element;
    };
    const grid = found<HTMLElement>('[role=grid]');
    const count = grid.getAttribute('aria-rowcount');
    const first = (): string => document.querySelector('[role=row][aria-rowindex="2"]')?.textContent ?? '';
    const before = first();
    const isDone = (): boolean =>
      what === 'keystroke'
        ? grid.getAttribute('aria-rowcount') !== count
        : what === 'sort'
          ? first() !== before
          : document.querySelector('[role=row][aria-rowindex="2"]')?.getAttribute('aria-selected') === 'true';
    const start = performance.now();
    if (what === 'keystroke') {
      const input = found<HTMLInputElement>('input[type=search]');
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, 'j');
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    } else if (what === 'sort') {
      // the model: the names are in order as they come
      const header = document.querySelectorAll<HTMLElement>('[role=columnheader]')[4];
      (header?.querySelector<HTMLElement>('span') ?? header)?.click();
    } else found<HTMLInputElement>('[role=columnheader] input[type=checkbox]').click();
    while (!isDone()) {
      if (performance.now() - start > 20_000) throw new Error(`${what} showed nothing`);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - start;
  }, act);

/** The 95th percentile of the times between frames while 120 screens pass by, in ms. */
const scrolled = async (page: Page): Promise<number> =>
  await page.evaluate(async () => {
    const grid = document.querySelector('[role=grid]');
    if (grid === null) throw new Error('no grid');
    const times: number[] = [];
    let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    for (let step = 0; step < 120; step++) {
      grid.scrollTop += 640;
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      times.push(now - last);
      last = now;
    }
    return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
  });

async function measure(browser: Browser, url: string): Promise<Figures> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.goto(url, { waitUntil: 'commit' });
    const firstRow = await page
      .waitForFunction(
        () => document.querySelector('[role=row][aria-rowindex="2"]') !== null && performance.now(),
        undefined,
        { polling: 'raf' },
      )
      .then((handle) => handle.jsonValue());
    // the last rows of a large fleet come after the first; the bare grid has all of them at once
    await page.waitForFunction(
      (count) => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === String(count),
      plugCount + 1,
    );
    const frame = await scrolled(page);
    await page.evaluate(() => {
      const grid = document.querySelector('[role=grid]');
      if (grid !== null) grid.scrollTop = 0;
    });
    await page.locator('[role=row][aria-rowindex="2"]').waitFor();
    return {
      firstRow: Number(firstRow),
      frame,
      sort: await untilDrawn(page, 'sort'),
      selectAll: await untilDrawn(page, 'selectAll'),
      keystroke: await untilDrawn(page, 'keystroke'),
    };
  } finally {
    await context.close();
  }
}

/** What the first screen loads, compressed, without fonts; in kB. */
async function firstScreen(browser: Browser, url: string, folder: string): Promise<number> {
  const page = await browser.newPage();
  const files = new Set<string>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (/\.(js|css|html|svg)$/.test(pathname)) files.add(pathname);
  });
  await page.goto(url);
  await page.locator('[role=row][aria-rowindex="2"]').waitFor();
  await page.close();
  const bytes = [...files, '/index.html'].map((file) => gzipSync(readFileSync(join(folder, file))).length);
  return bytes.reduce((sum, one) => sum + one, 0) / 1000;
}

async function heapMb(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
}

const folder = mkdtempSync(join(tmpdir(), 'plugfleet-bench-'));
const env = { PLUGFLEET_INTERFACES: 'lo', PLUGFLEET_NO_KEYRING: '1', PLUGFLEET_VAULT_KEY: '5a'.repeat(32) };
const page = join(import.meta.dirname, '../dist/page');
const opened = (db: string) =>
  openHost({ db: join(folder, db), mode: 'own', command: 'bench', env, about: { version: '0', by: 'bench' } });
const servedHere = { host: '127.0.0.1', port: 0, tls: undefined, waiveTls: false, page };
const noPractice = (): never => {
  throw new Error('nobody practises here');
};

async function tenThousand(browser: Browser): Promise<void> {
  await using host = opened('many.db');
  const csv = rows.map((row) => [row.mac, row.name, row.site, row.room, row.model].join(',')).join('\n');
  await host.client.plugs.import({ file: new Blob([`mac,alias,site,room,model\n${csv}\n`]), by: 'bench' });
  await using serving = await serve(host, servedHere, noPractice);
  const bare = await serveBare(join(folder, 'bare'));
  const bareUrl = `http://127.0.0.1:${(bare.address() as AddressInfo).port}/`;
  const told: Record<'ours' | 'floor', Figures[]> = { ours: [], floor: [] };
  // in turn, so that a change of load meets both
  for (let round = 0; round < rounds; round++) {
    told.ours.push(await measure(browser, serving.url));
    told.floor.push(await measure(browser, bareUrl));
  }
  console.log(
    `Fleet screen with ${plugCount} plugs beside the bare grid, ${rounds} times each in turn, medians in ms\n`,
  );
  const names: Record<keyof Figures, string> = {
    firstRow: 'first useful row       ',
    keystroke: 'filter keystroke       ',
    sort: 'sort                   ',
    selectAll: 'select all             ',
    frame: 'frame, 95th percentile ',
  };
  for (const [key, name] of Object.entries(names) as [keyof Figures, string][]) {
    const of = (job: 'ours' | 'floor'): number => median(told[job].map((one) => one[key]));
    console.log(
      `  ${name} ${of('ours').toFixed(0)} and ${of('floor').toFixed(0)}: ${(of('ours') / of('floor')).toFixed(2)}`,
    );
  }
  console.log(
    `  first screen, compressed, without fonts: ${(await firstScreen(browser, serving.url, page)).toFixed(0)} kB`,
  );
  bare.closeAllConnections();
  bare.close();
}

/** A run of many virtual plugs, watched: tasks of the page over 50 ms beside those of a page that shows nothing live, and its heap. */
async function watchedRun(browser: Browser): Promise<void> {
  const prefix = '127.61';
  const plugs = Array.from({ length: runPlugs }, (_, n) => ({
    model: n % 2 === 0 ? 'HS103' : 'KP115',
    address: `${prefix}.${1 + Math.floor(n / 250)}.${1 + (n % 250)}`,
    watts: 0,
  }));
  const fleet = await startFleetProcess({ plugs, broadcast: [`${prefix}.255.255`], timeScale: 0.1 });
  try {
    await using host = opened('run.db');
    await host.client.logins.add({ name: 'fleet', ...DEFAULT_ACCOUNT });
    const networks = Array.from({ length: Math.ceil(runPlugs / 250) }, (_, n) => `${prefix}.${1 + n}.0/24`);
    for await (const _ of await host.client.plugs.scan({ networks, own: 'stored' }));
    let plan = '';
    const making = await host.client.plans.make({ selection: { all: true } });
    for (let next = await making.next(); ; next = await making.next())
      if (next.done) {
        plan = next.value.plan.id;
        break;
      }
    const { plan: shown } = await host.client.plans.show({ plan });
    const confirm = shown.items.filter(({ way }) => way === 'network').length;
    await using serving = await serve(host, servedHere, noPractice);
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const [watching, idle] = [await context.newPage(), await context.newPage()];
    const { run } = await host.client.runs.start({
      plan,
      confirm,
      by: 'bench',
      options: { quietS: 2, pilot: false, concurrency: 32 },
    });
    const counted = async (of: Page): Promise<number> =>
      await of.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks.length);
    for (const one of [watching, idle])
      await one.addInitScript(() => {
        const longTasks: number[] = [];
        Object.assign(globalThis, { longTasks });
        new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe(
          {
            type: 'longtask',
          },
        );
      });
    await idle.goto(`${serving.url.replace(/#.*/, '')}`);
    await watching.goto(serving.url);
    await watching.bringToFront();
    await watching.goto(`${new URL(serving.url).origin}/#/plan/run/${run}`);
    await watching.getByRole('gridcell').first().waitFor();
    const session = await context.newCDPSession(watching);
    const heaps = [await heapMb(session)];
    const before = await counted(watching);
    for (;;) {
      const { state } = (await host.client.runs.status({ run })).run;
      if (state !== 'running') break;
      await new Promise((resolve) => setTimeout(resolve, 1000));
      heaps.push(await heapMb(session));
    }
    console.log(`\nA run of ${runPlugs} plugs while it is watched`);
    console.log(`  tasks over 50 ms after the first screen: ${(await counted(watching)) - before}`);
    console.log(
      `  heap: ${heaps[0]?.toFixed(1)} MB at first, ${Math.max(...heaps).toFixed(1)} at most, ${heaps.at(-1)?.toFixed(1)} at the end`,
    );
    await context.close();
  } finally {
    await fleet.close();
  }
}

/** The heap of one page that watches run after run, each of the same plugs set up anew. */
async function manyRuns(browser: Browser): Promise<void> {
  const prefix = '127.62';
  const plugs = Array.from({ length: 30 }, (_, n) => ({ model: 'HS103', address: `${prefix}.1.${1 + n}`, watts: 0 }));
  await using host = opened('runs.db');
  await host.client.logins.add({ name: 'fleet', ...DEFAULT_ACCOUNT });
  await using serving = await serve(host, servedHere, noPractice);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(serving.url);
  await page.getByRole('navigation').waitFor();
  const session = await context.newCDPSession(page);
  const heaps: number[] = [];
  for (let n = 0; n < runCount; n++) {
    const fleet = await startFleetProcess({ plugs, broadcast: [`${prefix}.255.255`], timeScale: 0.1 });
    try {
      for await (const _ of await host.client.plugs.scan({ networks: [`${prefix}.1.0/26`], own: 'all' }));
      const making = await host.client.plans.make({ selection: { all: true }, allow: ['loaded', 'no-snapshot'] });
      let made = await making.next();
      while (!made.done) made = await making.next();
      const { id: plan, counts } = made.value.plan;
      const options = { quietS: 1, pilot: false, concurrency: 32 };
      const { run } = await host.client.runs.start({ plan, confirm: counts.network, by: 'bench', options });
      await page.goto(`${new URL(serving.url).origin}/#/plan/run/${run}`);
      await page.locator('.bar').getByText('Ended').waitFor({ timeout: 60_000 });
      await page.goto(`${new URL(serving.url).origin}/#/fleet`);
      await page.getByRole('grid').waitFor();
      heaps.push(await heapMb(session));
    } finally {
      await fleet.close();
    }
  }
  await context.close();
  console.log(`\n${runCount} runs watched by one page, heap after each in MB`);
  console.log(`  ${heaps.map((mb) => mb.toFixed(1)).join(' ')}`);
}

const browser = await launchBrowser();
try {
  console.log(machineWords());
  if (!existsSync(page)) throw new Error('there is no dist/page; npm run build makes it');
  await buildBareGrid(join(folder, 'bare'));
  await tenThousand(browser);
  await watchedRun(browser);
  await manyRuns(browser);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
