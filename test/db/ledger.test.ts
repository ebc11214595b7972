import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { LedgerFilter, NewLedgerEntry } from '../../contract/index.ts';
import { canonicalJson } from '../../db/ledger-hash.ts';
import { mac, samplePlug, saying } from './samples.ts';
import { type Scratch, scratch } from './scratch.ts';

const at = '2026-11-23T10:00:00.000Z';
const zeros = '0'.repeat(64);

const intent: NewLedgerEntry = {
  kind: 'intent',
  run: 'R-7K3QD',
  mac: mac(1),
  body: {
    deviceId: '80',
    address: '10.0.0.1',
    transport: 'xor',
    owner: '',
    model: 'HS100',
    firmware: '1',
    watts: 0.1,
  },
};

/** Changes the ledger as someone would who does not want it to be seen. */
function tamper({ raw }: Scratch, sql: string): void {
  const database = raw();
  for (const trigger of ['ledgerKeepsEntries', 'ledgerKeepsContent', 'ledgerKeepsPlaces']) {
    database.exec(`DROP TRIGGER ${trigger}`);
  }
  database.exec(sql);
}

function threeEntries(t: Parameters<typeof scratch>[0]) {
  const place = scratch(t);
  const { ledger } = place.open();
  ledger.append(at, saying('first'), saying('second'), saying('third'));
  return { ...place, ledger };
}

test('entries come back in order with what they say, also after reopening', (t) => {
  const { open } = scratch(t);
  const store = open();
  const [first] = store.ledger.append(at, saying('Ada', { run: 'R-7K3QD' }));
  const more = store.ledger.append(at, intent, { kind: 'disowned', run: null, mac: mac(2), body: { by: 'Ada' } });
  assert.equal(first?.seq, 1);
  assert.deepEqual(
    more.map(({ seq }) => seq),
    [2, 3],
  );
  store.close();

  const { ledger } = open();
  assert.deepEqual(ledger.entries({}), [first, ...more]);
  assert.deepEqual(ledger.entries({ run: 'R-7K3QD' }), [first, more[0]]);
  assert.deepEqual(ledger.entries({ run: 'R-7K3QD', mac: mac(1), kind: 'intent' }), [more[0]]);
  assert.deepEqual(ledger.entries({ mac: mac(2) }), [more[1]]);
  assert.deepEqual(ledger.entries({ kind: 'run-continued' }), [first]);
  assert.deepEqual(ledger.entries({ run: 'R-00000' }), []);
  assert.deepEqual(ledger.verify(), { ok: true, entries: 3, head: more[1]?.hash });
});

test('entries are paged, counted and found by every filter', (t) => {
  const { ledger, plugs } = scratch(t).open();
  plugs.save(samplePlug({ id: 0, mac: mac(1), label: 'Ärger', room: 'KÜCHE' }));
  ledger.append(at, saying('Ünal', { run: 'R-7K3QD' }), intent);
  ledger.append('2026-11-24T10:00:00.000Z', { kind: 'disowned', run: null, mac: mac(1), body: { by: 'Ada' } });
  const found = (filter: LedgerFilter): number[] => {
    const page = ledger.page({ ...filter, limit: 10 }).map(({ seq }) => seq);
    assert.equal(ledger.count(filter), page.length);
    return page;
  };
  assert.deepEqual(found({}), [3, 2, 1]);
  assert.deepEqual(found({ run: 'R-7K3QD' }), [2, 1]);
  assert.deepEqual(found({ mac: mac(1), kind: ['disowned', 'owned'] }), [3]);
  assert.deepEqual(found({ kind: ['disowned', 'intent'] }), [3, 2]);
  assert.deepEqual(found({ kind: [] }), []);
  assert.deepEqual(found({ by: 'Ünal' }), [1]);
  assert.deepEqual(found({ since: at, until: '2026-11-24T10:00:00.000Z' }), [2, 1]);
  assert.deepEqual(found({ since: '2026-11-24T10:00:00.000Z' }), [3]);
  // letters that English does not have; the plug by its name and room now, by its MAC without colons
  assert.deepEqual(found({ text: 'ünal' }), [1]);
  assert.deepEqual(found({ text: 'küche ärger' }), [3, 2]);
  assert.deepEqual(found({ text: `${mac(1).replaceAll(':', '')} ADA` }), [3]);
  assert.deepEqual(found({ text: "100% o'clock" }), []);
  assert.deepEqual(
    ledger.page({ before: 3, limit: 1 }).map(({ seq }) => seq),
    [2],
  );
  assert.deepEqual(
    ledger.page({ after: 1, limit: 10 }).map(({ seq }) => seq),
    [3, 2],
  );
  assert.equal(ledger.newest(), 3);
  assert.deepEqual(ledger.values(), {
    kinds: [
      { kind: 'run-continued', count: 1 },
      { kind: 'intent', count: 1 },
      { kind: 'disowned', count: 1 },
    ],
    people: ['Ada', 'Ünal'],
    runs: ['R-7K3QD'],
  });
});

