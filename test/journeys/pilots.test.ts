import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { z } from 'zod';
import type { LedgerEntry, Run } from '../../contract/index.ts';
import type { PlugSpec, RemoteFleet } from '../../simulator/index.ts';
import { addLogin, type Desk, freeAddresses, newDesk, RunDocument, startPlugs } from './fleet-cli.ts';
import { type HousePlug, house } from './house.ts';

interface Home {
  desk: Desk;
  fleet: RemoteFleet;
  plugs: HousePlug[];
  /** Carries out a plan over everything; exit code and document. */
  run(exit: number, ...options: string[]): Promise<Run>;
  goOn(exit: number, run: Run): Promise<Run>;
  entries(): LedgerEntry[];
}

async function moveIn(t: TestContext, specs: readonly Partial<PlugSpec>[]): Promise<Home> {
  const prefix = await freeAddresses();
  const plugs = house(prefix, specs.length, (index) => ({ model: 'HS103', transport: 'xor', ...specs[index] }));
  const fleet = await startPlugs(t, { plugs });
  const desk = newDesk(t);
  await addLogin(desk);
  await desk.read(z.object({ plugs: z.array(z.unknown()) }), ['scan', '--network', `${prefix}.1.0/26`, '--own']);
  return {
    desk,
    fleet,
    plugs,
    run: async (exit, ...options) => {
      const { id, counts } = await desk.plan('--all');
      assert.equal(counts.network, specs.length);
      const args = ['run', id, '--confirm', String(counts.network), '--quiet', '1', ...options];
      return (await desk.read(RunDocument, args, { exits: [exit] })).run;
    },
    goOn: async (exit, run) => {
      const args = ['continue', run.id, '--confirm', String(run.counts.waiting)];
      return (await desk.read(RunDocument, args, { exits: [exit] })).run;
    },
    entries: () => desk.ledger().entries,
  };
}

const times = <T>(count: number, spec: T): T[] => Array.from({ length: count }, () => spec);
const sent = async (fleet: RemoteFleet): Promise<string[]> =>
  (await fleet.plugs()).filter((p) => p.resetCommands.length > 0).map((p) => p.mac);

/** Nobody of these was meant to be sent anything before the first of them was proven to be reset. */
function assertPilotFirst(entries: readonly LedgerEntry[], macs: readonly string[]): void {
  const of = entries.filter((e) => e.mac !== null && macs.includes(e.mac));
  const [first, second] = of.filter((e) => e.kind === 'intent');
  const proven = of.find((e) => e.kind === 'item-ended' && e.body.at === 'reset');
  assert.ok(first && second && proven);
  assert.equal(proven.mac, first.mac);
  assert.ok(first.seq < proven.seq && proven.seq < second.seq, 'the second was sent before the first was proven');
}

// each has a house of its own, and most of the time goes by in quiet
describe('pilots', { concurrency: 3 }, () => {
  // law 11
  test('one plug of each kind goes first; when it is proven to be reset its kind follows', async (t) => {
    const home = await moveIn(t, [
      ...times(5, {}),
      ...times(3, { firmware: '1.1.5 Build 240101 Rel.000001' }),
      ...times(4, { model: 'P110', transport: 'klap-2' as const }),
    ]);
    const run = await home.run(0);
    assert.equal(run.counts.reset, 12);
    const macs = home.plugs.map((p) => p.mac);
    for (const [from, to] of [
      [0, 5],
      [5, 8],
      [8, 12],
    ])
      assertPilotFirst(home.entries(), macs.slice(from, to));
  });

  // law 11
  test('when the first of a kind stays as it was, the others of its kind are left alone and other kinds go on', async (t) => {
    const home = await moveIn(t, [
      ...times(5, { faults: [{ kind: 'stay' as const }] }),
      ...times(4, { model: 'KP115' }),
    ]);
    const run = await home.run(1);
    const stubborn = home.plugs.slice(0, 5).map((p) => p.mac);
    const items = run.items.filter((i) => stubborn.includes(i.mac));
    assert.deepEqual(items.map((i) => `${i.at} ${i.code}`).sort(), [
      'failed still-here',
      ...times(4, 'left-alone pilot-failed'),
    ]);
    assert.equal((await sent(home.fleet)).filter((mac) => stubborn.includes(mac)).length, 1);
    assert.equal(run.counts.reset, 4);
    assert.equal(run.state, 'ended');
  });

  // law 11
  test('when nothing proves the first of a kind and nobody can be asked, its kind waits; to continue is to try another one', async (t) => {
    const home = await moveIn(t, [
      ...times(5, { faults: [{ kind: 'mute' as const }] }),
      ...times(3, { model: 'KP115' }),
    ]);
    const first = await home.run(1);
    assert.deepEqual([first.counts.unproven, first.counts.waiting, first.counts.reset], [1, 4, 3]);
    assert.deepEqual([first.state, first.code], ['paused', 'unproven']);

    // the next one is no better: the rest still waits
    const second = await home.goOn(1, first);
    assert.deepEqual([second.counts.unproven, second.counts.waiting], [2, 3]);

    for (const { mac } of home.plugs.slice(0, 5)) await home.fleet.setFault(mac, []);
    const third = await home.goOn(1, second);
    assert.deepEqual([third.counts.unproven, third.counts.waiting, third.counts.reset], [2, 0, 6]);
    const since = home.entries().findLast((e) => e.kind === 'run-continued')?.seq ?? 0;
    assertPilotFirst(
      home.entries().filter((e) => e.seq > since),
      home.plugs.slice(0, 5).map((p) => p.mac),
    );
    for (const truth of await home.fleet.plugs()) assert.equal(truth.resetCommands.length, 1);
  });

  test('a first plug that cannot be reached proves nothing about its kind: the next one goes first', async (t) => {
    const home = await moveIn(t, times(5, {}));
    const { id, counts } = await home.desk.plan('--all');
    const pilot = counts.network === 5 ? (await home.desk.plugs())[0]?.mac : undefined;
    assert.ok(pilot);
    await home.fleet.powerOff(pilot);
    const { run } = await home.desk.read(RunDocument, ['run', id, '--confirm', '5', '--quiet', '1'], { exits: [1] });
    assert.deepEqual([run.counts.needsHands, run.counts.reset], [1, 4]);
    assert.deepEqual(run.items.find((i) => i.mac === pilot)?.at, 'needs-hands');
  });

  // law 11
  test('when too many of the last plugs fail, sending pauses; once the reason is gone, continue finishes the rest', async (t) => {
    const home = await moveIn(t, times(24, { faults: [{ kind: 'refuse' as const }] }));
    const paused = await home.run(1, '--no-pilot');
    assert.deepEqual([paused.state, paused.code], ['paused', 'too-many-failures']);
    const { failed, waiting } = paused.counts;
    assert.ok(failed >= 3 && failed < 15 && waiting === 24 - failed, JSON.stringify(paused.counts));
    assert.equal((await sent(home.fleet)).length, failed);

    for (const { mac } of home.plugs) await home.fleet.setFault(mac, []);
    const rest = await home.goOn(1, paused);
    assert.deepEqual([rest.counts.failed, rest.counts.reset, rest.counts.waiting], [failed, waiting, 0]);
    for (const truth of await home.fleet.plugs()) assert.equal(truth.resetCommands.length, 1);
  });

  test('whoever allows any number of failures gets no pause', async (t) => {
    const home = await moveIn(t, times(10, { faults: [{ kind: 'refuse' as const }] }));
    const run = await home.run(1, '--no-pilot', '--max-failures', '100');
    assert.deepEqual([run.counts.failed, run.state], [10, 'ended']);
  });
});
