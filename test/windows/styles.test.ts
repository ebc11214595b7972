import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { test } from 'node:test';
import { builtPage, pageFolder } from './window.ts';

const namesIn = (text: string): Set<string> => new Set(text.match(/\bm[-_][0-9a-z]{6,10}\b/g));

test('every component in the page has its styles in the page', async () => {
  await builtPage();
  const assets = join(pageFolder, 'assets');
  const ofKind = (kind: string): string =>
    readdirSync(assets)
      .filter((name) => extname(name) === kind)
      .map((name) => readFileSync(join(assets, name), 'utf8'))
      .join('\n');
  const { resolve } = createRequire(import.meta.url);
  const styled = namesIn(readFileSync(resolve('@mantine/core/styles.css'), 'utf8'));
  const here = namesIn(ofKind('.css'));
  const used = [...namesIn(ofKind('.js'))].filter((name) => styled.has(name));
  assert.ok(used.length > 50, `${used.length} names of styles were found in the page's code`);
  assert.deepEqual(
    used.filter((name) => !here.has(name)),
    [],
  );
});