test('a hash is what anyone can work out from the entries alone', (t) => {
  const { ledger } = scratch(t).open();
  let previous = zeros;
  for (const { hash, ...entry } of ledger.append(at, intent, saying('Ünal "the" \n plumber'))) {
    previous = createHash('sha256')
      .update(previous + canonicalJson(entry))
      .digest('hex');
    assert.equal(hash, previous);
  }
});

test('canonical JSON does not depend on the order of writing', () => {
  assert.equal(canonicalJson({ b: [{ d: 1, c: null }], a: 'x' }), '{"a":"x","b":[{"c":null,"d":1}]}');
});

test('an empty ledger verifies', (t) => {
  assert.deepEqual(scratch(t).open().ledger.verify(), { ok: true, entries: 0, head: zeros });
});

test('of several entries one that does not fit its kind keeps all out', (t) => {
  const { ledger } = scratch(t).open();
  const misshapen = { ...intent, body: { by: 'me' } } as unknown as NewLedgerEntry;
  assert.throws(() => ledger.append(at, saying('me'), misshapen));
  assert.deepEqual(ledger.verify(), { ok: true, entries: 0, head: zeros });
  assert.equal(ledger.append(at, saying('me'))[0]?.seq, 1);
});

// law 5
test('SQLite itself refuses to change, delete or replace an entry, on any connection', (t) => {
  const { raw, ledger } = threeEntries(t);
  const database = raw();
  const values = `(2, 'at', NULL, NULL, 'run-ended', '{}', '${zeros}')`;
  for (const sql of [
    "UPDATE ledger SET body = '{}' WHERE seq = 2",
    'UPDATE OR REPLACE ledger SET seq = 1 WHERE seq = 2',
    'DELETE FROM ledger',
    `INSERT OR REPLACE INTO ledger VALUES ${values}`,
    `REPLACE INTO ledger VALUES ${values}`,
    `INSERT INTO ledger VALUES ${values} ON CONFLICT DO UPDATE SET body = '{}'`,
  ]) {
    assert.throws(() => database.exec(sql), /the ledger only grows/, sql);
  }
  assert.equal(ledger.verify().ok, true);
});

for (const [what, sql, reason, fitting] of [
  ['a changed body', `UPDATE ledger SET body = '{"by":"nobody"}' WHERE seq = 2`, /entry 2 is not what/, 1],
  ['a blank in a body', `UPDATE ledger SET body = '{"by": "second"}' WHERE seq = 2`, /entry 2 is not what/, 1],
  ['a changed moment', `UPDATE ledger SET at = '2020' WHERE seq = 1`, /entry 1 is not what/, 0],
  ['a changed plug', `UPDATE ledger SET mac = '${mac(7)}' WHERE seq = 3`, /entry 3 is not what/, 2],
  ['a changed kind', `UPDATE ledger SET kind = 'nonsense' WHERE seq = 3`, /entry 3 is not what/, 2],
  ['a missing entry', 'DELETE FROM ledger WHERE seq = 2', /entry 2 is missing/, 1],
  ['an entry cut off the end', 'DELETE FROM ledger WHERE seq = 3', /entry 3 is missing/, 2],
  ['entries renumbered', 'DELETE FROM ledger WHERE seq = 1; UPDATE ledger SET seq = seq - 1', /entry 1 is not what/, 0],
] as const) {
  test(`verify names ${what}`, (t) => {
    const { ledger, ...place } = threeEntries(t);
    tamper(place, sql);
    const found = ledger.verify();
    assert.equal(found.ok, false);
    assert.equal(found.entries, fitting);
    assert.match(found.reason ?? '', reason);
    const broken = { entry: fitting + 1, what: /missing/.test(String(reason)) ? 'missing' : 'changed' };
    assert.deepEqual(found.broken, broken);
  });
}

test('an entry cut off the end stays missing when others are added', (t) => {
  const { ledger, ...place } = threeEntries(t);
  tamper(place, 'DELETE FROM ledger WHERE seq = 3');
  assert.equal(ledger.append(at, saying('fourth'))[0]?.seq, 4);
  assert.match(ledger.verify().reason ?? '', /entry 3 is missing/);
});
