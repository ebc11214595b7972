import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Rows } from '../../engine/run/rows.ts';

test('rows read as the map they were made of, whatever is put in, and those before stay as they were', () => {
  const changes = fc.array(fc.tuple(fc.nat(199), fc.integer()), { maxLength: 30 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), changes, (size, puts) => {
      const map = new Map(Array.from({ length: size }, (_, n) => [`k${n}`, -n]));
      const first = Rows.of(map);
      let rows = first;
      for (const [n, value] of puts) {
        const key = `k${n % size}`;
        map.set(key, value);
        rows = rows.with(key, value);
      }
      assert.deepEqual([...rows], [...map]);
      assert.deepEqual([[...rows.keys()], [...rows.values()]], [[...map.keys()], [...map.values()]]);
      assert.ok([...map].every(([key, value]) => rows.has(key) && rows.get(key) === value));
      assert.deepEqual(rows, Rows.of(map));
      assert.deepEqual(
        [...first.values()],
        Array.from({ length: size }, (_, n) => -n),
      );
      assert.equal(rows.size, size);
    }),
  );
});

test('a key that is not there is not put in', () => {
  const rows = Rows.of(new Map([['a', 1]]));
  assert.equal(rows.get('b'), undefined);
  assert.throws(() => rows.with('b', 2), RangeError);
});
