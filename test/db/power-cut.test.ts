import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startChild } from './child.ts';
import { saying } from './samples.ts';
import { scratch } from './scratch.ts';

const pageBytes = 4096;
const headBytes = 32;
const frameHeadBytes = 24;
const frameBytes = frameHeadBytes + pageBytes;

/** What a power cut leaves: a database and its log, and how many entries were told to be on disk. */
async function cutOff(t: TestContext) {
  const place = scratch(t);
  const before = place.open();
  before.transaction(() => {
    for (let n = 0; n < 300; n++) before.ledger.append('2026-11-27', saying('of the day before'));
  });
  before.close();
  const child = startChild(place, 'append.child.ts', place.file);
  await child.said(40);
  const told = Number((await child.kill()).at(-1));
  const database = readFileSync(place.file);
  const log = readFileSync(`${place.file}-wal`);
  assert.ok(log.length > headBytes + 100 * frameBytes, 'the log is long enough to be cut in many places');
  let copies = 0;
  /** How many entries are found by whoever opens these. */
  const entriesIn = (changed: { database?: Buffer; log?: Buffer }): number => {
    const folder = join(place.folder, `copy${++copies}`);
    mkdirSync(folder);
    const file = join(folder, 'inventory.db');
    writeFileSync(file, changed.database ?? database);
    writeFileSync(`${file}-wal`, changed.log ?? log);
    const store = place.open({ file });
    const { ok, entries, reason } = store.ledger.verify();
    assert.ok(ok, reason);
    assert.equal(entries % 3, 0, 'three in one append are all or none');
    // and it can be gone on with
    store.ledger.append('2026-11-28', saying('me'));
    assert.equal(store.ledger.verify().ok, true);
    store.close();
    return entries;
  };
  return { told, database, log, entriesIn };
}

/** Places in a log: around its head, around and inside every so many frames, its end. */
function placesIn({ length }: Buffer): number[] {
  const places = [1, headBytes - 1, headBytes, headBytes + 1];
  for (let at = headBytes; at < length; at += 15 * frameBytes)
    places.push(at + 3, at + frameHeadBytes, at + 2000, at + frameBytes - 1, at + frameBytes, at + frameBytes + 1);
  return places.filter((at) => at < length);
}

// law 5
test('a log that was cut short at any byte gives what was whole before, and nothing else', async (t) => {
  const { told, log, entriesIn } = await cutOff(t);
  let before = 0;
  for (const at of placesIn(log)) {
    const entries = entriesIn({ log: log.subarray(0, at) });
    assert.ok(entries >= before, `${entries} entries when cut at ${at}, ${before} when cut before`);
    before = entries;
  }
  assert.ok(entriesIn({ log }) >= told);
  t.diagnostic(`${placesIn(log).length} cuts of ${log.length} bytes; ${told} entries were told`);
});

// law 5
test('a log with a byte or a sector that is not what was written gives what was whole before it', async (t) => {
  const { told, log, entriesIn } = await cutOff(t);
  const all = entriesIn({ log });
  assert.ok(all >= told);
  for (const at of placesIn(log)) {
    const whole = entriesIn({ log: log.subarray(0, at < headBytes ? 0 : at - ((at - headBytes) % frameBytes)) });
    const flipped = Buffer.from(log);
    flipped[at] = (flipped[at] ?? 0) ^ 0x10;
    assert.equal(entriesIn({ log: flipped }), whole, `byte ${at}`);
    const zeroed = Buffer.from(log);
    zeroed.fill(0, at, at + 512);
    if (!zeroed.equals(log)) assert.ok(entriesIn({ log: zeroed }) <= all, `sector ${at}`);
  }
});

// law 5
test('pages of the database that were being written when the power went are taken from the log', async (t) => {
  const { told, database, log, entriesIn } = await cutOff(t);
  const torn = Buffer.from(database);
  for (let at = headBytes; at + frameBytes <= log.length; at += frameBytes) {
    const page = log.readUInt32BE(at) - 1;
    // the first sector has what tells a database: one sector is written whole or not at all
    const from = page * pageBytes + (page === 0 ? 512 : 0);
    if (from < torn.length) torn.fill(0xa5, from, from - (from % pageBytes) + pageBytes);
  }
  assert.notDeepEqual(torn, database);
  assert.ok(entriesIn({ database: torn }) >= told);
});
