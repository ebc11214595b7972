import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { z } from 'zod';
import { Plug, type RunCounts, RunItem, ShownPlan } from '../../contract/index.ts';
import type { PlugSpec } from '../../simulator/index.ts';
import { readPdf } from '../paper/read-pdf.ts';
import { addLogin, type Desk, freeAddresses, newDesk, RunDocument, startPlugs } from './fleet-cli.ts';
import { house } from './house.ts';
import { typed } from './typed.ts';

const Changed = z.object({ changed: z.number() });
const Imported = z.object({
  added: z.number(),
  updated: z.number(),
  rejected: z.array(z.object({ line: z.number(), why: z.string() })),
});
const Shown = z.object({ plug: Plug, ledger: z.array(z.object({ kind: z.string(), body: z.unknown() })) });

/** Types a command that has to work, and reads its document. */
async function read<T>(desk: Desk, schema: z.ZodType<T>, ...argv: string[]): Promise<T> {
  const { exit, stdout, stderr } = await typed(desk, ['--json', ...argv]);
  assert.ok(exit === 0 || exit === 1, `plugfleet ${argv.join(' ')}: ${stderr}`);
  return schema.parse(JSON.parse(stdout));
}

const planOf = async (desk: Desk, ...argv: string[]): Promise<ShownPlan> =>
  (await read(desk, z.object({ plan: ShownPlan }), 'plan', ...argv)).plan;

const change = async (desk: Desk, ...argv: string[]): Promise<number> => (await read(desk, Changed, ...argv)).changed;

const reasonsOf = (plan: ShownPlan, mac = ''): string[] => plan.items.find((item) => item.mac === mac)?.reasons ?? [];

/** A desk with legacy plugs that are found and owned. */
async function deskWith(t: TestContext, count: number, like: (index: number) => Partial<PlugSpec> = () => ({})) {
  const prefix = await freeAddresses();
  const plugs = house(prefix, count, (index) => ({ model: 'HS103', transport: 'xor', watts: 0, ...like(index) }));
  const fleet = await startPlugs(t, { plugs, timeScale: 0.1 });
  const desk = newDesk(t);
  await addLogin(desk);
  const network = `${prefix}.1.0/27`;
  assert.equal((await typed(desk, ['scan', '--network', network, '--own', 'all'])).exit, 0);
  return { desk, fleet, network, macs: plugs.map((plug) => plug.mac) };
}

// law 3
test('a site with rooms: plugs of an occupied room are left alone until it is vacant', async (t) => {
  const { desk, network, macs } = await deskWith(t, 3);
  const [guest = '', office = ''] = macs;
  const Site = z.object({ site: z.object({ networks: z.array(z.object({ expected: z.number().nullable() })) }) });
  const { site } = await read(desk, Site, 'site', 'set', 'Seaview', '--network', network, '--expect', '4');
  assert.equal(site.networks[0]?.expected, 4);
  assert.equal(await change(desk, 'set', ...macs, '--site', 'seaview', '--room', 'Lobby'), 3);
  assert.equal(await change(desk, 'set', guest, '--room', '101'), 1);

  // four were expected and three answered: the scan says so
  const scan = await typed(desk, ['scan', '--network', network]);
  assert.match(scan.stdout, /asked \d+, 3 answered of 4 expected/);

  await read(
    desk,
    z.object({ room: z.unknown() }),
    'room',
    'set',
    'Seaview',
    '101',
    '--order',
    '7',
    '--occupied',
    '2999-01-01',
    '--reason',
    'guests',
  );
  const occupied = await planOf(desk, '--site', 'Seaview');
  assert.deepEqual(occupied.counts, { network: 2, hands: 0, leave: 1 });
  assert.deepEqual(reasonsOf(occupied, guest), ['occupied']);
  // no second yes lifts what blocks every way
  assert.deepEqual((await planOf(desk, '--room', '101', '--allow', 'loaded', 'no-snapshot')).counts.network, 0);

  const past = await typed(desk, ['room', 'set', 'Seaview', '101', '--occupied', '2001-01-01', '--reason', 'left']);
  assert.equal(past.exit, 0);
  assert.equal((await planOf(desk, '--room', '101')).counts.network, 1);
  await typed(desk, ['room', 'set', 'Seaview', '101', '--occupied', '2999-01-01', '--reason', 'guests']);
  await typed(desk, ['room', 'set', 'Seaview', '101', '--vacant']);
  assert.equal((await planOf(desk, '--site', 'Seaview')).counts.network, 3);
  assert.match((await typed(desk, ['site', 'list'])).stdout, /Seaview: .+ \(4 expected\)\n {2}Room 101: vacant/s);
  assert.equal((await planOf(desk, office)).counts.network, 1);
});

