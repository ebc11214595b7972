import fc from 'fast-check';
import type { Coverage } from './coverage.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { type Base, madeOf, recipes } from './mutations.ts';
import { tryInput } from './try-input.ts';

/** Asking what ran costs as much as some 50 inputs: many are tried together, and again one by one where any was new. */
const together = 32;
/** Beyond this nothing new is worth its room. */
const mostBases = 400;
const mostBytes = 16_384;

/**
 * Looks for inputs that reach code which none before them reached, each made from the samples and those found so far.
 * What an input raises is of no interest here: whoever tries them by the million sees it as well.
 */
export async function scout(
  target: FuzzTarget,
  o: { inputs: number; seed: number; coverage: Coverage },
): Promise<readonly Base[]> {
  const { encode = (sample: Buffer) => sample } = target;
  const bases: Base[] = target.samples.map((bytes) => ({ bytes, isPlain: true }));
  const known = bases.length;
  const read = (input: Buffer): Promise<unknown> => tryInput(target, input).catch(() => undefined);
  for (const sample of target.samples) await read(encode(sample));
  o.coverage.grew();
  const all = fc.sample(recipes, { numRuns: o.inputs, seed: o.seed });
  for (let at = 0; at < all.length && bases.length < known + mostBases; at += together) {
    const made = all.slice(at, at + together).map((recipe) => madeOf(recipe, bases, encode));
    for (const { input } of made) await read(input);
    if (!o.coverage.grew(false)) continue;
    for (const { input, base } of made) {
      await read(input);
      if (o.coverage.grew() && base.bytes.length <= mostBytes) bases.push(base);
    }
  }
  return bases.slice(known);
}
