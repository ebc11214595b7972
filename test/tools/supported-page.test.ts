import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { knownModels } from '../../devices/index.ts';
import { supportedPage } from '../../tools/supported-page.ts';

const root = join(import.meta.dirname, '..', '..');

test('the page of supported models is the one the catalogue gives', () => {
  assert.equal(readFileSync(join(root, 'docs', 'SUPPORTED.md'), 'utf8'), supportedPage(), 'run: npm run generate');
});

test('every model has a line of its own under its family, with as many cells as the head', () => {
  const [, kasa = '', tapo = ''] = supportedPage().split(/^## (?:Kasa|Tapo)/m);
  for (const { model, family } of knownModels) {
    const lines = (family === 'kasa' ? kasa : tapo).split('\n').filter((line) => line.startsWith(`| ${model} |`));
    assert.equal(lines.length, 1, model);
    assert.equal(lines[0]?.split('|').length, 10, model);
  }
});

test('a change in the catalogue changes the page', () => {
  const narrowed = knownModels.map((facts) => (facts.model === 'EP25' ? { ...facts, hardware: ['2.6'] } : facts));
  assert.match(supportedPage(narrowed), /^\| EP25 \(hardware 2\.6\) \|/m);
  assert.notEqual(supportedPage(narrowed), supportedPage());
});

test('the README leads to it', () => {
  assert.match(readFileSync(join(root, 'README.md'), 'utf8'), /\]\(docs\/SUPPORTED\.md\)/);
});