// laws 1, 3
test('what is protected or no longer owned is out of reach, whoever asks', async (t) => {
  const { desk, fleet, macs } = await deskWith(t, 3);
  const [fridge = '', sold = ''] = macs;
  assert.equal(await change(desk, 'protect', fridge, '--reason', 'vaccines'), 1);
  assert.equal(await change(desk, 'protect', fridge, '--reason', 'vaccines'), 0);
  assert.equal(await change(desk, 'disown', sold), 1);
  const plan = await planOf(desk, '--all', '--allow', 'loaded', 'feeds-network', 'stale-sighting', 'no-snapshot');
  assert.deepEqual(plan.counts, { network: 1, hands: 0, leave: 2 });
  assert.deepEqual([reasonsOf(plan, fridge), reasonsOf(plan, sold)], [['protected'], ['not-owned']]);
  const cards = join(desk.folder, 'cards.pdf');
  const hands = await read(
    desk,
    z.object({ cards: z.number(), run: z.string() }),
    'checklist',
    '--all',
    '--out',
    cards,
  );
  assert.equal(hands.cards, 1);

  const { run } = await read(desk, RunDocument, 'run', plan.id, '--confirm', '1', '--quiet', '0.5');
  assert.deepEqual([run.counts.reset, run.counts.leftAlone], [1, 2]);
  for (const mac of [fridge, sold]) assert.equal((await fleet.truth(mac)).resetCommands.length, 0);

  assert.equal(await change(desk, 'unprotect', fridge), 1);
  const { plug, ledger } = await read(desk, Shown, 'show', fridge);
  assert.equal(plug.protected, false);
  const kinds = ledger.map((entry) => entry.kind).filter((kind) => kind.endsWith('protected'));
  assert.deepEqual(kinds, ['protected', 'unprotected']);
  assert.deepEqual((await planOf(desk, fridge)).counts, { network: 1, hands: 0, leave: 0 });
});

// law 3
test('a strip with anything to protect is protected whole', async (t) => {
  const { desk, macs } = await deskWith(t, 1, () => ({
    model: 'HS300',
    outlets: [{ alias: 'Router' }, { alias: 'TV' }],
  }));
  await change(desk, 'protect', macs[0] ?? '', '--reason', 'one outlet carries the router');
  const plan = await planOf(desk, '--all');
  assert.deepEqual([plan.counts.leave, plan.items.length], [1, 1]);
});

test('an inventory goes out to a file and comes back the same on another desk', async (t) => {
  const { desk, macs } = await deskWith(t, 3);
  const [first = '', second = '', third = ''] = macs;
  await typed(desk, ['site', 'set', 'Haus, "am See"']);
  await change(desk, 'set', first, second, '--site', 'Haus, "am See"', '--room', '客室 1', '--tag', 'winter', 'a;b');
  await change(desk, 'set', first, '--label', '=SUM(A1:A9) Lampe\u202E');
  await change(desk, 'protect', second, '--reason', 'alarm');
  await change(desk, 'disown', third);
  const csv = join(desk.folder, 'fleet.csv');
  await typed(desk, ['export', csv]);
  assert.match(readFileSync(csv, 'utf8'), /^mac,deviceId,model/);

  const other = newDesk(t);
  assert.deepEqual(await read(other, Imported, 'import', csv), { added: 3, updated: 0, rejected: [] });
  const same = ({ mac, model, alias, label, site, room, tags, owned, protected: isProtected }: Plug) => ({
    mac,
    model,
    alias,
    label,
    site,
    room,
    tags: [...tags].sort(),
    owned,
    isProtected,
  });
  const there = async (at: Desk) => (await read(at, z.object({ plugs: z.array(Plug) }), 'list')).plugs.map(same);
  assert.deepEqual(await there(other), await there(desk));
  // nothing new in it: everything is found again and nothing changes
  assert.deepEqual(await read(other, Imported, 'import', csv), { added: 0, updated: 3, rejected: [] });
  assert.deepEqual(await there(other), await there(desk));

  const again = join(other.folder, 'again.csv');
  await typed(other, ['export', again]);
  await typed(desk, ['export', csv]);
  const columns = (file: string) =>
    readFileSync(file, 'utf8')
      .split('\r\n')
      .map((line) => line.split(',')[0]);
  assert.deepEqual(columns(again), columns(csv));
});

