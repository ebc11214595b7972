import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Desk, newDesk } from './fleet-cli.ts';
import { refused } from './refusal.ts';
import { typed } from './typed.ts';

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const nobody = 65_534;

/** Every command that puts a file where it is told to. */
const writers: readonly (readonly [name: string, argv: (file: string) => readonly string[]])[] = [
  ['fleet.csv', (file) => ['export', file]],
  ['fleet.xlsx', (file) => ['export', file]],
  ['fleet.json', (file) => ['export', file]],
  ['ledger.csv', (file) => ['ledger', 'export', file]],
  ['ledger.xlsx', (file) => ['ledger', 'export', file]],
  ['copy.db', (file) => ['db', 'backup', file]],
  ['cards.pdf', (file) => ['checklist', '--all', '--out', file]],
  ['labels.pdf', (file) => ['labels', '--out', file]],
];

/** A desk with two plugs, and a folder that everybody may write to, without the bit that keeps others' links away. */
async function shared(t: TestContext): Promise<{ desk: Desk; share: string; at: (name: string) => string }> {
  const desk = newDesk(t);
  writeFileSync(join(desk.folder, 'in.csv'), 'mac,room,owned\n50C7BF000001,A,yes\n50C7BF000002,B,yes\n');
  assert.equal((await typed(desk, ['import', 'in.csv'])).exit, 0);
  const share = join(desk.folder, 'share');
  mkdirSync(share);
  chmodSync(share, 0o777);
  return { desk, share, at: (name) => join(share, name) };
}

test('what no file can take the place of is named and left as it is, and nothing is begun beside it', async (t) => {
  if (process.platform === 'win32') return t.skip('a system with FIFOs is needed');
  const { desk, share, at } = await shared(t);
  for (const [name, argv] of writers) {
    const file = at(name);
    for (const [put, isThere] of [
      [() => mkdirSync(file), () => lstatSync(file).isDirectory()],
      [() => execFileSync('/usr/bin/mkfifo', [file]), () => lstatSync(file).isFIFO()],
      [() => symlinkSync('/dev/full', file), () => lstatSync(file).isSymbolicLink()],
      [() => symlinkSync(at('nowhere'), file), () => lstatSync(file).isSymbolicLink()],
    ] as const) {
      put();
      await refused(desk, argv(file), { code: 'file-unwritable', names: new RegExp(name) });
      assert.ok(isThere(), name);
      assert.deepEqual(readdirSync(share), [name]);
      execFileSync('rm', ['-r', file]);
    }
  }
});

// law 10
test('a link that another user laid is not written through, and his file does not say who may read ours', async (t) => {
  if (!isRoot) return t.skip('only root can be two users');
  const { desk, share, at } = await shared(t);
  const victim = join(desk.folder, 'victim');
  for (const [name, argv] of writers) {
    writeFileSync(victim, 'precious');
    symlinkSync(victim, at(name));
    lchownSync(at(name), nobody, nobody);
    await refused(desk, argv(at(name)), { code: 'file-unwritable', names: /another user/ });
    assert.equal(readFileSync(victim, 'utf8'), 'precious', name);
    assert.deepEqual(readdirSync(share), [name]);
    execFileSync('rm', [at(name)]);

    writeFileSync(at(name), 'bait');
    chownSync(at(name), nobody, nobody);
    chmodSync(at(name), 0o666);
    const { exit, stderr } = await typed(desk, argv(at(name)));
    assert.equal(exit, 0, stderr);
    const made = statSync(at(name));
    assert.deepEqual([made.mode & 0o777, made.uid], [0o600, 0], name);
    execFileSync('rm', [at(name)]);

    // his own link and his own file: a person keeps who may read it
    writeFileSync(victim, 'old');
    chmodSync(victim, 0o640);
    symlinkSync(victim, at(name));
    assert.equal((await typed(desk, argv(at(name)))).exit, 0);
    assert.ok(lstatSync(at(name)).isSymbolicLink());
    assert.equal(statSync(victim).mode & 0o777, 0o640, name);
    assert.notEqual(readFileSync(victim, 'utf8'), 'old');
    execFileSync('rm', [at(name), victim]);
  }
});

// law 10
test('a token that somebody else put there, or may read, opens no door', async (t) => {
  if (!isRoot) return t.skip('only root can be two users');
  const { desk, at } = await shared(t);
  const file = at('token');
  const serve = ['serve', '--token-file', file];
  const text = 'a-token-that-somebody-else-made-up';
  for (const [mode, uid] of [
    [0o644, 0],
    [0o602, 0],
    [0o620, 0],
    [0o600, nobody],
  ] as const) {
    writeFileSync(file, text);
    chmodSync(file, mode);
    chownSync(file, uid, uid);
    await refused(desk, serve, { code: 'bad-input', names: /another user/ });
    assert.equal(readFileSync(file, 'utf8'), text);
    execFileSync('rm', [file]);
  }
  execFileSync('/usr/bin/mkfifo', [file]);
  await refused(desk, serve, { code: 'file-unreadable', names: /not an ordinary file/ });
  execFileSync('rm', [file]);
  symlinkSync(at('nowhere'), file);
  await refused(desk, serve, { code: 'file-unwritable' });
  execFileSync('rm', [file]);
  mkdirSync(file);
  await refused(desk, serve, { code: 'file-unreadable', names: /not an ordinary file/ });
});
