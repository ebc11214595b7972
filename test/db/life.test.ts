import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { columnsOf, kept, keptVersions, makeEmpty, migrations, rowsOf, schemaOf, tablesOf } from './kept-schemas.ts';
import { samplePlug } from './samples.ts';
import { scratch } from './scratch.ts';

test('of every schema there ever was a database is kept (else: npm run keep-schema)', () => {
  assert.deepEqual(
    keptVersions(),
    migrations.map(({ version }) => version),
  );
});

for (const version of keptVersions()) {
  test(`a database of schema ${version} is opened by today's program, and nothing in it is lost`, async (t) => {
    const place = scratch(t);
    const old = place.raw();
    old.exec(kept(version));
    const tables = tablesOf(old).map((table) => {
      const columns = columnsOf(old, table);
      return { table, columns, rows: rowsOf(old, table, columns) };
    });
    for (const { table, rows } of tables) assert.ok(rows.length > 0, `${table} of schema ${version} holds nothing`);
    old.close();

    const store = place.open();
    const now = place.raw();
    for (const { table, columns, rows } of tables) assert.deepEqual(rowsOf(now, table, columns), rows, table);
    assert.deepEqual(now.pragma('integrity_check', { simple: true }), 'ok');
    const { ok, entries } = store.ledger.verify();
    assert.ok(ok && entries === store.ledger.entries({}).length);
    const [strip] = store.plugs.all();
    const protectedOutlets = version < 30 ? [] : samplePlug().protectedOutlets;
    assert.deepEqual(strip, samplePlug({ id: 1, protectedOutlets }));
    const isSnapshotKept = store.plugs.latestSnapshot(1)?.alias === 'Küche';
    assert.ok(isSnapshotKept && store.plugs.sightings(1, 9).length === 1);
    assert.ok(store.others.all().length > 0 && store.logins.all().length > 0 && store.plans.byId('P-7K3QD'));
    assert.equal(store.places.site('elm court')?.rooms[0]?.occupiedReason, 'guests');

    const next = migrations.find((m) => m.version > version)?.version;
    if (next !== undefined) assert.ok(existsSync(`${place.file}.before-${String(next).padStart(4, '0')}.bak`));
    const copy = `${place.file}.copy`;
    await store.backup(copy);
    assert.deepEqual(place.open({ file: copy, mode: 'read' }).plugs.all(), store.plugs.all());
  });

  test(`no migration up to ${version} was changed after it was kept`, () => {
    const [then, now] = [new Database(':memory:'), new Database(':memory:')];
    then.exec(kept(version));
    makeEmpty(now, version);
    assert.deepEqual(schemaOf(now), schemaOf(then));
  });
}
