import assert from 'node:assert/strict';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { mac, samplePlug, saying } from './samples.ts';
import { type Scratch, scratch } from './scratch.ts';

/** A closed database with some hundred pages. */
function filled({ open }: Scratch): void {
  const store = open();
  store.transaction(() => {
    for (let n = 0; n < 300; n++) {
      store.plugs.save(samplePlug({ mac: mac(n) }));
      store.ledger.append('2026-11-23', saying('somebody with a long name', { mac: mac(n) }));
    }
  });
  store.close();
}

const pageSize = 4096;

for (const [what, spoil] of [
  ['another header', (file) => writeAt(file, 0, Buffer.alloc(16, 'x'))],
  ['half of it gone', (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2))],
  [
    'a page in the middle zeroed',
    (file) => writeAt(file, Math.floor(readFileSync(file).length / pageSize / 2) * pageSize, Buffer.alloc(pageSize)),
  ],
] as const satisfies readonly (readonly [string, (file: string) => void])[]) {
  test(`a database with ${what} is damaged, and its name is said`, (t) => {
    const place = scratch(t);
    filled(place);
    spoil(place.file);
    const before = readFileSync(place.file);
    for (const mode of ['own', 'read'] as const) {
      assert.throws(
        () => place.open({ mode }),
        (thrown: Error & { code?: string }) =>
          thrown.code === 'database-damaged' && thrown.message.includes(place.file),
      );
    }
    assert.deepEqual(readFileSync(place.file), before);
  });
}

test('a file that is no database is left as it is', (t) => {
  const { open, file } = scratch(t);
  writeFileSync(file, 'mac,site\n');
  for (const mode of ['own', 'read'] as const) assert.throws(() => open({ mode }), { code: 'database-damaged' });
  assert.equal(readFileSync(file, 'utf8'), 'mac,site\n');
});

test("another program's database is left as it is", (t) => {
  const { open, raw, file } = scratch(t);
  const foreign = raw();
  foreign.exec('CREATE TABLE recipe (name TEXT); PRAGMA user_version = 3');
  foreign.close();
  const before = readFileSync(file);
  for (const mode of ['own', 'read'] as const) {
    assert.throws(() => open({ mode }), { code: 'database-damaged', message: /not one of Plugfleet/ });
  }
  assert.deepEqual(readFileSync(file), before);
});

function writeAt(file: string, place: number, bytes: Buffer): void {
  const all = readFileSync(file);
  bytes.copy(all, place);
  writeFileSync(file, all);
}
