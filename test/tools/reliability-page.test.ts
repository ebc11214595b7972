import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { laws, lawTestsIn, testsOfLaws, withLawTable } from '../../tools/law-table.ts';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'RELIABILITY.md'), 'utf8');

test('the table of laws is the one that the tests give', () => {
  assert.equal(page, withLawTable(page, testsOfLaws(root)), 'run: npm run generate');
});

test('each of the twelve laws has a test, and the tests that the page names exist', () => {
  const held = new Set(testsOfLaws(root).flatMap((one) => one.laws));
  assert.deepEqual(
    Object.keys(laws).map(Number),
    Array.from({ length: 12 }, (_, i) => i + 1),
  );
  for (const law of Object.keys(laws)) assert.ok(held.has(Number(law)), `no test holds law ${law}`);
  const rows = [...page.matchAll(/^\|.*\| (.+) \| `(test\/[^`]+)` \|$/gm)];
  assert.ok(rows.length > 40, `${rows.length} rows`);
  for (const [, name = '', file = ''] of rows) {
    assert.ok(existsSync(join(root, file)), file);
    // the parts of a name that stand in the file as they are
    const text = readFileSync(join(root, file), 'utf8').replaceAll("\\'", "'");
    for (const part of name.replaceAll('\\|', '|').split('…')) assert.ok(text.includes(part), `${file}: ${name}`);
  }
});

test('the figures of the last full run say that nothing was sent twice or claimed falsely', () => {
  const [, kills] = /\*\*(\d+) kills, 0 reset twice, 0 false done\*\*/.exec(page) ?? [];
  assert.ok(Number(kills) >= 300, `${kills} kills: npm run test:trust -- --full`);
});

test('markers above tests and in names are read; one that stands above nothing is an error', () => {
  const text = [
    '// laws 3-5, 11',
    "test('it\\'s one', () => undefined);",
    '  // law 6',
    '  for (const x of [])',
    `    test(\`a \${x} of many\`, () => undefined);`,
    "test('law 9: gently', () => undefined);",
    "test('none', () => undefined);",
  ];
  assert.deepEqual(lawTestsIn('test/a.test.ts', text.join('\n')), [
    { file: 'test/a.test.ts', name: "it's one", laws: [3, 4, 5, 11] },
    { file: 'test/a.test.ts', name: 'a … of many', laws: [6] },
    { file: 'test/a.test.ts', name: 'law 9: gently', laws: [9] },
  ]);
  assert.throws(() => lawTestsIn('a', '// law 4\n\ntest("x", f);'), /above no test/);
  assert.throws(() => lawTestsIn('a', '// law 13\ntest("x", f);'), /no law 13/);
});
