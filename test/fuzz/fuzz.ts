import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { allTargets, targetNamed } from './all-targets.ts';
import { bytesOf, corpusOf } from './corpus.ts';
import { fuzzInThreads } from './fuzz-threads.ts';
import { tryInput } from './try-input.ts';

/** Many inputs of one target in pieces, each with a seed of its own, so that all threads have something to do. */
const inputsAPiece = 50_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() >>> 0) },
  },
});
const targets = positionals.length > 0 ? positionals.map(targetNamed) : allTargets;
const [inputs, seed] = [Number(values.inputs), Number(values.seed)];
if (!(inputs > 0) || !Number.isInteger(seed)) throw new RangeError('--inputs and --seed want whole numbers');

for (const target of targets) {
  for (const entry of corpusOf(target.name)) {
    const bytes = bytesOf(entry);
    await tryInput(target, entry.encode && target.encode ? target.encode(bytes) : bytes);
  }
}
const pieces = Math.ceil(inputs / inputsAPiece);
const jobs = targets.flatMap(({ name }) =>
  Array.from({ length: pieces }, (_, i) => ({ target: name, inputs: Math.ceil(inputs / pieces), seed: seed + i })),
);
console.log(`${targets.map(({ name }) => name).join(' ')}: ${inputs} inputs each, seed ${seed}`);
const slowest = new Map<string, number>();
await fuzzInThreads(jobs, availableParallelism(), (job, outcome) => {
  const { bug } = outcome;
  if (bug) {
    process.exitCode = 1;
    console.log(`\n${job.target}, seed ${job.seed}: ${bug.words}\n${JSON.stringify(bug.entry)}`);
  }
  if (outcome.slowest.tookMs <= (slowest.get(job.target) ?? 0)) return;
  slowest.set(job.target, outcome.slowest.tookMs);
  const { tookMs, entry } = outcome.slowest;
  console.log(`${job.target}: slowest ${tookMs.toFixed(1)} ms: ${JSON.stringify(entry).slice(0, 200)}`);
});
