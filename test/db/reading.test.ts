import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Store } from '../../contract/index.ts';
import { makeReadOnly } from './read-only.ts';
import { mac, samplePlan, samplePlug, sampleSnapshot, saying } from './samples.ts';
import { scratch } from './scratch.ts';

const writers: readonly (readonly [string, (store: Store) => unknown])[] = [
  ['plugs.save', (s) => s.plugs.save(samplePlug())],
  [
    'plugs.addSighting',
    (s) => s.plugs.addSighting(1, { at: '', address: '', source: 'tdp', owner: null, factoryDefault: null }),
  ],
  ['plugs.addSnapshot', (s) => s.plugs.addSnapshot(1, sampleSnapshot())],
  ['others.save', (s) => s.others.save({ mac: mac(9), address: '', model: '', kind: 'hub', lastSeenAt: '' })],
  ['places.setSite', (s) => s.places.setSite('new')],
  ['places.setSite, one that is there', (s) => s.places.setSite('Elm Court', [])],
  ['places.setRoom', (s) => s.places.setRoom('Elm Court', 'Flat 12', { order: 1 })],
  ['logins.add', (s) => s.logins.add({ name: 'x', email: 'y', setAt: '' })],
  ['logins.remove', (s) => s.logins.remove('main')],
  ['plans.add', (s) => s.plans.add(samplePlan('P-2'))],
  ['ledger.append', (s) => s.ledger.append('', saying('me'))],
];

test('a reader reads everything and refuses every change', (t) => {
  const { open } = scratch(t);
  const owner = open();
  const plug = owner.plugs.save(samplePlug());
  owner.plans.add(samplePlan('P-1'));
  owner.ledger.append('2026-11-23', saying('me'));
  owner.close();

  const reader = open({ mode: 'read' });
  for (const [name, write] of writers) {
    assert.throws(() => write(reader), { code: 'database-read-only' }, name);
    assert.throws(() => reader.transaction(() => write(reader)), { code: 'database-read-only' }, name);
  }
  assert.deepEqual(reader.plugs.all(), [plug]);
  assert.deepEqual(reader.plans.byId('P-1'), samplePlan('P-1'));
  assert.equal(reader.ledger.verify().entries, 1);
});

test('there is nothing to read where there is no file, nothing in it, or no folder', (t) => {
  const { open, folder, raw } = scratch(t);
  assert.throws(() => open({ mode: 'read' }), { code: 'database-unopenable' });
  assert.deepEqual(readdirSync(folder), []);
  raw().exec('VACUUM');
  assert.throws(() => open({ mode: 'read' }), { code: 'database-unopenable' });
  for (const mode of ['own', 'read'] as const) {
    const file = join(folder, 'missing', 'inventory.db');
    assert.throws(
      () => open({ mode, file }),
      (thrown: Error & { code?: string }) => thrown.code === 'database-unopenable' && thrown.message.includes(file),
    );
    assert.throws(() => open({ mode, file: folder }), { code: 'database-unopenable' });
  }
});

test('a folder that cannot be written can be read, and is refused for owning', (t) => {
  const place = scratch(t);
  const store = place.open();
  const plug = store.plugs.save(samplePlug());
  store.close();
  const refused = makeReadOnly(place, place.folder);
  if (refused) return t.skip(refused.skip);

  assert.throws(() => place.open(), { code: 'database-read-only' });
  assert.throws(() => place.open({ file: join(place.folder, 'new.db') }), { code: 'database-read-only' });
  const reader = place.open({ mode: 'read' });
  assert.deepEqual(reader.plugs.all(), [plug]);
  for (const [name, write] of writers) assert.throws(() => write(reader), { code: 'database-read-only' }, name);
});

test('a folder that cannot be written can be read while its owner writes', (t) => {
  const place = scratch(t);
  const owner = place.open();
  owner.plugs.save(samplePlug());
  const refused = makeReadOnly(place, place.folder);
  if (refused) return t.skip(refused.skip);

  const reader = place.open({ mode: 'read' });
  owner.plugs.save(samplePlug({ mac: mac(2) }));
  assert.equal(reader.plugs.all().length, 2);
});

test('a file that cannot be written can be read, and is refused for owning', (t) => {
  const place = scratch(t);
  place.open().close();
  const refused = makeReadOnly(place, place.file);
  if (refused) return t.skip(refused.skip);

  assert.throws(
    () => place.open(),
    (thrown: Error & { code?: string }) => thrown.code === 'database-read-only' && thrown.message.includes(place.file),
  );
  assert.deepEqual(place.open({ mode: 'read' }).plugs.all(), []);
});
