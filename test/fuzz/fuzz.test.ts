import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { allTargets } from './all-targets.ts';
import { bytesOf, corpusOf, entryOf } from './corpus.ts';
import { inputOf, recipes } from './mutations.ts';
import { tryInput } from './try-input.ts';

/** Inputs of each parser in a usual run; `npm run fuzz` tries more. */
const share = 50_000;

for (const target of allTargets) {
  const { name, samples, encode = (sample: Buffer) => sample } = target;

  test(`${name}: what was found before stays found`, async (t) => {
    for (const entry of corpusOf(name))
      await t.test(
        entry.why,
        async () => void (await tryInput(target, entry.encode ? encode(bytesOf(entry)) : bytesOf(entry))),
      );
  });

  test(`${name}: ${share} inputs bring answers in bounds or the codes they should`, async () => {
    for (const sample of samples) await tryInput(target, encode(sample));
    await fc.assert(
      fc.asyncProperty(recipes, async (recipe) => {
        const input = inputOf(recipe, samples, encode);
        await tryInput(target, input).catch((thrown: unknown) => {
          throw new Error(`keep this in corpus/${name}.json: ${JSON.stringify(entryOf(input, ''))}`, { cause: thrown });
        });
      }),
      { numRuns: share, endOnFailure: false },
    );
  });
}

test('no corpus is without its target, and no two targets have one name', () => {
  const names = allTargets.map(({ name }) => name);
  assert.deepEqual(names, [...new Set(names)]);
  const files = readdirSync(new URL('corpus/', import.meta.url)).map((file) => file.replace(/\.json$/, ''));
  assert.deepEqual(
    files.filter((file) => !names.includes(file)),
    [],
  );
});
