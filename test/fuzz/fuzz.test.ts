import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { allTargets } from './all-targets.ts';
import { bytesOf, corpusOf } from './corpus.ts';
import { Coverage } from './coverage.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { fuzzInThreads, fuzzing } from './fuzz-threads.ts';
import { type FuzzOutcome, runTarget } from './run-target.ts';
import { scout } from './scout.ts';
import { tryInput } from './try-input.ts';

/** Inputs of each parser in a usual run; `npm run fuzz` tries more. */
const inputs = 50_000;

for (const target of allTargets) {
  const { name, samples, encode = (sample: Buffer) => sample } = target;
  test(`${name}: what was found before stays found`, async (t) => {
    t.after(target.end ?? (() => undefined));
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
  const jobs = allTargets.map(({ name, oneIn = 1 }) => ({ target: name, inputs: inputs / oneIn, seed }));
  await fuzzInThreads<FuzzOutcome>(fuzzing, jobs, 2, ({ target }, outcome) => outcomes.set(target, outcome));
  for (const { name, oneIn = 1 } of allTargets) {
    await t.test(name, () => {
      const outcome = outcomes.get(name);
      assert.ok(outcome);
      const { bug } = outcome;
      if (bug) assert.fail(`${bug.words}\nseed ${seed}; keep it in corpus/${name}.json: ${JSON.stringify(bug.entry)}`);
      assert.equal(outcome.inputs, inputs / oneIn);
    });
  }
});

test('inputs are made from those that reached new code, and so come behind what no chance would open', async () => {
  using coverage = new Coverage((url) => url.endsWith('/three-doors.ts'));
  const { doorsOpened } = await import('./three-doors.ts');
  const opened: number[] = [];
  const target: FuzzTarget = {
    name: 'three-doors',
    samples: [Buffer.from('f0f0f0f0', 'hex')],
    codes: [],
    read: (input) => opened.push(doorsOpened(input)),
  };
  const found = await scout(target, { inputs: 20_000, seed: 1, coverage });
  assert.equal(
    opened.reduce((a, b) => Math.max(a, b), 0),
    3,
  );
  assert.ok(found.length >= 3, `${found.length}`);
  opened.length = 0;
  await runTarget(target, { inputs: 20_000, seed: 1 });
  assert.ok(opened.reduce((a, b) => Math.max(a, b), 0) < 3);
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
