import { availableParallelism } from 'node:os';
import { bytesOf, corpusOf } from './corpus.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { type FuzzJob, fuzzInThreads, fuzzing, scouting } from './fuzz-threads.ts';
import type { Base } from './mutations.ts';
import type { FuzzOutcome } from './run-target.ts';
import { tryInput } from './try-input.ts';

/** Many inputs of one target in pieces, each with a seed of its own, so that all threads have something to do. */
const inputsAPiece = 50_000;
/** Beforehand so many are tried to find those that reach new code: one in so many, up to a number. Counting costs. */
const [scoutOneIn, mostScouted] = [20, 10_000];

export interface Fuzzed {
  targets: number;
  inputs: number;
  /** Inputs that reached code which no sample and none before them had reached: others were made from them. */
  found: number;
  slowest: { target: string; tookMs: number };
  /** Targets that were given fewer inputs, with how many. */
  overSockets: readonly (readonly [target: string, inputs: number])[];
}

/** What was wrong, and how to see it again. */
export class FuzzBug extends Error {
  override readonly name = 'FuzzBug';

  constructor({ target, inputs, seed }: FuzzJob, { words, entry }: NonNullable<FuzzOutcome['bug']>) {
    super(
      `${target}: ${words}\n${JSON.stringify(entry)}\nagain: put it into test/fuzz/corpus/${target}.json and run ` +
        `npm run fuzz -- ${target}; found with --inputs ${inputs} --seed ${seed}`,
    );
  }
}

/**
 * Tries every kept input of some targets, then many new ones. All targets are tried to the end.
 * @throws FuzzBug, or an AggregateError of them
 */
export async function fuzz(
  targets: readonly FuzzTarget[],
  { inputs, seed, say }: { inputs: number; seed: number; say: (line: string) => void },
): Promise<Fuzzed> {
  for (const target of targets) {
    for (const entry of corpusOf(target.name)) {
      const bytes = bytesOf(entry);
      await tryInput(target, entry.encode && target.encode ? target.encode(bytes) : bytes);
    }
    await target.end?.();
  }
  const threads = availableParallelism();
  const found = new Map<string, readonly Base[]>();
  const scouts = targets.map(({ name, oneIn = 1 }) => {
    const share = Math.ceil(inputs / scoutOneIn / oneIn);
    return { target: name, inputs: Math.min(share, mostScouted), seed };
  });
  await fuzzInThreads<readonly Base[]>(scouting, scouts, threads, ({ target }, bases) => {
    found.set(target, bases);
    say(`${target}: ${bases.length} inputs reach new code`);
  });
  const jobs = targets.flatMap(({ name, oneIn = 1 }) => {
    const pieces = Math.ceil(inputs / oneIn / inputsAPiece);
    const share = Math.ceil(inputs / oneIn / pieces);
    const bases = found.get(name) ?? [];
    return Array.from({ length: pieces }, (_, i) => ({ target: name, inputs: share, seed: seed + i, found: bases }));
  });
  const slowest = new Map(targets.map(({ name }) => [name, 0]));
  const bugs: FuzzBug[] = [];
  await fuzzInThreads<FuzzOutcome>(fuzzing, jobs, threads, (job, { bug, slowest: { tookMs, entry } }) => {
    if (bug) bugs.push(new FuzzBug({ ...job, inputs, seed }, bug));
    if (tookMs <= (slowest.get(job.target) ?? 0)) return;
    slowest.set(job.target, tookMs);
    say(`${job.target}: slowest ${tookMs.toFixed(1)} ms: ${JSON.stringify(entry).slice(0, 200)}`);
  });
  const [first, ...others] = bugs;
  if (first)
    throw others.length === 0 ? first : new AggregateError(bugs, bugs.map(({ message }) => message).join('\n\n'));
  const [target, tookMs] = [...slowest].reduce((most, one) => (one[1] > most[1] ? one : most));
  return {
    targets: targets.length,
    inputs,
    found: [...found.values()].reduce((sum, bases) => sum + bases.length, 0),
    slowest: { target, tookMs },
    overSockets: targets.flatMap(({ name, oneIn }) => (oneIn ? [[name, Math.ceil(inputs / oneIn)] as const] : [])),
  };
}
