import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Run } from '../../contract/index.ts';
import type { OtherSpec, RemoteFleet } from '../../simulator/index.ts';
import { addLogin, type Desk, freeAddresses, newDesk, RunDocument, type Running, startPlugs } from './fleet-cli.ts';
import { house } from './house.ts';

const targets = 14;

/** What lives on the network besides the plugs that are to be erased. */
type Witness = 'nothing else' | 'a protected plug' | 'a plug of a neighbour' | 'a camera';

interface Home {
  desk: Desk;
  fleet: RemoteFleet;
  plan: string;
  macs: string[];
  run(): Running;
}

/** @param outageAfterResets so many resets arrive, and with the last of them the network goes away. */
async function moveIn(t: TestContext, witness: Witness, outageAfterResets?: number): Promise<Home> {
  const prefix = await freeAddresses();
  const isPlug = witness === 'a protected plug' || witness === 'a plug of a neighbour';
  const plugs = house(prefix, targets + (isPlug ? 1 : 0));
  const others: OtherSpec[] = witness === 'a camera' ? [{ kind: 'camera', address: `${prefix}.1.60` }] : [];
  const fleet = await startPlugs(t, {
    plugs,
    others,
    ...(outageAfterResets === undefined ? {} : { outageAfterResets }),
  });
  const desk = newDesk(t);
  await addLogin(desk);
  await desk.read(z.object({ plugs: z.array(z.unknown()) }), ['scan', '--network', `${prefix}.1.0/26`, '--own']);
  const macs = plugs.slice(0, targets).map((p) => p.mac);
  const extra = plugs[targets]?.mac;
  if (extra !== undefined)
    await desk.run(witness === 'a protected plug' ? ['protect', extra, '--reason', 'lift'] : ['disown', extra]);
  const plan = await desk.plan('--all');
  assert.equal(plan.counts.network, targets);
  const args = ['run', plan.id, '--confirm', String(targets), '--quiet', '1.5', '--no-pilot', '--concurrency', '2'];
  return { desk, fleet, plan: plan.id, macs, run: () => desk.start(args) };
}

/** Until so many plugs were sent their reset. */
async function untilSent({ fleet }: Home, count: number): Promise<void> {
  for (;;) {
    const resets = (await fleet.plugs()).filter((p) => p.resetCommands.length > 0).length;
    if (resets >= count) return;
    await pause(5);
  }
}

/** The run stopped for the network, and said nothing about any plug because of it. */
async function assertPaused({ fleet }: Home, run: Run): Promise<void> {
  assert.deepEqual([run.state, run.code], ['paused', 'network-lost']);
  assert.equal(run.counts.needsHands, 0);
  assert.equal(run.counts.failed, 0);
  for (const item of run.items) {
    const truth = await fleet.truth(item.mac);
    assert.ok(item.at !== 'reset' || truth.erased, `${item.mac} is called reset; ${JSON.stringify(truth)}`);
    assert.ok(['waiting', 'unproven', 'reset', 'left-alone'].includes(item.at), `${item.mac} is ${item.at}`);
  }
}

/** The network is back: a look, then on with what waits. */
async function finish(home: Home, run: Run): Promise<void> {
  const { desk, fleet, macs } = home;
  await fleet.network('up');
  let { run: now } = await desk.read(RunDocument, ['check', run.id], { exits: [0, 1] });
  assert.equal(now.counts.waiting, run.counts.waiting, 'a look sends nothing');
  if (now.counts.waiting > 0)
    ({ run: now } = await desk.read(RunDocument, ['continue', run.id, '--confirm', String(now.counts.waiting)], {
      exits: [0, 1],
    }));
  assert.deepEqual([now.counts.waiting, now.counts.needsHands, now.state], [0, 0, 'ended']);
  const receipts = desk.ledger().entries.filter((e) => e.kind === 'receipt');
  for (const mac of macs) {
    const truth = await fleet.truth(mac);
    const item = now.items.find((i) => i.mac === mac);
    const receipt = receipts.findLast((e) => e.mac === mac)?.body;
    const what = `${mac} ${item?.at} ${item?.code ?? ''} after ${JSON.stringify(receipt)}; really ${JSON.stringify(truth)}`;
    assert.ok(truth.resetCommands.length <= 1, what);
    // a reset that the network swallowed never arrived: the plug is heard as before
    if (!truth.erased) assert.equal(item?.at, 'failed', what);
    else assert.equal(item?.at, receipt?.receipt === 'acknowledged' ? 'reset' : 'unproven', what);
  }
}