test('a list made by hand: sites and rooms are made, other columns are kept, seen facts are not overwritten', async (t) => {
  const { desk, macs } = await deskWith(t, 1);
  const [seen = ''] = macs;
  const list = join(desk.folder, 'list.csv');
  writeFileSync(list, `\uFEFFMAC|Notes\r\n`);
  assert.equal((await typed(desk, ['import', list])).exit, 2);
  writeFileSync(
    list,
    `\uFEFFMac,Site,Room,Address,Tags,Owned,Protected,Note,Inventory no.,Model\r\n${seen},Depot,A1,10.9.9.9,old; red,,yes,behind the shelf,4711,\r\n50c7bf00ffee,Depot,A2,10.9.9.8,,yes,,,4712,P110(EU)\r\n`,
  );
  assert.deepEqual(await read(desk, Imported, 'import', list), { added: 1, updated: 1, rejected: [] });
  const { plugs } = await read(desk, z.object({ plugs: z.array(Plug) }), 'list', '--site', 'depot');
  const [known, told] = [plugs.find((p) => p.mac === seen), plugs.find((p) => p.mac !== seen)];
  assert.match(known?.address ?? '', /^127\./);
  assert.deepEqual(
    [known?.room, known?.owned, known?.protected, known?.protectedReason],
    ['A1', true, true, 'behind the shelf'],
  );
  assert.deepEqual([...(known?.tags ?? [])].sort(), ['old', 'red']);
  assert.deepEqual(
    [told?.mac, told?.address, told?.owned, told?.standing],
    ['50:C7:BF:00:FF:EE', '10.9.9.8', true, 'silent'],
  );
  assert.deepEqual([told?.model, told?.family], ['P110', 'tapo']);
  const csv = join(desk.folder, 'fleet.csv');
  await typed(desk, ['export', csv]);
  assert.match(readFileSync(csv, 'utf8'), /Inventory no\..*4711.*4712/s);
});

test('tags, models and standings select; labels name', async (t) => {
  const { desk, macs } = await deskWith(t, 4, (index) => (index === 3 ? { model: 'KP115' } : {}));
  const [first = '', second = ''] = macs;
  await change(desk, 'set', first, second, '--tag', 'Winter');
  await change(desk, 'set', second, '--tag', 'Old');
  const count = async (...argv: string[]) =>
    (await read(desk, z.object({ plugs: z.array(Plug) }), 'list', ...argv)).plugs.length;
  assert.equal(await count('--tag', 'winter'), 2);
  assert.equal(await count('--tag', 'old', 'winter'), 2);
  assert.equal(await count('--tag', 'winter', '--model', 'KP115'), 0);
  assert.equal(await count('--model', 'hs103', 'kp115'), 4);
  assert.equal(await count('--standing', 'ready'), 4);
  assert.equal(await count('--standing', 'silent', 'locked'), 0);
  assert.equal(await count(first, '--tag', 'old'), 0);
  await change(desk, 'set', first, '--label', 'Lamp 7');
  assert.match((await typed(desk, ['list', first])).stdout, /Lamp 7/);
});

// law 3
test('plugs that feed the network go last, one at a time, when all others are proven', async (t) => {
  const { desk, macs } = await deskWith(t, 6);
  const [router = '', , middle = ''] = macs;
  await change(desk, 'set', router, middle, '--feeds-network', 'yes');
  assert.equal((await planOf(desk, '--all')).counts.network, 4);
  const plan = await planOf(desk, '--all', '--allow', 'feeds-network');
  assert.equal(plan.counts.network, 6);
  const { run } = await read(
    desk,
    RunDocument,
    'run',
    plan.id,
    '--confirm',
    '6',
    '--quiet',
    '0.5',
    '--no-pilot',
    '--concurrency',
    '6',
  );
  assert.equal(run.counts.reset, 6, JSON.stringify(run.items.map((item) => [item.at, item.code])));
  const { entries } = desk.ledger();
  const mine = entries.filter(
    (entry) => entry.run === run.id && (entry.kind === 'intent' || entry.kind === 'item-ended'),
  );
  const order = mine.map((entry) => ({ kind: entry.kind, feeds: entry.mac === router || entry.mac === middle }));
  const firstFeeding = order.findIndex((entry) => entry.feeds);
  assert.equal(
    order.slice(0, firstFeeding).filter((entry) => entry.kind === 'item-ended').length,
    4,
    'others end first',
  );
  assert.deepEqual(
    order.slice(firstFeeding).map((entry) => entry.kind),
    ['intent', 'item-ended', 'intent', 'item-ended'],
  );
});

const total = (counts: RunCounts): number => Object.values(counts).reduce((sum, n) => sum + n, 0);

