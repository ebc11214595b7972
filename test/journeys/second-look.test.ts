import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { LedgerEntry, Run } from '../../contract/index.ts';
import type { PlugSpec, RemoteFleet } from '../../simulator/index.ts';
import { addLogin, type Desk, freeAddresses, newDesk, RunDocument, type Running, startPlugs } from './fleet-cli.ts';
import { type HousePlug, house } from './house.ts';

interface Home {
  desk: Desk;
  fleet: RemoteFleet;
  plugs: HousePlug[];
  network: string;
  start(quiet: string, ...options: string[]): Promise<Running>;
}

async function moveIn(t: TestContext, count: number, change?: (index: number) => Partial<PlugSpec>): Promise<Home> {
  const prefix = await freeAddresses();
  const plugs = house(prefix, count, change);
  const fleet = await startPlugs(t, { plugs });
  const desk = newDesk(t);
  await addLogin(desk);
  const network = `${prefix}.1.0/26`;
  await desk.read(z.object({ plugs: z.array(z.unknown()) }), ['scan', '--network', network, '--own']);
  return {
    desk,
    fleet,
    plugs,
    network,
    start: async (quiet, ...options) => {
      const { id } = await desk.plan('--all');
      return desk.start(['run', id, '--confirm', String(count), '--quiet', quiet, '--no-pilot', ...options]);
    },
  };
}

const until = async (what: string, holds: () => Promise<boolean> | boolean): Promise<void> => {
  const startedMs = performance.now();
  while (!(await holds())) {
    assert.ok(performance.now() - startedMs < 60_000, `it never came to this: ${what}`);
    await pause(5);
  }
};

const resets = async (fleet: RemoteFleet): Promise<number> =>
  (await fleet.plugs()).filter((p) => p.resetCommands.length > 0).length;

const receiptsIn = (entries: readonly LedgerEntry[]): number => entries.filter((e) => e.kind === 'receipt').length;

const documentOf = (json: unknown): Run => RunDocument.parse(json).run;
const itemOf = (run: Run, mac: string) => run.items.find((i) => i.mac === mac);
const endOf = (run: Run, mac: string): string => `${itemOf(run, mac)?.at} ${itemOf(run, mac)?.code ?? ''}`.trim();

/** A stopped run leaves nothing half way: what was sent has an end or is unproven, the rest waits, and nobody was sent to twice. */
async function assertNothingInBetween({ desk, fleet }: Home, run: Run): Promise<void> {
  const { verified } = desk.ledger();
  assert.ok(verified.ok, verified.reason);
  for (const item of run.items) {
    const truth = await fleet.truth(item.mac);
    const what = `${item.mac} ${item.at}; ${JSON.stringify(truth)}`;
    assert.ok(truth.resetCommands.length <= 1, what);
    assert.ok(['waiting', 'unproven', 'reset'].includes(item.at), what);
    assert.equal(item.at === 'waiting', truth.resetCommands.length === 0, what);
    if (item.at === 'reset') assert.ok(truth.erased, what);
  }
}

/** Two plugs that play dead: they say yes, lose their power, and were never reset. */
async function playDead(t: TestContext): Promise<Home & { run: Run; liars: [string, string] }> {
  const home = await moveIn(t, 8, (index) =>
    index === 1 || index === 4 ? { faults: [{ kind: 'restart', awayMs: 3_600_000 }] } : {},
  );
  const [first, second] = [home.plugs[1]?.mac, home.plugs[4]?.mac];
  assert.ok(first && second);
  const { exit, json, stderr } = await (await home.start('1')).ended;
  assert.equal(exit, 0, stderr);
  const run = documentOf(json);
  assert.deepEqual([endOf(run, first), endOf(run, second)], ['reset', 'reset']);
  for (const mac of [first, second]) await home.fleet.powerOff(mac);
  return { ...home, run, liars: [first, second] };
}

