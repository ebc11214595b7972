import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { z } from 'zod';
import { type Run, RunItem } from '../../contract/index.ts';
import { type Desk, newDesk, RunDocument } from './fleet-cli.ts';
import { contentOf, refused } from './refusal.ts';
import { typed } from './typed.ts';

const mac = (n: number): string => `50:C7:BF:00:00:0${n}`;
const bare = (n: number): string => mac(n).replaceAll(':', '');

/** A desk with six silent plugs, and a run with a card for each of the first `cards`. */
async function deskWithCards(t: TestContext, cards = 5): Promise<{ desk: Desk; run: string }> {
  const desk = newDesk(t);
  const rows = Array.from({ length: 6 }, (_, n) => `${mac(n + 1)},PF-${n + 1},Depot,A${n + 1},yes`);
  writeFileSync(join(desk.folder, 'list.csv'), `mac,label,site,room,owned\n${rows.join('\n')}\n`);
  assert.equal((await typed(desk, ['import', 'list.csv'])).exit, 0);
  return {
    desk,
    run: await newRun(
      desk,
      Array.from({ length: cards }, (_, n) => mac(n + 1)),
    ),
  };
}

async function newRun(desk: Desk, macs: string[]): Promise<string> {
  const made = await typed(desk, ['checklist', ...macs, '--out', 'cards.pdf', '--json']);
  return z.object({ run: z.string() }).parse(JSON.parse(made.stdout)).run;
}

const statusOf = async (desk: Desk, run: string): Promise<Run> =>
  RunDocument.parse(JSON.parse((await typed(desk, ['status', run, '--json'])).stdout)).run;

const itemOf = async (desk: Desk, run: string, n: number): Promise<RunItem> =>
  RunItem.parse((await statusOf(desk, run)).items.find((item) => item.mac === mac(n)));

const standingOf = async (desk: Desk, n: number): Promise<string> =>
  JSON.parse((await typed(desk, ['show', mac(n), '--json'])).stdout).plug.standing;

const Told = z.object({
  rows: z.array(z.object({ line: z.number(), what: z.string(), after: z.string(), note: z.string().nullable() })),
  rejected: z.array(z.object({ line: z.number(), why: z.string() })),
  blank: z.number(),
});

async function tickFile(desk: Desk, run: string, list: string | Uint8Array, ...more: string[]) {
  writeFileSync(join(desk.folder, 'ticks.csv'), list);
  const { exit, stdout, stderr } = await typed(desk, ['tick', run, '--csv', 'ticks.csv', '--json', ...more]);
  assert.ok(exit === 0 || exit === 1, stderr);
  return { exit, ...Told.parse(JSON.parse(stdout)) };
}

const ticksIn = (desk: Desk): string[] =>
  desk.ledger().entries.flatMap((entry) => (entry.kind.startsWith('tick') ? [entry.kind] : []));

const today = new Intl.DateTimeFormat('sv-SE').format();

test('a list of results is entered row by row; who and when are those of the list, else of whoever enters it', async (t) => {
  const { desk, run } = await deskWithCards(t);
  const list = [
    'MAC;Result;By;At;Room',
    `${mac(1)};done;A. Cleaner;${today};A1`,
    `plugfleet:plug:${bare(2)};Not found;;;A2`,
    `${bare(3)};dead;;;A3`,
    `${mac(4)};;;;A4`,
    `${mac(5)};perhaps;;;`,
    `${mac(6)};done;;;`,
    '47000001;done;;;',
    `${mac(5)};done;;31.02.2026;`,
    `${mac(5)};done;;2026-02-31;`,
    `${mac(5)};done;;2001-01-01;`,
    `${mac(5)};done;;2999-01-01 10:00;`,
  ].join('\n');
  const before = contentOf(desk.db);
  const dry = await tickFile(desk, run, list, '--dry-run', '--by', 'B');
  assert.equal(contentOf(desk.db), before);
  const told = await tickFile(desk, run, list, '--by', 'B');
  assert.deepEqual(told, dry);
  assert.equal(told.exit, 1);
  assert.equal(told.blank, 1);
  assert.deepEqual(
    told.rows.map(({ line, after }) => [line, after]),
    [
      [2, 'by-hand'],
      [3, 'not-found'],
      [4, 'dead'],
    ],
  );
  assert.deepEqual(
    told.rejected.map(({ line, why }) => [line, why.replace(/;.*/, '')]),
    [
      [6, "result is 'perhaps'"],
      [7, `${mac(6)} is not in run ${run}`],
      [8, 'mac became a number and lost its leading zeros (47000001)'],
      [9, "at is '31.02.2026'"],
      [10, "at is '2026-02-31'"],
      [11, `on 2001-01-01 there was no run ${run} yet`],
      [12, told.rejected.find(({ line }) => line === 12)?.why ?? ''],
    ],
  );
  assert.match(told.rejected.at(-1)?.why ?? '', /^2999-.+ is yet to come$/);
  const done = await itemOf(desk, run, 1);
  assert.deepEqual(
    [done.at, done.tick?.by, done.tick?.entered, done.ticks, done.conflict],
    ['by-hand', 'A. Cleaner', 'csv', 1, false],
  );
  assert.equal(done.tick?.at, new Date(`${today}T00:00`).toISOString());
  assert.equal((await itemOf(desk, run, 2)).tick?.by, 'B');
  assert.deepEqual([await standingOf(desk, 1), await standingOf(desk, 2)], ['wiped', 'silent']);

  // the same list again: nothing new is kept
  const again = await tickFile(desk, run, list, '--by', 'B');
  assert.deepEqual(
    again.rows.map(({ what }) => what),
    ['already', 'already', 'already'],
  );
  assert.deepEqual(ticksIn(desk), ['tick', 'tick', 'tick']);
});

