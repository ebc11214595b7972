import assert from 'node:assert/strict';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { openStore } from '../../db/index.ts';
import { addLogin, type Desk, newDesk, PlugsDocument } from './fleet-cli.ts';
import { assertDocument, assertWords, behind, refused } from './refusal.ts';
import { typed } from './typed.ts';

const Check = z.strictObject({
  file: z.string(),
  ok: z.boolean(),
  found: z.array(z.string()),
  version: z.number(),
  entries: z.number(),
  newestAt: z.string().nullable(),
});
const RestoredDocument = z.strictObject({ file: z.string(), before: z.string().nullable(), check: Check });

const read = async <T>(desk: Desk, schema: z.ZodType<T>, argv: string[], exit = 0): Promise<T> => {
  const said = await typed(desk, ['--json', ...argv]);
  assert.equal(said.exit, exit, said.stderr);
  return schema.parse(JSON.parse(said.stdout));
};

const macsOf = async (desk: Desk): Promise<string[]> =>
  (await read(desk, PlugsDocument, ['list'])).plugs.map((p) => p.mac);

async function addPlugs(desk: Desk, first: number, count: number): Promise<void> {
  const rows = Array.from(
    { length: count },
    (_, i) => `50:C7:BF:00:${two((first + i) >> 8)}:${two((first + i) & 255)},HS103,yes`,
  );
  const list = join(desk.folder, 'list.csv');
  writeFileSync(list, `mac,model,owned\n${rows.join('\n')}\n`);
  const { exit, stderr } = await typed(desk, ['import', list]);
  assert.equal(exit, 0, stderr);
}

const two = (byte: number): string => byte.toString(16).padStart(2, '0').toUpperCase();

function spoil(file: string): void {
  const open = openSync(file, 'r+');
  for (let page = 2; page < 40; page += 3) writeSync(open, Buffer.alloc(512, 0xa5), 0, 512, page * 4096 + 64);
  closeSync(open);
}

test('what several looks at a damaged database find in the same words is told once', async (t) => {
  const desk = newDesk(t);
  await addPlugs(desk, 0, 2);
  const open = new Database(desk.db);
  const root = open.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'sighting'").pluck().get();
  open.pragma('wal_checkpoint(TRUNCATE)');
  open.close();
  const file = openSync(desk.db, 'r+');
  writeSync(file, Buffer.alloc(4096, 'x'), 0, 4096, (Number(root) - 1) * 4096);
  closeSync(file);
  const { found } = await read(desk, Check, ['db', 'check'], 1);
  assert.ok(found.length > 0);
  assert.deepEqual(found, [...new Set(found)]);
});

test('a damaged database says how to get out, and the backup takes its place with nothing of it lost', async (t) => {
  const desk = newDesk(t);
  await addLogin(desk);
  await addPlugs(desk, 0, 300);
  const backup = join(desk.folder, 'monday.db');
  // its owner goes on while it is copied
  const owner = openStore(desk.db, { mode: 'own', wallMs: Date.now, owner: { command: 'the window' } });
  await read(desk, z.object({ file: z.string() }), ['db', 'backup', backup]);
  assert.ok((await read(desk, Check, ['db', 'check'])).ok, 'a full check beside the owner');
  await refused(desk, ['db', 'restore', backup], { code: 'database-in-use', names: /the window/ });
  owner.close();
  const then = await macsOf(desk);

  await addPlugs(desk, 300, 5);
  new Database(desk.db).pragma('wal_checkpoint(TRUNCATE)');
  spoil(desk.db);
  // what a kill leaves behind: a log that belongs to the damaged file and must not be played into the copy
  const log = Buffer.alloc(8192, 7);
  writeFileSync(`${desk.db}-wal`, log);
  const damaged = readFileSync(desk.db);
  assertWords(await typed(desk, ['list']), { code: 'database-damaged', names: /fleet\.db/, next: /db restore FILE/ });
  const found = await read(desk, Check, ['db', 'check'], 1);
  assert.ok(!found.ok && found.found.length > 0);
  const words = await typed(desk, ['db', 'check']);
  assert.match(words.stdout, /NOT sound.+db restore FILE/s, 'what is wrong, then what to do');

  const { before, check } = await read(desk, RestoredDocument, ['db', 'restore', backup]);
  assert.deepEqual(await macsOf(desk), then);
  assert.equal(check.entries, 300);
  assert.ok(before !== null && damaged.equals(readFileSync(before)), 'the damaged one is kept as it was');
  assert.ok(log.equals(readFileSync(`${before}-wal`)), 'with its log');
  for (const command of [
    ['ledger', 'verify'],
    ['db', 'check'],
    ['plan', '--all'],
    ['login', 'list'],
  ]) {
    const { exit, stdout, stderr } = await typed(desk, command);
    assert.equal(exit, 0, stderr);
    if (command[0] === 'login') assert.match(stdout, /fleet/);
  }
  assert.deepEqual(
    readdirSync(desk.folder).filter((name) => name.endsWith('.part')),
    [],
  );
});

test('on a new computer the backup is the beginning', async (t) => {
  const [old, fresh] = [newDesk(t), newDesk(t)];
  await addPlugs(old, 0, 3);
  const backup = join(old.folder, 'copy.db');
  await typed(old, ['db', 'backup', backup]);
  const words = await typed(fresh, ['db', 'restore', backup]);
  assert.equal(words.exit, 0, words.stderr);
  assert.match(words.stdout, /knows what was done until .*\n$/);
  assert.deepEqual(await macsOf(fresh), await macsOf(old));
});

test('what is no sound copy of ours is not put in place of the database', async (t) => {
  const desk = newDesk(t);
  await addPlugs(desk, 0, 300);
  const copies = join(desk.folder, 'copies');
  mkdirSync(copies);
  const copy = async (name: string): Promise<string> => {
    const file = join(copies, name);
    await typed(desk, ['db', 'backup', file]);
    return file;
  };
  const [broken, newer, rewritten] = [await copy('broken.db'), await copy('newer.db'), await copy('rewritten.db')];
  spoil(broken);
  new Database(newer).pragma('user_version = 9990');
  behind(rewritten, 'DROP TRIGGER ledgerKeepsContent');
  behind(rewritten, "UPDATE ledger SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 7");
  const letter = join(copies, 'letter.txt');
  writeFileSync(letter, 'Dear Sir or Madam,\n'.repeat(500));
  for (const file of [broken, rewritten, letter])
    await refused(desk, ['db', 'restore', file], { code: 'database-damaged', names: new RegExp(file) });
  await refused(desk, ['db', 'restore', newer], { code: 'database-newer', names: /9990/ });
  await refused(desk, ['db', 'restore', desk.db], { code: 'database-in-use', names: /the database itself/ });
  const missing = join(copies, 'missing.db');
  await refused(desk, ['db', 'restore', missing], { code: 'database-unopenable', names: /missing\.db/ });
  assertDocument(await typed(desk, ['--json', 'db', 'check', letter]), { code: 'database-damaged' });
  const found = await read(desk, Check, ['db', 'check', rewritten], 1);
  assert.match(found.found.join(), /ledger is not whole/);
  assert.ok(!existsSync(missing));
});
