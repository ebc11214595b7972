import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { refuseTaken, writeNewFile } from '../../paper/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'plugfleet-new-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('a new file takes nobody’s place, not even one that came after the first look', async () => {
  const here = mkdtempSync(join(folder, 'place-'));
  const file = join(here, 'a.json');
  await refuseTaken(file);
  writeFileSync(file, 'somebody else’s');
  await assert.rejects(writeNewFile(file, Buffer.from('mine')), {
    code: 'file-unwritable',
    message: /a\.json is there/,
  });
  assert.equal(readFileSync(file, 'utf8'), 'somebody else’s');
  symlinkSync(join(here, 'target.json'), join(here, 'link.json'));
  await assert.rejects(writeNewFile(join(here, 'link.json'), Buffer.from('mine')), { code: 'file-unwritable' });
  await writeNewFile(join(here, 'b.json'), Buffer.from('mine'));
  assert.equal(readFileSync(join(here, 'b.json'), 'utf8'), 'mine');
  assert.deepEqual(readdirSync(here).sort(), ['a.json', 'b.json', 'link.json'], 'and nothing is left beside it');
});

test('what is there already, and a folder that is not, are named at the first look', async () => {
  const here = mkdtempSync(join(folder, 'look-'));
  mkdirSync(join(here, 'folder'));
  symlinkSync('nowhere', join(here, 'link'));
  for (const [name, why] of [
    ['folder', /a folder/],
    ['link', /a link/],
    ['no/where', /ENOENT/],
  ] as const)
    await assert.rejects(refuseTaken(join(here, name)), { code: 'file-unwritable', message: why });
});
