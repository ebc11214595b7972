import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import Database from 'better-sqlite3';
import { fill } from './fill-disk.ts';
import { type Desk, newDesk } from './fleet-cli.ts';
import { assertDocument, assertWords, contentOf, type Refusal, refused } from './refusal.ts';
import { spawned, typed } from './typed.ts';

/** Commands that change something, and commands that only look. */
const changing: string[][] = [
  ['plan', '--all'],
  ['own', '--all'],
];
const looking: string[][] = [['list'], ['runs'], ['export', 'fleet.json'], ['login', 'list']];

async function withPlugs(desk: Desk, count = 3): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) => `50:C7:BF:00:${two(i >> 8)}:${two(i & 255)},HS103,yes`);
  const list = join(desk.folder, 'list.csv');
  writeFileSync(list, `mac,model,owned\n${rows.join('\n')}\n`);
  const { exit, stderr } = await typed(desk, ['import', list]);
  assert.equal(exit, 0, stderr);
}

const two = (byte: number): string => byte.toString(16).padStart(2, '0').toUpperCase();

/** The same desk with its database somewhere else. */
const at = (desk: Desk, db: string): Desk => ({ ...desk, db });

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;

/** A small disk of its own for this test; root only. */
function disk(t: TestContext, size: string): { folder: string; remount(option: string): void } {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-disk-'));
  execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  t.after(() => {
    execFileSync('/bin/umount', ['-l', folder]);
    rmdirSync(folder);
  });
  return { folder, remount: (option) => execFileSync('/bin/mount', ['-o', `remount,${option}`, folder]) };
}

test('a database of a newer Plugfleet can be looked at and exported, and nothing else', async (t) => {
  const desk = newDesk(t);
  await withPlugs(desk);
  const raw = new Database(desk.db);
  raw.pragma('user_version = 9990');
  raw.close();
  for (const command of changing)
    await refused(desk, command, { code: 'database-newer', names: /9990/, next: /Update/ });
  for (const command of looking) {
    const { exit, stderr } = await typed(desk, command);
    assert.equal(exit, 0, `${command.join(' ')}: ${stderr}`);
  }
  assert.equal(JSON.parse(readFileSync(join(desk.folder, 'fleet.json'), 'utf8')).plugs.length, 3);
});

test('a damaged database is said to be damaged, whatever is asked of it', async (t) => {
  const desk = newDesk(t);
  await withPlugs(desk, 300);
  new Database(desk.db).pragma('wal_checkpoint(TRUNCATE)');
  const file = openSync(desk.db, 'r+');
  for (let page = 2; page < 40; page += 3) writeSync(file, Buffer.alloc(512, 0xa5), 0, 512, page * 4096 + 64);
  closeSync(file);
  const bytes = readFileSync(desk.db);
  const damaged: Refusal = { code: 'database-damaged', names: /fleet\.db/, next: /backup/ };
  for (const command of [...changing, ...looking]) {
    assertWords(await typed(desk, command), damaged);
    assertDocument(await typed(desk, ['--json', ...command]), damaged);
  }
  assert.ok(bytes.equals(readFileSync(desk.db)), 'nothing was done to the damaged file');
});

test("what is no database, or another program's, is left as it is", async (t) => {
  const desk = newDesk(t);
  const letter = join(desk.folder, 'letter.txt');
  writeFileSync(letter, `${'Dear Sir or Madam,\n'.repeat(500)}`);
  const foreign = join(desk.folder, 'foreign.db');
  const raw = new Database(foreign);
  raw.exec('CREATE TABLE recipe (name TEXT)');
  raw.close();
  for (const file of [letter, foreign]) {
    const before = readFileSync(file);
    for (const command of [...changing, ...looking]) {
      const refusal: Refusal = { code: 'database-damaged', names: new RegExp(file) };
      assertWords(await typed(at(desk, file), command), refusal);
      assertDocument(await typed(at(desk, file), ['--json', ...command]), refusal);
    }
    assert.ok(before.equals(readFileSync(file)), file);
  }
});

test('a database in a folder that is not there is not made, and a folder is no database', async (t) => {
  const desk = newDesk(t);
  const missing = join(desk.folder, 'nowhere', 'fleet.db');
  for (const [db, names] of [
    [missing, /does not exist/],
    [desk.folder, /is a folder/],
  ] as const)
    for (const command of [...changing, ...looking]) {
      const refusal: Refusal = { code: 'database-unopenable', names, next: /folder/ };
      assertWords(await typed(desk, ['--db', db, ...command]), refusal);
      assertDocument(await typed(desk, [...command, '--db', db, '--json']), refusal);
    }
  assert.equal(existsSync(join(desk.folder, 'nowhere')), false);
});

