import fc from 'fast-check';
import { type CorpusEntry, entryOf } from './corpus.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { type Base, inputOf, recipes } from './mutations.ts';
import { tryInput } from './try-input.ts';

/** What came of many inputs. Plain data, for it comes from another thread. */
export interface FuzzOutcome {
  inputs: number;
  /** The first thing that went wrong, made as small as it would go; null where nothing did. */
  bug: { words: string; entry: CorpusEntry } | null;
  slowest: { tookMs: number; entry: CorpusEntry };
}

/** Deep enough to see where a bug is. */
const stackDepth = 40;

/** Mutates the samples of a target, and what was found beside them, `inputs` times. */
export async function runTarget(
  target: FuzzTarget,
  { inputs, seed, found = [] }: { inputs: number; seed: number; found?: readonly Base[] | undefined },
): Promise<FuzzOutcome> {
  const { encode } = target;
  const bases = [...target.samples.map((bytes): Base => ({ bytes, isPlain: true })), ...found];
  let slowestMs = 0;
  let slowest: Buffer = Buffer.alloc(0);
  const property = fc.asyncProperty(recipes, async (recipe) => {
    const input = inputOf(recipe, bases, encode);
    const tookMs = await tryInput(target, input);
    if (tookMs <= slowestMs) return;
    slowestMs = tookMs;
    slowest = input;
  });
  const depthBefore = Error.stackTraceLimit;
  // most inputs end in an error, and its stack would be half of the work
  Error.stackTraceLimit = 0;
  const told = await fc.check(property, { numRuns: inputs, seed });
  Error.stackTraceLimit = stackDepth;
  const [recipe] = told.counterexample ?? [];
  const culprit = recipe && inputOf(recipe, bases, encode);
  const bug = culprit && { words: await wordsOf(target, culprit), entry: entryOf(culprit, '') };
  Error.stackTraceLimit = depthBefore;
  await target.end?.();
  return { inputs: told.numRuns, bug: bug ?? null, slowest: { tookMs: slowestMs, entry: entryOf(slowest, '') } };
}

/** What goes wrong with an input, with its stack. */
const wordsOf = (target: FuzzTarget, input: Buffer): Promise<string> =>
  tryInput(target, input).then(
    () => 'it does so only after other inputs',
    (thrown: unknown) => (thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)),
  );
