import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scratch } from './scratch.ts';

test('a site keeps its networks in the order they were typed, until others are given', (t) => {
  const { open } = scratch(t);
  const store = open();
  const networks = [
    { network: '192.168.7.0/24', expected: 40 },
    { network: '10.0.0.5', expected: null },
  ];
  assert.deepEqual(store.places.setSite('Elm Court', networks), { name: 'Elm Court', networks, rooms: [] });
  assert.deepEqual(store.places.setSite('ELM court').networks, networks);
  store.close();

  const { places } = open();
  assert.deepEqual(places.site('elm court'), { name: 'Elm Court', networks, rooms: [] });
  assert.deepEqual(places.setSite('Elm Court', []).networks, []);
  assert.equal(places.site('Oak House'), undefined);
});

test('of a room only the given fields change', (t) => {
  const { places } = scratch(t).open();
  const fresh = places.setRoom('Elm Court', 'Flat 2', {});
  assert.deepEqual(fresh, { name: 'Flat 2', order: null, occupiedUntil: null, occupiedReason: null });
  places.setRoom('Elm Court', 'Flat 2', { order: 2.5 });
  const occupied = places.setRoom('elm court', 'flat 2', { occupiedUntil: '2026-12-01', occupiedReason: 'guests' });
  assert.deepEqual(occupied, { name: 'Flat 2', order: 2.5, occupiedUntil: '2026-12-01', occupiedReason: 'guests' });
  const vacant = places.setRoom('Elm Court', 'Flat 2', { occupiedUntil: null, occupiedReason: null });
  assert.deepEqual(vacant, { ...fresh, order: 2.5 });
});

test('rooms come in the order of the walk, those without a place last', (t) => {
  const { places } = scratch(t).open();
  places.setRoom('Elm Court', 'Attic', {});
  places.setRoom('Elm Court', 'Cellar', { order: 2 });
  places.setRoom('Elm Court', 'Hall', { order: 1 });
  places.setSite('Another');
  assert.deepEqual(
    places.all().map(({ name, rooms }) => [name, rooms.map((room) => room.name)]),
    [
      ['Another', []],
      ['Elm Court', ['Hall', 'Cellar', 'Attic']],
    ],
  );
});

test('a place needs a name', (t) => {
  const { places } = scratch(t).open();
  assert.throws(() => places.setSite('  '), { code: 'bad-input' });
  assert.throws(() => places.setRoom('Elm Court', '', {}), { code: 'bad-input' });
  assert.deepEqual(places.all(), []);
});

test('a letter is the same letter however it is encoded', (t) => {
  const { places } = scratch(t).open();
  places.setSite('Caf\u00e9');
  places.setSite('CAFE\u0301');
  assert.equal(places.all().length, 1);
});
