import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openHost } from '../host/index.ts';
import { findElectron, sqliteBinding } from '../tools/electron/find-electron.ts';
import { machineWords } from './machine.ts';

/**
 * What the desktop app costs beside the least that an app of Electron's can be, a window with one row of text: the time
 * from its start to the first row of a fleet, the memory of all its processes, and the size of its package. In turn, each
 * with files that the system has read before; medians. `node bench/desktop.ts [--plugs 300] [--rounds 9]`
 */
const { values } = parseArgs({ options: { plugs: { type: 'string' }, rounds: { type: 'string' } } });
const plugCount = Number(values.plugs ?? 300);
const rounds = Number(values.rounds ?? 9);
/** At most so many times the bare window. */
const most = 1.5;

const project = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'plugfleet-bench-'));
const db = join(folder, 'fleet.db');
const env = {
  PLUGFLEET_DB: db,
  PLUGFLEET_INTERFACES: 'lo',
  PLUGFLEET_NO_KEYRING: '1',
  PLUGFLEET_VAULT_KEY: '5a'.repeat(32),
};
const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** A display of its own where there can be one: without, Electron looks for ways to draw before it gives up. */
async function openDisplay(): Promise<{ name: string; close(): void } | undefined> {
  if (spawnSync('Xvfb', ['-help']).error !== undefined) return undefined;
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const name = await new Promise<string>((tell) => {
    server.stdio[3]?.once('data', (bytes) => tell(`:${String(bytes).trim()}`));
  });
  return { name, close: () => void server.kill('SIGKILL') };
}

interface Figures {
  firstRowMs: number;
  memoryMb: number;
}

type App = 'ours' | 'bare';
const apps: Readonly<Record<App, string>> = { ours: project, bare: join(import.meta.dirname, 'bare-window') };

async function measure(which: App, electron: string, display: string | undefined): Promise<Figures> {
  const { NODE_OPTIONS: _options, DISPLAY: _display, ...inherited } = process.env;
  const start = performance.timeOrigin + performance.now();
  const child = spawn(
    electron,
    [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(display === undefined ? ['--ozone-platform=headless'] : []),
      `--user-data-dir=${join(folder, which)}`,
      '-r',
      join(import.meta.dirname, 'first-row.cjs'),
      apps[which],
    ],
    {
      env: {
        ...inherited,
        ...env,
        PLUGFLEET_SQLITE_BINDING: sqliteBinding(),
        ...(display === undefined ? {} : { DISPLAY: display }),
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  try {
    const firstRowMs = (await toldMoment(child)) - start;
    // what is loaded after the first picture counts as well
    await wait(3000);
    return { firstRowMs, memoryMb: memoryMb(child.pid ?? Number.NaN) };
  } finally {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
  }
}

const toldMoment = async (child: ChildProcess): Promise<number> =>
  await new Promise((tell, fail) => {
    let said = '';
    const timer = setTimeout(() => fail(new Error('no row was shown within a minute')), 60_000);
    child.stdout?.on('data', (bytes) => {
      said += String(bytes);
      const [, moment] = /^first row ([\d.]+)$/m.exec(said) ?? [];
      if (moment === undefined) return;
      clearTimeout(timer);
      tell(Number(moment));
    });
  });

/** Of a process and all below it; what several share is counted once. */
function memoryMb(root: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const line = /^\d+$/.test(name) ? read(`/proc/${name}/stat`).replace(/^.*\) \S /s, '') : '';
    if (line !== '') parents.set(Number(name), Number(line.split(' ')[0]));
  }
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === root || isOurs(parents.get(pid)));
  const ours = [...parents.keys()].filter(isOurs);
  const kilobytes = ours.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0));
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // the process ended meanwhile
    return '';
  }
}

function sizeMb(path: string): number {
  const bytes = (at: string): number => {
    const stat = lstatSync(at);
    return stat.isDirectory() ? readdirSync(at).reduce((sum, name) => sum + bytes(join(at, name)), 0) : stat.size;
  };
  return bytes(path) / 1e6;
}

async function fillFleet(): Promise<void> {
  await using host = openHost({ db, mode: 'own', command: 'bench', env, about: { version: '0', by: 'bench' } });
  const lines = Array.from({ length: plugCount }, (_, n) => {
    const mac = `50:C7:BF:${n.toString(16).toUpperCase().padStart(6, '0').match(/../g)?.join(':')}`;
    return [mac, `Socket ${n}`, `Site ${n % 3}`, `Room ${n % 40}`, ['HS103', 'P110', 'KP115'][n % 3]].join(',');
  });
  await host.client.plugs.import({ file: new Blob([`mac,alias,site,room,model\n${lines.join('\n')}\n`]), by: 'bench' });
}

const found = findElectron();
if ('missing' in found) {
  console.log(`The desktop app is not measured: ${found.missing}`);
} else {
  const display = await openDisplay();
  try {
    if (!existsSync(join(project, 'dist/page'))) throw new Error('there is no dist/page; npm run build makes it');
    await fillFleet();
    // of its own: what other programs on this machine share with it would not be counted whole
    const dist = join(folder, 'electron');
    cpSync(dirname(found.executable), dist, { recursive: true });
    const executable = join(dist, basename(found.executable));
    const told: Record<App, Figures[]> = { ours: [], bare: [] };
    for (const which of ['ours', 'bare'] as const) mkdirSync(join(folder, which));
    // the first round of each fills the caches of Chromium and of the system
    for (let round = 0; round <= rounds; round++)
      for (const which of ['ours', 'bare'] as const) {
        const figures = await measure(which, executable, display?.name);
        if (round > 0) told[which].push(figures);
      }
    console.log(machineWords());
    console.log(
      `The desktop app with ${plugCount} plugs beside a bare window of the same Electron, ${rounds} times each in turn, medians; at most ${most} is asked\n`,
    );
    const say = (name: string, unit: string, ours: number, bare: number): void =>
      console.log(`  ${name} ${ours.toFixed(0)} and ${bare.toFixed(0)} ${unit}: ${(ours / bare).toFixed(2)}`);
    const of = (which: App, key: keyof Figures): number => median(told[which].map((one) => one[key]));
    say('start to the first row  ', 'ms', of('ours', 'firstRowMs'), of('bare', 'firstRowMs'));
    say('memory of all processes ', 'MB', of('ours', 'memoryMb'), of('bare', 'memoryMb'));
    const unpacked = join(project, 'out/test-packages/linux-unpacked');
    if (existsSync(unpacked)) say('installed              ', 'MB', sizeMb(unpacked), sizeMb(dirname(found.executable)));
    else console.log('  installed: not measured; npm run package -- --for-tests dir makes it');
  } finally {
    display?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
