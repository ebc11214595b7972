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

/** One print in a process of its own, so that its memory is its own as well. */
async function measured(job: 'ours' | 'floor' | 'record', folder: string): Promise<Told> {
  const process = fork(child, [job, folder, cards]);
  const [told] = (await once(process, 'message')) as [Told];
  await once(process, 'exit');
  return told;
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
  console.log('\nThe floor is untagged and knows every place beforehand. A browser as a peer is not compared here:');
  console.log('none is among the dependencies of this project yet.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
