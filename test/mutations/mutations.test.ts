import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { laws } from '../../tools/law-table.ts';
import { mutations } from './mutations.ts';
import { mutated, scratchTree, tryMutation } from './try-mutation.ts';

const root = join(import.meta.dirname, '..', '..');

test('every mutation still fits its file, names tests that exist, and each law has one', () => {
  const names = mutations.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const one of mutations) {
    const text = readFileSync(join(root, one.file), 'utf8');
    assert.notEqual(mutated(text, one), undefined, `no longer fits ${one.file}: ${one.name}`);
    for (const file of one.tests) assert.ok(existsSync(join(root, file)), file);
  }
  const held = new Set(mutations.map(({ law }) => law));
  assert.deepEqual(
    Object.keys(laws)
      .map(Number)
      .filter((law) => !held.has(law)),
    [],
  );
});

test('what is noticed, what is not, what does not fit and what does not load are told apart', () => {
  using tree = scratchTree(root);
  const base = { law: 3, name: 'x', file: 'engine/planning/refusals.ts', tests: ['test/engine/planning.test.ts'] };
  const outcome = (find: string, replace: string) => tryMutation(tree.folder, { ...base, find, replace });
  assert.equal(outcome('loadedFromWatts = 5', 'loadedFromWatts = 500'), 'caught');
  assert.equal(outcome('loadedFromWatts = 5', 'loadedFromWatts = 5.0'), 'NOT caught');
  assert.equal(outcome('no such words', ''), 'stale');
  assert.equal(outcome('loadedFromWatts = 5', 'loadedFromWatts = ='), 'broken');
});
