import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { PlugfleetError } from '../../contract/index.ts';
import { readMigrations } from '../../db/migrations.ts';
import { samplePlug } from './samples.ts';
import { type Scratch, scratch } from './scratch.ts';

const own = new URL('../../db/migrations/', import.meta.url);

/** Our migrations and some more, as a later version would have them. */
function later({ folder }: Scratch, more: Readonly<Record<string, string>>): URL {
  const migrations = join(folder, 'migrations');
  cpSync(own, migrations, { recursive: true });
  for (const [name, sql] of Object.entries(more)) writeFileSync(join(migrations, name), sql);
  return pathToFileURL(`${migrations}/`);
}

function withOnePlug({ open }: Scratch) {
  const store = open();
  const plug = store.plugs.save(samplePlug());
  store.close();
  return plug;
}

test('migrations are numbered by tens and have a slug', () => {
  for (const { version, name } of readMigrations(own)) {
    assert.equal(version % 10, 0, name);
    assert.match(name, /^\d{4}(-[a-z0-9]+)+\.sql$/);
  }
  assert.equal(readMigrations(own).length, readdirSync(own).length);
});

test('an older file is copied, then brought up to date', (t) => {
  const place = scratch(t);
  const plug = withOnePlug(place);
  const migrations = later(place, {
    '8020-colour.sql': "ALTER TABLE plug ADD COLUMN colour TEXT NOT NULL DEFAULT 'white';",
    '8030-rename.sql': 'ALTER TABLE plug RENAME COLUMN colour TO paint;',
  });
  assert.throws(() => place.open({ mode: 'read', migrations }), { code: 'database-read-only' });

  const store = place.open({ migrations });
  assert.deepEqual(store.plugs.all(), [plug]);
  store.close();
  const migrated = place.raw();
  assert.equal(migrated.pragma('user_version', { simple: true }), 8030);
  assert.equal(migrated.prepare('SELECT paint FROM plug').pluck().get(), 'white');

  const copy = `${place.file}.before-8020.bak`;
  assert.deepEqual(place.open({ file: copy }).plugs.all(), [plug]);
  assert.deepEqual(
    readdirSync(place.folder).filter((name) => name.endsWith('.part')),
    [],
  );
});

test('plugs of a file that knows nothing of protected outlets have none', (t) => {
  const place = scratch(t);
  const migrations = join(place.folder, 'migrations');
  cpSync(own, migrations, { recursive: true });
  for (const name of readdirSync(migrations)) if (name >= '0030') rmSync(join(migrations, name));
  place.open({ migrations: pathToFileURL(`${migrations}/`) }).close();
  const old = place.raw();
  old.exec(
    `INSERT INTO plug (mac, model, family, alias, notes, owned, feedsNetwork, standing, relay, outlets)
     VALUES ('${samplePlug().mac}', 'HS300', 'kasa', 'strip', '{}', 1, 0, 'ready', 'on', '[]')`,
  );
  assert.equal(old.pragma('user_version', { simple: true }), 20);
  old.close();
  const store = place.open();
  assert.deepEqual(
    store.plugs.all().map((plug) => plug.protectedOutlets),
    [[]],
  );
  assert.throws(() => place.raw().exec("UPDATE plug SET protectedOutlets = 'fridge'"), /CHECK constraint/);
});

test('a new file, or one that is up to date, needs no copy', (t) => {
  const place = scratch(t);
  const migrations = later(place, { '8020-more.sql': 'CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT;' });
  place.open({ migrations }).close();
  place.open({ migrations }).close();
  assert.deepEqual(
    readdirSync(place.folder).filter((name) => name.includes('.bak')),
    [],
  );
});

for (const [what, sql] of [
  ['cannot be carried out', 'CREATE TABLE again (id INTEGER); DROP TABLE nowhere;'],
  ['would leave rows that point nowhere', 'DELETE FROM site;'],
] as const) {
  test(`a migration that ${what} changes nothing and says where the copy is`, (t) => {
    const place = scratch(t);
    const plug = withOnePlug(place);
    const migrations = later(place, { '8020-fine.sql': 'CREATE TABLE fine (id INTEGER);', '8030-bad.sql': sql });
    const copy = `${place.file}.before-8020.bak`;
    // twice: what the first failure left behind must not be in the way
    for (let times = 0; times < 2; times++) {
      assert.throws(
        () => place.open({ migrations }),
        (thrown: PlugfleetError) =>
          thrown.facts['copy'] === copy && thrown.message.includes(copy) && thrown.message.includes('is unchanged'),
      );
    }
    assert.ok(existsSync(copy));
    assert.deepEqual(place.open({ file: copy, mode: 'read' }).plugs.all(), [plug]);
    const store = place.open();
    assert.deepEqual(store.plugs.all(), [plug]);
    const tables = place.raw().prepare("SELECT name FROM sqlite_schema WHERE name IN ('fine', 'again')").all();
    assert.deepEqual(tables, []);
  });
}

test('a newer file is refused for writing, and read as far as it can be', (t) => {
  const place = scratch(t);
  const plug = withOnePlug(place);
  const newer = later(place, { '9990-next.sql': 'ALTER TABLE plan RENAME TO proposal; ALTER TABLE plug ADD x TEXT;' });
  place.open({ migrations: newer }).close();

  assert.throws(
    () => place.open(),
    (thrown: PlugfleetError) => thrown.code === 'database-newer' && thrown.message.includes(place.file),
  );
  const reader = place.open({ mode: 'read' });
  assert.deepEqual(reader.plugs.all(), [plug]);
  assert.throws(() => reader.plans.byId('P-1'), { code: 'database-newer' });
  reader.close();
  place.raw().exec(`UPDATE plug SET standing = 'dreaming'`);
  assert.throws(() => place.open({ mode: 'read' }).plugs.all(), { code: 'database-newer' });
});