test('cards are ticked off, counts add up, and a tick taken back stays in the ledger', async (t) => {
  const { desk, macs } = await deskWith(t, 4);
  const cards = join(desk.folder, 'cards.pdf');
  const made = await read(
    desk,
    z.object({ file: z.string(), cards: z.number(), run: z.string() }),
    'checklist',
    '--all',
    '--out',
    cards,
  );
  assert.deepEqual([made.file, made.cards], [cards, 4]);
  assert.ok(readPdf(readFileSync(cards)).pages >= 1);
  const Ticked = z.object({ item: RunItem });
  const tick = async (mac = '', ...how: string[]) =>
    (await read(desk, Ticked, 'tick', made.run, mac, ...how, '--by', 'Mrs. Cleaner')).item;
  const counts = async (): Promise<RunCounts> => {
    const { run } = await read(desk, RunDocument, 'status', made.run);
    assert.equal(total(run.counts), run.items.length);
    return run.counts;
  };
  assert.deepEqual((await counts()).needsHands, 4);
  const done = await tick(macs[0], '--done');
  assert.deepEqual([done.at, done.tick?.by, done.tick?.entered], ['by-hand', 'Mrs. Cleaner', 'cli']);
  assert.equal((await tick(macs[1], '--found', 'no')).at, 'not-found');
  assert.equal((await tick(macs[2], '--dead')).at, 'dead');
  const { byHand, notFound, dead, needsHands } = await counts();
  assert.deepEqual([byHand, notFound, dead, needsHands], [1, 1, 1, 1]);
  assert.equal((await typed(desk, ['status', made.run])).exit, 0);

  assert.equal((await tick(macs[1], '--withdraw')).at, 'needs-hands');
  assert.equal((await typed(desk, ['tick', made.run, macs[1] ?? '', '--withdraw'])).exit, 2);
  assert.equal((await tick(macs[2], '--done')).at, 'by-hand');
  assert.equal((await tick(macs[2], '--withdraw')).at, 'needs-hands');
  assert.deepEqual((await counts()).needsHands, 3);
  const kinds = desk.ledger().entries.flatMap((entry) => (entry.kind.startsWith('tick') ? [entry.kind] : []));
  assert.deepEqual(kinds, ['tick', 'tick', 'tick', 'tick-withdrawn', 'tick', 'tick-withdrawn']);
  assert.equal(desk.ledger().verified.ok, true);

  // what was erased by hand and not heard since is left alone; who took a tick back is not called silent for it
  const standing = async (mac = '') => (await read(desk, Shown, 'show', mac)).plug.standing;
  assert.equal(await standing(macs[0]), 'wiped');
  assert.equal(await standing(macs[1]), 'ready');
});

test('a checklist for plugs makes a run that sends nothing', async (t) => {
  const { desk, fleet, macs } = await deskWith(t, 3);
  await change(desk, 'protect', macs[2] ?? '', '--reason', 'alarm');
  const cards = join(desk.folder, 'cards.pdf');
  const made = await read(desk, z.object({ cards: z.number(), run: z.string() }), 'checklist', ...macs, '--out', cards);
  assert.equal(made.cards, 2);
  const { run } = await read(desk, RunDocument, 'status', made.run);
  assert.deepEqual([run.state, run.counts.needsHands, run.counts.leftAlone], ['ended', 2, 1]);
  const again = await read(
    desk,
    z.object({ run: z.string() }),
    'checklist',
    '--run',
    made.run,
    '--out',
    cards,
    '--paper',
    'letter',
  );
  assert.equal(again.run, made.run);
  assert.ok((await fleet.plugs()).every((plug) => plug.resetCommands.length === 0));
  // a hands-only run does not stand in the way of a plan over the same plugs
  const plan = await planOf(desk, macs[0] ?? '');
  const { run: erased } = await read(desk, RunDocument, 'run', plan.id, '--confirm', '1', '--quiet', '0.5');
  assert.equal(erased.counts.reset, 1);
});

test('a plan without anything to send makes a run for the hands', async (t) => {
  const { desk, fleet, macs } = await deskWith(t, 2);
  for (const mac of macs) await fleet.powerOff(mac);
  const plan = await planOf(desk, '--all');
  assert.deepEqual(plan.counts, { network: 0, hands: 2, leave: 0 });
  const ended = await typed(desk, ['--json', 'run', plan.id, '--confirm', '0']);
  const { run } = RunDocument.parse(JSON.parse(ended.stdout));
  assert.deepEqual([ended.exit, run.state, run.counts.needsHands], [1, 'ended', 2]);
  for (const mac of macs) await typed(desk, ['tick', run.id, mac]);
  const { run: done } = await read(desk, RunDocument, 'status', run.id);
  assert.equal(done.counts.byHand, 2);
  assert.deepEqual((await planOf(desk, '--all')).counts, { network: 0, hands: 0, leave: 2 });
});
