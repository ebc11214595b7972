import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mac, samplePlug, saying } from './samples.ts';
import { scratch } from './scratch.ts';

test('a transaction is all or none', (t) => {
  const store = scratch(t).open();
  const failing = () =>
    store.transaction(() => {
      store.plugs.save(samplePlug());
      store.ledger.append('2026-11-23', saying('me'));
      throw new Error('changed my mind');
    });
  assert.throws(failing, /changed my mind/);
  assert.deepEqual(store.plugs.all(), []);
  assert.deepEqual(store.ledger.entries({}), []);
  assert.equal(
    store.transaction(() => store.plugs.save(samplePlug()).alias),
    samplePlug().alias,
  );
});

test('one inside another is undone alone if its error is caught', (t) => {
  const store = scratch(t).open();
  store.transaction(() => {
    store.plugs.save(samplePlug());
    assert.throws(() =>
      store.transaction(() => {
        store.plugs.save(samplePlug({ mac: mac(2) }));
        throw new Error('no');
      }),
    );
    store.plugs.save(samplePlug({ mac: mac(3) }));
  });
  assert.deepEqual(
    store.plugs.all().map((plug) => plug.mac),
    [mac(1), mac(3)],
  );
});

test('no transaction lasts over an await', (t) => {
  const store = scratch(t).open();
  const asked = () => store.transaction(async () => void store.plugs.save(samplePlug()));
  assert.throws(asked, { code: 'internal' });
  assert.deepEqual(store.plugs.all(), []);
});