test('two people who say different things both stay; the newest counts, and it is marked until it is settled', async (t) => {
  const { desk, run } = await deskWithCards(t);
  await tickFile(desk, run, `mac,result,by\n${mac(1)},done,Anna\n${mac(2)},done,Anna\n${mac(3)},dead,Anna\n`);
  const told = await tickFile(
    desk,
    run,
    `mac,result,by\n${mac(1)},not-found,Bert\n${mac(2)},done,Bert\n${mac(3)},done,ANNA\n${mac(3)},dead,Bert\n`,
  );
  assert.equal(told.exit, 0);
  assert.match(told.rows[0]?.note ?? '', /conflict: Anna said done.+newest counts: not-found/);
  assert.deepEqual(
    told.rows.map(({ note }) => note?.startsWith('conflict') ?? false),
    [true, false, false, true],
  );
  const [one, two, three] = await Promise.all([1, 2, 3].map((n) => itemOf(desk, run, n)));
  assert.deepEqual([one?.at, one?.tick?.by, one?.ticks, one?.conflict], ['not-found', 'Bert', 2, true]);
  assert.deepEqual([two?.at, two?.ticks, two?.conflict], ['by-hand', 2, false]);
  // who corrects himself contradicts nobody; Bert then says something else
  assert.deepEqual([three?.at, three?.ticks, three?.conflict], ['dead', 3, true]);
  assert.deepEqual([await standingOf(desk, 1), await standingOf(desk, 2)], ['silent', 'wiped']);

  const words = (await typed(desk, ['status', run])).stdout;
  assert.match(words, /not found +CONFLICT: Bert, \d{4}-/);
  assert.match(words, new RegExp(`different things of 2: ${mac(1)}, ${mac(3)}`));
  assert.match(
    (await typed(desk, ['show', mac(1)])).stdout,
    /Conflict +run R-\S+: Anna said done .+, Bert said not-found/,
  );

  await typed(desk, ['tick', run, mac(1), '--withdraw', '--by', 'Chef']);
  const settled = await tickFile(desk, run, `mac,result,by\n${mac(1)},done,Chef\n`);
  assert.match(settled.rows[0]?.note ?? '', /taken back before/);
  assert.deepEqual([(await itemOf(desk, run, 1)).conflict, await standingOf(desk, 1)], [false, 'wiped']);
  assert.equal(ticksIn(desk).length, 9);
  assert.equal(desk.ledger().verified.ok, true);
});

test('an older paper that is entered later does not outdo a newer one', async (t) => {
  const { desk, run } = await deskWithCards(t);
  const at = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
  await tickFile(desk, run, `mac,result,by,at\n${mac(1)},done,Anna,${at(2)}\n`);
  await tickFile(desk, run, `mac,result,by,at\n${mac(1)},not-found,Bert,${at(1)}\n`);
  const item = await itemOf(desk, run, 1);
  assert.deepEqual([item.at, item.tick?.by, item.ticks, item.conflict], ['by-hand', 'Anna', 2, true]);
  assert.equal(await standingOf(desk, 1), 'wiped');
});

