import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { canonicalPageCode } from '../../contract/index.ts';
import { type Client, openHost } from '../../host/index.ts';

const by = 'Tess Tester';
const env = { PLUGFLEET_INTERFACES: 'lo', PLUGFLEET_NO_KEYRING: '1', PLUGFLEET_VAULT_KEY: '5a'.repeat(32) };
const about = { version: '0.0.0', by };

const macOf = (n: number): string => `50:C7:BF:00:00:${n.toString(16).toUpperCase().padStart(2, '0')}`;

/** Owned plugs out of a list, none of which was ever heard, four to a room; the rooms are walked Z, M, A. */
async function fleetOf(t: TestContext, count: number): Promise<{ client: Client; db: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-cards-'));
  const db = join(folder, 'fleet.db');
  const host = openHost({ db, mode: 'own', command: 'test', env, about });
  t.after(async () => {
    await host[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });
  const rooms = ['Z', 'M', 'A'];
  const rows = Array.from({ length: count }, (_, n) => `${macOf(n)},HS103,House,${rooms[Math.floor(n / 4) % 3]},yes`);
  await host.client.plugs.import({ file: new Blob([`mac,model,site,room,owned\n${rows.join('\n')}\n`]), by });
  for (const [order, room] of rooms.entries()) await host.client.places.setRoom({ site: 'House', room, order });
  return { client: host.client, db };
}

type Wish = Parameters<Client['cards']['print']>[0];

/** What a print comes to. */
async function printed(client: Client, wish: Omit<Wish, 'by'>, signal?: AbortSignal) {
  const stream = await client.cards.print({ pocket: true, ...wish, by }, signal === undefined ? {} : { signal });
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return value;
  }
}

const entries = async (client: Client, kind: string): Promise<number> =>
  (await client.ledger.list({ kind: [kind] })).entries.length;

test('a preview keeps nothing; a print makes the run, and its codes are found again', async (t) => {
  const { client } = await fleetOf(t, 12);
  const all = { all: true };
  const preview = await printed(client, { selection: all, preview: true });
  assert.deepEqual([preview.cards, preview.run, preview.parts, preview.notes], [12, null, 1, []]);
  assert.deepEqual([await entries(client, 'run-started'), await entries(client, 'checklist-printed')], [0, 0]);
  assert.deepEqual((await client.runs.list()).runs, []);

  const { run, files, pages } = await printed(client, { selection: all, preview: false });
  assert.ok(run);
  assert.equal(pages, preview.pages);
  assert.deepEqual(
    files.map(({ name, type }) => [name, type]),
    [[`cards-${run}.pdf`, 'application/pdf']],
  );
  assert.equal(Buffer.from(files[0]?.base64 ?? '', 'base64').toString('latin1', 0, 5), '%PDF-');
  const shown = await client.cards.show({ run });
  assert.equal(shown.cards.length, 12);
  assert.ok(shown.cards.every(({ isOpen, isBlocked, ticks }) => isOpen && !isBlocked && ticks.length === 0));
  const [page] = shown.pages;
  assert.ok(page);
  assert.equal(canonicalPageCode(page.code), page.code);
  const found = await client.cards.page({ run, page: page.code.toLowerCase().replace('-', ' ') });
  assert.deepEqual(found, { code: page.code, at: found.at, by, macs: page.macs });

  // only some of its cards, and a preview of them that has no code to be found
  const some = [macOf(1), macOf(7)];
  const before = await entries(client, 'checklist-printed');
  assert.equal((await printed(client, { run, macs: some, preview: true })).cards, 2);
  assert.equal(await entries(client, 'checklist-printed'), before);
  assert.equal((await printed(client, { run, macs: some, preview: false })).cards, 2);
  assert.deepEqual((await client.cards.show({ run })).pages[0]?.macs, some);

  // a code of another run says whose it is
  const other = await printed(client, { selection: { macs: [macOf(0)] }, preview: false });
  const stranger = (await client.cards.show({ run: other.run ?? '' })).pages[0]?.code ?? '';
  await assert.rejects(client.cards.page({ run, page: stranger }), new RegExp(`run ${other.run} has one`));
  await assert.rejects(client.cards.page({ run, page: `${page.code}X` }), /is wrong/);
  await assert.rejects(printed(client, { preview: true }), /name either a run or the plugs/);
  await assert.rejects(printed(client, { run, press: 'wifi', preview: true }), /was made for 'erase'/);
});

test('the rooms of a print follow one another as was asked', async (t) => {
  const { client } = await fleetOf(t, 12);
  const { run } = await printed(client, { selection: { all: true }, preview: false });
  const orderOf = async (order: 'walk' | 'back' | 'rooms'): Promise<string> => {
    await printed(client, { run: run ?? '', order, preview: false });
    const { pages, cards } = await client.cards.show({ run: run ?? '' });
    const rooms = new Map(cards.map(({ item }) => [item.mac, item.plug.room]));
    return [...new Set(pages[0]?.macs.map((mac) => rooms.get(mac)))].join('');
  };
  assert.deepEqual([await orderOf('walk'), await orderOf('back'), await orderOf('rooms')], ['ZMA', 'AMZ', 'AMZ']);
  await client.places.setRoom({ site: 'House', room: 'A', order: -1 });
  assert.deepEqual([await orderOf('walk'), await orderOf('back'), await orderOf('rooms')], ['AZM', 'MZA', 'AMZ']);
});

