import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { allTargets } from './all-targets.ts';
import { bytesOf, corpusOf } from './corpus.ts';
import { fuzzInThreads } from './fuzz-threads.ts';
import type { FuzzOutcome } from './run-target.ts';
import { tryInput } from './try-input.ts';

/** Inputs of each parser in a usual run; `npm run fuzz` tries more. */
const inputs = 50_000;

for (const target of allTargets) {
  const { name, samples, encode = (sample: Buffer) => sample } = target;
  test(`${name}: what was found before stays found`, async (t) => {
    for (const sample of samples) await tryInput(target, encode(sample));
    for (const entry of corpusOf(name)) {
      const bytes = bytesOf(entry);
      await t.test(entry.why, async () => void (await tryInput(target, entry.encode ? encode(bytes) : bytes)));
    }
  });
}

test(`${inputs} inputs of each parser bring answers in bounds or the codes they should`, async (t) => {
  const outcomes = new Map<string, FuzzOutcome>();
  const seed = fc.readConfigureGlobal()?.seed ?? Date.now();
  const jobs = allTargets.map(({ name }) => ({ target: name, inputs, seed }));
  await fuzzInThreads(jobs, 2, ({ target }, outcome) => outcomes.set(target, outcome));
  for (const { name } of allTargets) {
    await t.test(name, () => {
      const outcome = outcomes.get(name);
      assert.ok(outcome);
      const { bug } = outcome;
      if (bug) assert.fail(`${bug.words}\nseed ${seed}; keep it in corpus/${name}.json: ${JSON.stringify(bug.entry)}`);
      assert.equal(outcome.inputs, inputs);
    });
  }
});

test('no corpus is without its target, and no two targets have one name', () => {
  const names = allTargets.map(({ name }) => name);
  assert.deepEqual(names, [...new Set(names)]);
  const files = readdirSync(new URL('corpus/', import.meta.url)).map((file) => file.replace(/\.json$/, ''));
  assert.deepEqual(
    files.filter((file) => !names.includes(file)),
    [],
  );
});