test('cards of another run, withdrawn twice, and files that are no lists of results get a clear word', async (t) => {
  const { desk, run } = await deskWithCards(t, 3);
  const other = await newRun(desk, [mac(5)]);
  const told = await tickFile(
    desk,
    run,
    [
      'mac,result,run',
      `${mac(1)},done,${other}`,
      `${mac(5)},done,`,
      `plugfleet:${other}:${bare(5)},done,`,
      `plugfleet:${run}:${bare(2)},done,`,
      `${mac(2)},withdrawn,`,
      `${mac(2)},withdrawn,`,
      `${mac(3)},withdrawn,`,
    ].join('\n'),
  );
  assert.deepEqual(
    told.rejected.map(({ line, why }) => [line, why]),
    [
      [2, `this card is of run ${other}, not of ${run}`],
      [3, `${mac(5)} is not in run ${run}; it has a card of run ${other}`],
      [4, `this card is of run ${other}, not of ${run}`],
      [7, `the tick of ${mac(2)} was taken back already`],
      [8, `${mac(3)} has no tick to withdraw`],
    ],
  );
  assert.deepEqual(ticksIn(desk), ['tick', 'tick-withdrawn']);
  writeFileSync(join(desk.folder, 'no.csv'), 'Name,Room\nx,y\n');
  await refused(desk, ['tick', run, '--csv', 'no.csv'], { code: 'bad-input', names: /mac and result.+Name, Room/ });
  await refused(desk, ['tick', 'R-00000', '--csv', 'ticks.csv'], { code: 'unknown-run' });
  await refused(desk, ['tick', run, mac(1), '--csv', 'ticks.csv'], { code: 'bad-input', names: /name one MAC/ });
  await refused(desk, ['tick', run, '--scan', '--csv', 'ticks.csv'], { code: 'bad-input', names: /not both/ });
  await refused(desk, ['tick', run, '--dry-run'], { code: 'bad-input', names: /--csv/ });
  await refused(desk, ['tick', run], { code: 'bad-input', names: /MAC/ });
  await refused(desk, ['tick', run, mac(3), '--withdraw'], { code: 'not-a-card', names: /no tick/ });
});

test('a scanner enters plug after plug; words and codes change what is entered; what was scanned is kept', async (t) => {
  const { desk, run } = await deskWithCards(t);
  const scan = (lines: readonly string[], ...more: string[]) =>
    typed(desk, ['tick', run, '--scan', '--by', 'Anna', ...more], { stdin: lines.join('\r\n') });
  const first = await scan([
    `plugfleet:plug:${bare(1)}`,
    '',
    'not-found',
    `plugfleet:${run}:${bare(2)}`,
    'PLUGFLEET:TICK:DEAD',
    mac(3),
    mac(3),
    'https://example.com/\u001B[2J',
    `plugfleet:plug:${bare(6)}`,
    'done',
    bare(4),
  ]);
  assert.equal(first.exit, 1);
  assert.deepEqual(first.stdout.trim().split('\n'), [
    `${mac(1)} PF-1 (Depot, A1): by-hand`,
    `${mac(2)} PF-2 (Depot, A2): not-found`,
    `${mac(3)} PF-3 (Depot, A3): dead`,
    `${mac(3)} PF-3 (Depot, A3): dead, already`,
    "NOT ENTERED: 'https://example.com/\\u{1B}[2J' is no code of a plug, no MAC and no mode",
    `NOT ENTERED: ${mac(6)} is not in run ${run}`,
    `${mac(4)} PF-4 (Depot, A4): by-hand`,
    '4 entered, 1 were so already, 2 rejected',
  ]);
  assert.match(first.stderr, /Ctrl-D ends.\nEntering: done.+\nEntering: not found\nEntering: dead\nEntering: done/);

  const second = await scan(['undo', bare(1), bare(1), bare(5)], '--json');
  const told = JSON.parse(second.stdout);
  assert.deepEqual([second.exit, told.entered, told.rejected, told.items.length], [1, 1, 2, 1]);
  assert.equal((await itemOf(desk, run, 1)).at, 'needs-hands');
  const { counts } = await statusOf(desk, run);
  assert.deepEqual([counts.needsHands, counts.byHand, counts.notFound, counts.dead], [2, 1, 1, 1]);
  assert.equal((await itemOf(desk, run, 4)).tick?.entered, 'scan');
  await refused(desk, ['tick', 'R-00000', '--scan'], { code: 'unknown-run' });
});