// each has a house of its own, and most of the time goes by in quiet
describe('a second look', { concurrency: 3 }, () => {
  // law 6
  test('a plug that was called reset and comes back as it was is called failed by the next look, and both stay in the ledger', async (t) => {
    const { desk, fleet, run, liars, network } = await playDead(t);
    const [first, second] = liars;

    await fleet.powerOn(first);
    const checked = await desk.read(RunDocument, ['check', run.id], { exits: [1] });
    assert.deepEqual([endOf(checked.run, first), itemOf(checked.run, first)?.proof], ['failed still-here', 'none']);
    assert.deepEqual([checked.run.counts.reset, checked.run.counts.failed], [7, 1]);

    // a later scan of the network notices it as well, without anybody asking for this run
    await fleet.powerOn(second);
    await desk.read(z.object({ plugs: z.array(z.unknown()) }), ['scan', '--network', network]);
    const after = await desk.status(run.id);
    assert.equal(endOf(after, second), 'failed still-here');
    assert.deepEqual([after.counts.reset, after.counts.failed], [6, 2]);

    const { entries } = desk.ledger();
    for (const mac of liars) {
      const story = entries.filter((e) => e.mac === mac && e.run === run.id);
      const told = story.map((e) => (e.kind === 'item-ended' ? `${e.kind} ${e.body.at}` : e.kind));
      assert.deepEqual(told, ['intent', 'receipt', 'proof', 'item-ended reset', 'struck', 'item-ended failed']);
    }
    // what was really reset is left, what came back is a target again
    const plan = await desk.plan('--all');
    assert.deepEqual(plan.counts, { network: 2, hands: 0, leave: 6 });
    assert.deepEqual(
      plan.items
        .filter((i) => i.way === 'network')
        .map((i) => i.mac)
        .sort(),
      [...liars].sort(),
    );
  });

  // law 6
  test('a legacy plug that is back on the network is read: it was erased, or is as it was', async (t) => {
    const legacy = { model: 'HS105', transport: 'xor' as const, alias: 'Fridge' };
    const faults: PlugSpec['faults'][] = [
      [{ kind: 'firmware-says-fresh', awayMs: 2500 }],
      [{ kind: 'restart', awayMs: 2500 }],
      [{ kind: 'stay' }],
      [],
    ];
    const { desk, fleet, plugs, network, start } = await moveIn(t, 4, (i) => ({ ...legacy, faults: faults[i] ?? [] }));
    const { exit, json, stderr } = await (await start('2', '--max-failures', '100')).ended;
    assert.equal(exit, 1, stderr);
    const run = documentOf(json);
    const ends = ['reset', 'failed still-here', 'failed still-here', 'reset'];
    assert.deepEqual(
      plugs.map(({ mac }) => endOf(run, mac)),
      ends,
    );
    const macOf = (index: number): string => plugs[index]?.mac ?? '';
    assert.equal(itemOf(run, macOf(0))?.proof, 'read-back');
    assert.deepEqual(await Promise.all(plugs.map(async ({ mac }) => (await fleet.truth(mac)).erased)), [
      true,
      false,
      false,
      true,
    ]);
    // neither a scan nor another look takes that back
    await desk.read(z.object({ plugs: z.array(z.unknown()) }), ['scan', '--network', network]);
    const { run: again } = await desk.read(RunDocument, ['check', run.id, '--quiet', '1'], { exits: [1] });
    assert.deepEqual(
      plugs.map(({ mac }) => endOf(again, mac)),
      ends,
    );
  });

  // law 6
  test('looking again and again changes nothing where nothing changed', async (t) => {
    const home = await moveIn(t, 6, (index) => (index === 2 ? { faults: [{ kind: 'mute' }] } : {}));
    const { exit, json } = await (await home.start('1')).ended;
    assert.equal(exit, 1);
    const run = documentOf(json);
    const mute = home.plugs[2]?.mac ?? '';
    assert.deepEqual([endOf(run, mute), run.counts.reset], ['unproven unproven', 5]);
    for (let looks = 0; looks < 2; looks++) {
      const again = await home.desk.read(RunDocument, ['check', run.id], { exits: [1] });
      assert.deepEqual(again.run.counts, run.counts);
      // gone it is, but nobody heard it say yes: that is all that can be said
      assert.deepEqual([endOf(again.run, mute), itemOf(again.run, mute)?.proof], ['unproven unproven', 'gone']);
    }
    for (const truth of await home.fleet.plugs()) assert.equal(truth.resetCommands.length, 1);
  });

  // law 7
  test('ended by the system while it watches: what was acknowledged is unproven, and a later look proves it', async (t) => {
    const home = await moveIn(t, 8);
    const running = await home.start('20');
    await until('every plug has answered its reset', () => receiptsIn(home.desk.ledger().entries) === 8);
    running.kill('SIGTERM');
    const { exit, json } = await running.ended;
    assert.equal(exit, 130);
    const run = documentOf(json);
    assert.equal(run.counts.unproven, 8);
    await assertNothingInBetween(home, run);

    const checked = await home.desk.read(RunDocument, ['check', run.id, '--quiet', '1']);
    assert.deepEqual([checked.run.counts.reset, checked.run.state], [8, 'ended']);
    for (const truth of await home.fleet.plugs())
      assert.deepEqual([truth.erased, truth.resetCommands.length], [true, 1]);
  });

  // laws 6, 7
  test('killed right after the reset was sent, a scan that still hears the plug does not say that it failed', async (t) => {
    const home = await moveIn(t, 3, () => ({ model: 'P110', transport: 'klap-2', resetAfterMs: 5000 }));
    const running = await home.start('20');
    await until('every plug has answered its reset', () => receiptsIn(home.desk.ledger().entries) === 3);
    running.kill('SIGKILL');
    await running.ended;
    await home.desk.read(z.object({ plugs: z.array(z.unknown()) }), ['scan', '--network', home.network]);
    const run = await home.desk.newestRun();
    assert.equal(run?.counts.unproven, 3, JSON.stringify(run?.counts));

    await until('all are erased', async () => (await home.fleet.plugs()).every((p) => p.erased));
    const checked = await home.desk.read(RunDocument, ['check', run.id, '--quiet', '1']);
    assert.equal(checked.run.counts.reset, 3);
  });

  test('Ctrl-C once: no further plug is started, what is under way is proven, and continue does the rest', async (t) => {
    const home = await moveIn(t, 30);
    const running = await home.start('1.5', '--concurrency', '2');
    await until('some are sent', async () => (await resets(home.fleet)) >= 4);
    running.kill('SIGINT');
    const { exit, json } = await running.ended;
    assert.equal(exit, 130);
    const run = documentOf(json);
    assert.ok(run.counts.waiting > 0 && run.counts.reset >= 4, JSON.stringify(run.counts));
    assert.deepEqual([run.counts.reset + run.counts.waiting, run.state, run.code], [30, 'paused', 'stopped']);
    await assertNothingInBetween(home, run);
    assert.deepEqual(await home.desk.status(run.id), run);

    const args = ['continue', run.id, '--confirm', String(run.counts.waiting)];
    const rest = await home.desk.read(RunDocument, args);
    assert.equal(rest.run.counts.reset, 30);
    for (const truth of await home.fleet.plugs())
      assert.deepEqual([truth.erased, truth.resetCommands.length], [true, 1]);
  });

  // law 7
  test('Ctrl-C twice: it stops at once, and what is not proven is said to be unproven', async (t) => {
    const home = await moveIn(t, 30);
    const running = await home.start('20', '--concurrency', '2');
    await until('some are sent', async () => (await resets(home.fleet)) >= 4);
    running.kill('SIGINT');
    await running.said(/No further plug is started/);
    running.kill('SIGINT');
    const { exit, json } = await running.ended;
    assert.equal(exit, 130);
    const run = documentOf(json);
    assert.ok(run.counts.waiting > 0 && run.counts.unproven >= 4 && run.counts.reset === 0, JSON.stringify(run.counts));
    assert.equal(run.state, 'paused');
    await assertNothingInBetween(home, run);

    const checked = await home.desk.read(RunDocument, ['check', run.id, '--quiet', '1'], { exits: [1] });
    assert.deepEqual([checked.run.counts.reset, checked.run.counts.waiting], [run.counts.unproven, run.counts.waiting]);
    const args = ['continue', run.id, '--confirm', String(run.counts.waiting)];
    const going = home.desk.start(args);
    await until('the rest is sent', async () => (await resets(home.fleet)) === 30);
    going.kill('SIGTERM');
    assert.equal((await going.ended).exit, 130);
    const last = await home.desk.read(RunDocument, ['check', run.id, '--quiet', '1'], { exits: [0, 1] });
    await assertNothingInBetween(home, last.run);
  });
});