const moments: { when: string; sent: number }[] = [
  { when: 'after the first reset', sent: 1 },
  { when: 'in the middle', sent: 7 },
  { when: 'towards the end', sent: 12 },
];

// each has a house of its own, and most of the time goes by in waiting
describe('the network goes away', { concurrency: 3 }, () => {
  // law 12
  for (const { when, sent } of moments)
    test(`the network goes away ${when}: the run pauses, and a person finishes it later`, async (t) => {
      const home = await moveIn(t, 'nothing else', sent);
      const { exit, json, stderr } = await home.run().ended;
      assert.equal(exit, 1, stderr);
      const { run } = RunDocument.parse(json);
      await assertPaused(home, run);
      await finish(home, run);
    });

  // law 12
  test('the network is gone before anything was sent: the run pauses and every plug waits', async (t) => {
    const home = await moveIn(t, 'nothing else');
    await home.fleet.network('down');
    const { exit, json, stderr } = await home.run().ended;
    assert.equal(exit, 1, stderr);
    const { run } = RunDocument.parse(json);
    await assertPaused(home, run);
    assert.equal(run.counts.waiting, targets);
    assert.deepEqual([...new Set((await home.fleet.plugs()).map((p) => p.resetCommands.length))], [0]);
    await finish(home, run);
  });

  // law 12
  for (const witness of ['a protected plug', 'a plug of a neighbour', 'a camera'] as const)
    test(`the network goes away when all is sent and nothing proven: that ${witness} fell silent too keeps the run from claiming anything`, async (t) => {
      const home = await moveIn(t, witness, targets);
      const { exit, json, stderr } = await home.run().ended;
      assert.equal(exit, 1, stderr);
      const { run } = RunDocument.parse(json);
      // nothing waits, so there is nothing to pause: what was sent is unproven
      assert.deepEqual([run.counts.waiting, run.counts.needsHands, run.counts.failed], [0, 0, 0]);
      assert.ok(run.counts.unproven > 0);
      const gone = home.desk.ledger().entries.flatMap((e) => (e.kind === 'proof' ? [e.body.witness] : []));
      assert.ok(gone.every((seen) => seen === 'plug'));
      await finish(home, run);
    });

  // law 12
  test('with nothing else on the network to show that it lives, the evidence says so', async (t) => {
    const home = await moveIn(t, 'nothing else');
    const { exit, json, stderr } = await home.run().ended;
    assert.equal(exit, 0, stderr);
    assert.equal(RunDocument.parse(json).run.counts.reset, targets);
    const last = home.desk.ledger().entries.findLast((e) => e.kind === 'proof');
    assert.equal(last?.kind === 'proof' && last.body.witness, 'loopback');
  });

  test('one plug loses its power in the middle while the others live: it gets a card, and the run goes on', async (t) => {
    const home = await moveIn(t, 'a protected plug');
    const running = home.run();
    await untilSent(home, 3);
    const unsent = (await home.fleet.plugs()).filter((p) => p.resetCommands.length === 0 && home.macs.includes(p.mac));
    const victim = unsent.at(-1)?.mac;
    assert.ok(victim);
    await home.fleet.powerOff(victim);
    const { exit, json, stderr } = await running.ended;
    assert.equal(exit, 1, stderr);
    const { run } = RunDocument.parse(json);
    assert.equal(run.state, 'ended');
    const item = run.items.find((i) => i.mac === victim);
    assert.deepEqual([item?.at, run.counts.needsHands, run.counts.reset], ['needs-hands', 1, targets - 1]);
    assert.equal((await home.fleet.truth(victim)).resetCommands.length, 0);
  });
});
