import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { allChecks } from './all-checks.ts';

for (const { name, run } of allChecks) test(name, run);

test('no file of checks is left out, and no two checks have one name', () => {
  const list = readFileSync(new URL('all-checks.ts', import.meta.url), 'utf8');
  const files = readdirSync(import.meta.dirname).filter(
    (name) => /-checks\.ts$/.test(name) && name !== 'all-checks.ts',
  );
  assert.ok(files.length > 0);
  assert.deepEqual(
    files.filter((name) => !list.includes(`from './${name}'`)),
    [],
  );
  const names = allChecks.map(({ name }) => name);
  assert.deepEqual(names, [...new Set(names)]);
});