test('a print that is stopped leaves no page behind', async (t) => {
  const { client } = await fleetOf(t, 200);
  const { run } = await printed(client, { selection: { macs: [macOf(0)] }, preview: false });
  const pages = await entries(client, 'checklist-printed');
  const stop = new AbortController();
  const wish = { selection: { all: true }, paper: 'a5', pocket: false, preview: false, by } as const;
  const stream = await client.cards.print(wish, { signal: stop.signal });
  assert.equal((await stream.next()).done, false);
  stop.abort();
  await assert.rejects(async () => {
    for (;;) if ((await stream.next()).done) return;
  });
  assert.equal(await entries(client, 'checklist-printed'), pages);
  assert.ok(run);
});

test('results are entered all or none; two people stay beside one another until they are taken back', async (t) => {
  const { client } = await fleetOf(t, 4);
  const run = (await printed(client, { selection: { all: true }, preview: false })).run ?? '';
  const [a, b, c] = [macOf(0), macOf(1), macOf(2)];
  const enter = (who: string, ...results: [mac: string, result: 'done' | 'not-found' | 'dead' | 'withdraw'][]) =>
    client.cards.enter({ run, by: who, entered: 'test', results: results.map(([mac, result]) => ({ mac, result })) });
  await assert.rejects(enter('Ann', [a, 'done'], [b, 'withdraw']), /has no tick to withdraw/);
  await assert.rejects(enter('Ann', [a, 'done'], ['50:C7:BF:99:00:01', 'done']), /is not in run/);
  assert.equal((await client.runs.status({ run })).run.counts.needsHands, 4);

  const first = await enter('Ann', [a, 'done'], [b, 'not-found'], [c, 'dead']);
  assert.deepEqual([first.items.map(({ at }) => at), first.already], [['by-hand', 'not-found', 'dead'], []]);
  assert.deepEqual((await enter('ann', [a, 'done'])).already, [a]);
  const second = await enter('Ben', [a, 'dead']);
  assert.match(second.notes[0]?.note ?? '', /^conflict: Ann said done/);
  const cardOf = async (mac: string) => (await client.cards.show({ run })).cards.find(({ item }) => item.mac === mac);
  const contradicted = await cardOf(a);
  assert.equal(contradicted?.item.conflict, true);
  assert.deepEqual(
    contradicted?.ticks.map(({ by: who, result }) => [who, result]),
    [
      ['Ann', 'done'],
      ['Ben', 'dead'],
    ],
  );
  await enter('Ann', [a, 'withdraw']);
  assert.deepEqual([(await cardOf(a))?.isOpen, (await cardOf(a))?.ticks], [true, []]);

  // what was put out of reach has a card no more, and says so
  await client.plugs.protect({ selection: { macs: [a] }, reason: 'fridge', by });
  assert.equal((await cardOf(a))?.isBlocked, true);
  assert.equal((await printed(client, { run, preview: true })).cards, 1);
});

test('who may only read prints without codes, and says so', async (t) => {
  const { client, db } = await fleetOf(t, 2);
  const run = (await printed(client, { selection: { all: true }, preview: false })).run ?? '';
  await using reader = openHost({ db, mode: 'read', command: 'test', env, about });
  const before = await entries(client, 'checklist-printed');
  const { cards, notes } = await printed(reader.client, { run, preview: false });
  assert.equal(cards, 2);
  assert.match(notes[0] ?? '', /^No page codes/);
  assert.equal(await entries(client, 'checklist-printed'), before);
  await assert.rejects(printed(reader.client, { selection: { all: true }, preview: false }), /cannot be written/);
});

test('labels as bytes: the sheets that are known, and a start that is on none', async (t) => {
  const { client } = await fleetOf(t, 3);
  const { sheets } = await client.plugs.labelSheets();
  assert.ok(sheets.some(({ name, columns, rows }) => name === 'avery-l7160' && columns * rows === 21));
  const labelled = async (sheet: string, start: number) => {
    const stream = await client.plugs.printLabels({ selection: { all: true }, sheet, start });
    for (;;) {
      const { done, value } = await stream.next();
      if (done) return value;
    }
  };
  const { labels, pages, sheet, file } = await labelled('2x3@90x80mm', 5);
  assert.deepEqual([labels, pages, sheet.columns, sheet.rows], [3, 2, 2, 3]);
  assert.equal(Buffer.from(file.base64, 'base64').toString('latin1', 0, 5), '%PDF-');
  await assert.rejects(labelled('avery-l7160', 22), /has the labels 1 to 21, not 22/);
});
