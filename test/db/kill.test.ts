import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { openOwned } from '../../db/open-owned.ts';
import { startChild } from './child.ts';
import { scratch } from './scratch.ts';

// law 5
test('what append returned for outlives a kill -9, in whole and in order', async (t) => {
  const place = scratch(t);
  let told = 0;
  for (const lines of [1, 40, 150]) {
    const child = startChild(place, 'append.child.ts', place.file);
    await child.said(lines);
    told = Number((await child.kill()).at(-1));

    const store = place.open();
    const { ok, entries } = store.ledger.verify();
    assert.equal(ok, true);
    assert.ok(entries >= told, `${entries} entries, ${told} were told`);
    assert.equal(entries % 3, 0, 'three in one append are all or none');
    store.close();
  }
  assert.ok(told >= 191 * 3);
});

// law 5
test('a commit waits for the disk: what is recorded outlives a power cut too', (t) => {
  const place = scratch(t);
  const { connection, lock } = openOwned(place.file, [], { command: 'test', since: '' });
  place.undoing(() => {
    connection.close();
    lock.release();
  });
  const full = 2;
  const Row = z.object({ synchronous: z.number() });
  assert.deepEqual(connection.first(Row.parse, 'PRAGMA synchronous'), { synchronous: full });
});
