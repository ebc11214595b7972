import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barePlug, mac, samplePlug, sampleSnapshot } from './samples.ts';
import { scratch } from './scratch.ts';

test('a plug comes back as it was saved, with every field, also after reopening', (t) => {
  const { open } = scratch(t);
  const store = open();
  const full = store.plugs.save(samplePlug());
  const bare = store.plugs.save(barePlug({ mac: mac(2) }));
  assert.deepEqual(full, samplePlug({ id: full.id }));
  assert.deepEqual(bare, barePlug({ id: bare.id, mac: mac(2) }));
  store.close();

  const again = open();
  assert.deepEqual(again.plugs.all(), [full, bare]);
  assert.deepEqual(again.plugs.byMac(mac(2)), bare);
  assert.equal(again.plugs.byMac(mac(3)), undefined);
  assert.equal(again.plugs.byMac('nonsense'), undefined);
});

test('a MAC is one plug, with or without an id and however it is spelled', (t) => {
  const { plugs } = scratch(t).open();
  const first = plugs.save(samplePlug());
  const second = plugs.save(samplePlug({ alias: 'renamed', mac: '00-00-00-00-00-01' }));
  assert.equal(second.id, first.id);
  assert.equal(plugs.save({ ...second, alias: 'again' }).id, first.id);
  assert.deepEqual(
    plugs.all().map(({ mac, alias }) => ({ mac, alias })),
    [{ mac: mac(1), alias: 'again' }],
  );
  assert.equal(plugs.byMac('000000000001')?.alias, 'again');
});

test('an id that belongs to another MAC is refused and nothing of it is kept', (t) => {
  const { plugs } = scratch(t).open();
  const first = plugs.save(samplePlug());
  assert.throws(() => plugs.save(samplePlug({ id: first.id, mac: mac(2) })), { code: 'internal' });
  assert.throws(() => plugs.save(samplePlug({ id: 99, mac: mac(3) })), { code: 'internal' });
  assert.throws(() => plugs.save(samplePlug({ mac: 'nonsense' })), { code: 'bad-input' });
  assert.deepEqual(plugs.all(), [first]);
});

test('the table itself refuses a second spelling of a MAC', (t) => {
  const { open, raw } = scratch(t);
  const store = open();
  store.plugs.save(samplePlug({ mac: 'AA:BB:CC:DD:EE:FF' }));
  assert.throws(() => raw().exec("UPDATE plug SET mac = 'aa:bb:cc:dd:ee:ff'"), /CHECK/);
});

test('tags are a set', (t) => {
  const { plugs } = scratch(t).open();
  const { tags } = plugs.save(samplePlug({ tags: ['b', 'a', 'b'] }));
  assert.deepEqual(tags, ['a', 'b']);
  assert.deepEqual(plugs.save(samplePlug({ tags: ['c'] })).tags, ['c']);
});

test('a place that a plug names is made once, whatever its case', (t) => {
  const { plugs, places } = scratch(t).open();
  plugs.save(samplePlug({ site: 'Straße Ü', room: 'Flat 12' }));
  const second = plugs.save(samplePlug({ mac: mac(2), site: ' straße ü', room: 'FLAT 12' }));
  assert.deepEqual([second.site, second.room], ['Straße Ü', 'Flat 12']);
  plugs.save(samplePlug({ mac: mac(3), site: 'Oak House', room: 'Flat 12' }));
  assert.deepEqual(
    places.all().map(({ name, rooms }) => [name, rooms.map((room) => room.name)]),
    [
      ['Oak House', ['Flat 12']],
      ['Straße Ü', ['Flat 12']],
    ],
  );
});

test('a room may be named before the site is', (t) => {
  const { plugs, places } = scratch(t).open();
  const plug = plugs.save(barePlug({ room: 'Attic' }));
  plugs.save(barePlug({ mac: mac(2), room: 'attic' }));
  assert.deepEqual([plug.site, plug.room], [null, 'Attic']);
  assert.deepEqual(places.all(), []);
  const placed = plugs.save({ ...plug, site: 'Elm Court' });
  assert.deepEqual([placed.site, placed.room], ['Elm Court', 'Attic']);
});

test('sightings come newest first, as many as asked for', (t) => {
  const { plugs } = scratch(t).open();
  const { id } = plugs.save(samplePlug());
  const other = plugs.save(samplePlug({ mac: mac(2) }));
  const at = (second: number) => `2026-11-23T10:00:0${second}.000Z`;
  const seen = (second: number, factoryDefault: boolean | null) =>
    ({ at: at(second), address: '10.0.0.1', source: 'tdp', owner: null, factoryDefault }) as const;
  plugs.addSighting(id, seen(2, true));
  plugs.addSighting(id, seen(1, null));
  plugs.addSighting(id, seen(3, false));
  plugs.addSighting(other.id, seen(4, false));
  assert.deepEqual(plugs.sightings(id, 2), [seen(3, false), seen(2, true)]);
  assert.deepEqual(plugs.sightings(id, 9).at(-1), seen(1, null));
});

test('what is observed of a plug that is not there is refused', (t) => {
  const { plugs } = scratch(t).open();
  assert.throws(() => plugs.addSnapshot(7, sampleSnapshot()), { code: 'internal' });
});

test('the latest snapshot is the one that was added last', (t) => {
  const { plugs } = scratch(t).open();
  const { id } = plugs.save(samplePlug());
  assert.equal(plugs.latestSnapshot(id), undefined);
  plugs.addSnapshot(id, sampleSnapshot());
  const unreadable = sampleSnapshot({ alias: 'second', rules: null, energy: null, hasLocation: null });
  plugs.addSnapshot(id, unreadable);
  assert.deepEqual(plugs.latestSnapshot(id), unreadable);
});

test('JSON in a row that does not fit is damage with a name, not a wrong value', (t) => {
  const { open, raw, file } = scratch(t);
  const { plugs } = open();
  plugs.save(samplePlug());
  raw().exec(`UPDATE plug SET route = '{"host":"10.0.0.1","port":"none"}'`);
  assert.throws(
    () => plugs.all(),
    (thrown: Error & { code?: string }) => thrown.code === 'database-damaged' && thrown.message.includes(file),
  );
});

test('10,000 plugs are saved and listed', (t) => {
  const store = scratch(t).open();
  store.transaction(() => {
    for (let n = 0; n < 10_000; n++) store.plugs.save(samplePlug({ mac: mac(n), room: `Flat ${n % 400}` }));
  });
  assert.equal(store.plugs.all().length, 10_000);
});
