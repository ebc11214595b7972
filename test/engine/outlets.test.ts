import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outletNamed } from '../../engine/inventory/outlets.ts';
import { record } from './samples.ts';

const outlet = (id: string, alias: string) => ({ id, alias, relay: 'on', watts: null }) as const;
const strip = record(1, {
  outlets: [outlet('A0', 'Router'), outlet('A1', 'Fridge'), outlet('A2', '1'), outlet('A3', 'TV'), outlet('A4', 'tv')],
});

test('an outlet is meant by its name, its number on the strip or its own id', () => {
  for (const typed of ['Fridge', 'fridge', ' FRIDGE ', '2', 'A1'])
    assert.deepEqual(outletNamed(strip, typed), { id: 'A1', alias: 'Fridge' }, typed);
  // an accent is the same in either spelling
  const cafe = record(1, { outlets: [outlet('A0', 'Caf\u00E9')] });
  assert.equal(outletNamed(cafe, 'Cafe\u0301').id, 'A0');
});

test('what could be two outlets is refused instead of guessed', () => {
  // the name of the third is the number of the first; two are called TV
  for (const typed of ['1', 'TV']) assert.throws(() => outletNamed(strip, typed), { code: 'bad-input' }, typed);
  assert.equal(outletNamed(strip, '3').id, 'A2');
  assert.equal(outletNamed(strip, 'A0').id, 'A0');
});

test('an outlet that is not there is told with those that are', () => {
  for (const typed of ['Freezer', '0', '6', '-1', '2.0'])
    assert.throws(
      () => outletNamed(strip, typed),
      { code: 'unknown-outlet', message: /1 'Router', 2 'Fridge'/ },
      typed,
    );
  assert.throws(() => outletNamed(record(1), '1'), { code: 'unknown-outlet', message: /no outlets of its own/ });
});

test('a protected outlet can be named also after the strip stopped telling it', () => {
  const kept = { id: 'A9', alias: 'Alarm', reason: 'burglars', by: 'Ada' };
  assert.equal(outletNamed({ ...strip, protectedOutlets: [kept] }, 'alarm').id, 'A9');
  assert.equal(outletNamed(record(1, { protectedOutlets: [kept] }), '1').id, 'A9');
});
