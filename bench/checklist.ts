import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { machineWords } from './machine.ts';

/**
 * How long 1,000 cards in A4 take and how much memory, against a floor in the same run: bare pdfkit that writes the same
 * letters in the same places and the same pictures, without measuring, structure or page codes of its own.
 * `node bench/checklist.ts [--cards 1000] [--rounds 5]`
 */
const { values } = parseArgs({ options: { cards: { type: 'string' }, rounds: { type: 'string' } } });
const cards = values.cards ?? '1000';
const rounds = Number(values.rounds ?? 5);

/** What a child process tells of its work. */
interface Told {
  ms: number;
  processorMs: number;
  rssMb: number;
  pages: number;
}

const child = fileURLToPath(new URL('./checklist.child.ts', import.meta.url));
const browserChild = fileURLToPath(new URL('./checklist-browser.child.ts', import.meta.url));

/** One print in a process of its own, so that its memory is its own as well. */
async function measured(job: 'ours' | 'floor' | 'record', folder: string): Promise<Told> {
  const process = fork(child, [job, folder, cards]);
  const [told] = (await once(process, 'message')) as [Told];
  await once(process, 'exit');
  return told;
}

/** The same marks printed by Chromium, from its start to the file; undefined where none can be started. */
async function inBrowser(folder: string): Promise<number | undefined> {
  const process = fork(browserChild, [folder], { stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
  let why = '';
  process.stderr?.on('data', (chunk) => {
    why += String(chunk);
  });
  const told = await Promise.race([once(process, 'message'), once(process, 'close')]);
  const [first] = told as [Pick<Told, 'ms'> | number];
  if (typeof first === 'object') return first.ms;
  console.log(`  Chromium cannot be started here: ${why.trim().split('\n').at(-1) ?? ''}`);
  return undefined;
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

const folder = mkdtempSync(join(tmpdir(), 'plugfleet-bench-'));
try {
  console.log(machineWords());
  await measured('record', folder);
  const told: Record<'ours' | 'floor', Told[]> = { ours: [], floor: [] };
  // in turn, so that a change of load meets both
  for (let round = 0; round < rounds; round++)
    for (const job of ['ours', 'floor'] as const) told[job].push(await measured(job, folder));
  const of = (job: 'ours' | 'floor', what: keyof Told): number => median(told[job].map((one) => one[what]));
  const size = (start: string): number => {
    const files = execFileSync('ls', [folder], { encoding: 'utf8' }).split('\n');
    const bytes = files.filter((name) => name.startsWith(start)).map((name) => statSync(join(folder, name)).size);
    return bytes.reduce((sum, one) => sum + one, 0) / 1e6;
  };
  console.log(`${cards} cards in A4, ${of('ours', 'pages')} pages, ${rounds} times each in turn, medians\n`);
  for (const [job, what] of [
    ['ours', 'checklist   '],
    ['floor', 'bare pdfkit '],
  ] as const)
    console.log(
      `  ${what} ${of(job, 'ms').toFixed(0)} ms, processor ${of(job, 'processorMs').toFixed(0)} ms, ${of(job, 'rssMb').toFixed(0)} MB RSS, ${size(job).toFixed(1)} MB of PDF`,
    );
  const ratio = (what: keyof Told): string => (of('ours', what) / of('floor', what)).toFixed(2);
  console.log(`  ratio        time ${ratio('ms')}, processor ${ratio('processorMs')}, memory ${ratio('rssMb')}`);
  // on a machine that does other things as well, the fastest round was disturbed least
  const least = (job: 'ours' | 'floor'): number => Math.min(...told[job].map((one) => one.ms));
  console.log(
    `  fastest      ${least('ours').toFixed(0)} ms and ${least('floor').toFixed(0)} ms: ${(least('ours') / least('floor')).toFixed(2)}`,
  );
  const browser = await inBrowser(folder);
  if (browser !== undefined)
    console.log(
      `  Chromium     ${browser.toFixed(0)} ms once, ${size('browser.pdf').toFixed(1)} MB of PDF; the checklist takes ${(of('ours', 'ms') / browser).toFixed(2)} of that`,
    );
  console.log('\nThe floor is untagged and knows every place beforehand; so does the browser, which also starts.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