test('looking before anything was found says how to begin, and makes nothing', async (t) => {
  const desk = newDesk(t);
  for (const command of looking)
    await refused(desk, command, { code: 'database-unopenable', names: /plugfleet scan or import/ });
  assert.equal(existsSync(desk.db), false);
});

test('a folder that cannot be written: looking goes on, changing is refused', async (t) => {
  const desk = newDesk(t);
  const folder = isRoot ? disk(t, '8m') : { folder: join(desk.folder, 'locked'), remount: undefined };
  if (folder.remount === undefined) mkdirSync(folder.folder);
  const there = at(desk, join(folder.folder, 'fleet.db'));
  await withPlugs(there);
  if (folder.remount) folder.remount('ro');
  else chmodSync(folder.folder, 0o500);
  try {
    for (const command of changing)
      await refused(there, command, { code: 'database-read-only', names: /cannot be written/, next: /permissions/ });
    for (const command of looking) {
      const { exit, stderr } = await typed(there, command);
      assert.equal(exit, 0, `${command.join(' ')}: ${stderr}`);
    }
  } finally {
    // the desk is cleared away first thing after the test, which a locked folder would not allow
    if (!folder.remount) chmodSync(folder.folder, 0o700);
  }
});

test('a file that belongs to somebody else: looking goes on, changing is refused', async (t) => {
  if (!isRoot) return t.skip('only root can be somebody else');
  const desk = newDesk(t);
  await withPlugs(desk);
  chmodSync(desk.folder, 0o755);
  const nobody = 65_534;
  const change = await spawned(desk, ['own', '--all'], { uid: nobody });
  assertWords(change, { code: 'database-read-only', next: /permissions/ });
  const look = await spawned(desk, ['list', '--json'], { uid: nobody });
  assert.equal(look.exit, 0, look.stderr);
  assert.equal(JSON.parse(look.stdout).plugs.length, 3);
});

test('a full disk: what was recorded stays, and work goes on once there is space', async (t) => {
  if (!isRoot) return t.skip('only root on Linux may mount a small disk');
  const desk = newDesk(t);
  const { folder } = disk(t, '1m');
  const there = at(desk, join(folder, 'fleet.db'));
  await withPlugs(there);
  const kept = contentOf(there.db);
  const ballast = join(folder, 'ballast');
  fill(ballast);
  const full: Refusal = { code: 'disk-full', next: /space/ };
  for (const command of [
    ['protect', '--all', '--reason', 'x'.repeat(150)],
    ['import', manyPlugs(desk)],
    ['login', 'add', 'fleet', '--email', 'a@b.example'],
    ['export', join(folder, 'fleet.csv')],
    ['checklist', '--all', '--out', join(folder, 'cards.pdf')],
  ]) {
    assertWords(await typed(there, command, { stdin: 'secret\n' }), full);
    assertDocument(await typed(there, ['--json', ...command], { stdin: 'secret\n' }), full);
  }
  assert.equal((await typed(there, ['list'])).exit, 0);
  rmSync(ballast);
  assert.equal(contentOf(there.db), kept);
  assert.equal((await typed(there, ['protect', '--all', '--reason', 'alarm'])).exit, 0);
});

test('a file that is being replaced on a full disk stays as it was', async (t) => {
  if (!isRoot) return t.skip('only root on Linux may mount a small disk');
  const desk = newDesk(t);
  await withPlugs(desk, 500);
  const { folder } = disk(t, '256k');
  const file = join(folder, 'fleet.csv');
  writeFileSync(file, 'the export of yesterday');
  fill(join(folder, 'ballast'), 12 * 1024);
  await refused(desk, ['export', file], { code: 'disk-full' });
  assert.equal(readFileSync(file, 'utf8'), 'the export of yesterday');
});

function manyPlugs(desk: Desk): string {
  const list = join(desk.folder, 'many.csv');
  const rows = Array.from({ length: 3000 }, (_, i) => `60:C7:BF:00:${two(i >> 8)}:${two(i & 255)},HS103,Lamp ${i}`);
  writeFileSync(list, `mac,model,alias\n${rows.join('\n')}\n`);
  return list;
}
