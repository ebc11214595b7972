import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Run } from '../../contract/index.ts';
import { DEFAULT_ACCOUNT, type PlugSpec } from '../../simulator/index.ts';
import { type Desk, newDesk, PlanDocument, RunDocument } from './fleet-cli.ts';
import { spawned } from './typed.ts';
import { cable, type DistantFleet, type Place, places, plugsIn, whyNoWires } from './wires.ts';

const skip = whyNoWires() ?? false;

const macOf = (i: number): string => `50:C7:BF:0A:00:${i.toString(16).padStart(2, '0').toUpperCase()}`;
const plug = (i: number, more: Partial<PlugSpec> = {}): PlugSpec & { mac: string } => ({
  mac: macOf(i),
  address: `10.9.0.${10 + i}`,
  watts: 0,
  alias: `Lamp ${i}`,
  ...(i % 2 === 0 ? { model: 'HS103', transport: 'xor' as const } : { model: 'P110' }),
  ...more,
});

/** The computer on a wire to the router, and plugs behind an access point that hangs on the router too. */
async function home(t: TestContext, plugs: PlugSpec[], timeScale = 0.2) {
  const { office, router, air } = places(t, 'office', 'router', 'air');
  cable(office, 'eth0', router, 'eth0');
  cable(air, 'eth0', router, 'eth1');
  router.ip('link add br0 type bridge');
  router.batch(['link set eth0 master br0', 'link set eth1 master br0', 'link set br0 up']);
  router.ip('addr add 10.9.0.254/24 brd + dev br0');
  router.ip('addr add 10.9.0.253/24 brd + dev br0');
  air.batch(plugs.map(({ address }) => `addr add ${address}/24 brd + dev eth0`));
  office.ip('addr add 10.9.0.1/24 brd + dev eth0');
  office.ip('route add default via 10.9.0.254');
  const fleet = await plugsIn(t, air, { plugs, broadcast: ['10.9.0.255'], timeScale });
  const desk = newDesk(t);
  await at(office, desk, ['login', 'add', 'fleet', '--email', DEFAULT_ACCOUNT.email], `${DEFAULT_ACCOUNT.password}\n`);
  await at(office, desk, ['scan', '--network', '10.9.0.0/27', '--own', 'all']);
  const unplugAir = (): void => router.ip('link set eth1 down');
  const plugAirIn = (): void => router.ip('link set eth1 up');
  return { office, fleet, desk, unplugAir, plugAirIn };
}

async function at(place: Place, desk: Desk, argv: string[], stdin = ''): Promise<unknown> {
  const ended = await spawned(desk, ['--json', ...argv], { before: place.inside, stdin });
  assert.ok(ended.exit === 0 || ended.exit === 1, ended.stderr);
  return JSON.parse(ended.stdout);
}

const runIn = (json: unknown): Run => RunDocument.parse(json).run;

async function runOf(place: Place, desk: Desk, count: number, ...more: string[]): Promise<{ running: Promise<Run> }> {
  const allowed = ['--allow', 'loaded', 'no-snapshot', 'feeds-network'];
  const { plan } = PlanDocument.parse(await at(place, desk, ['plan', '--all', ...allowed]));
  assert.equal(plan.counts.network, count);
  return { running: at(place, desk, ['run', plan.id, '--confirm', `${count}`, '--no-pilot', ...more]).then(runIn) };
}

const sentTo = async (fleet: DistantFleet): Promise<string[]> =>
  (await fleet.plugs()).filter((p) => p.resetCommands.length > 0).map((p) => p.mac);

/** Nothing is called reset that is not, and nothing that was sent nothing is given up on. */
async function assertTrue(desk: Desk, fleet: DistantFleet, run: Run): Promise<void> {
  const { entries, verified } = desk.ledger();
  assert.ok(verified.ok, verified.reason);
  for (const truth of await fleet.plugs()) {
    const item = run.items.find((i) => i.mac === truth.mac);
    const intents = entries.filter((e) => e.kind === 'intent' && e.mac === truth.mac).length;
    const what = `${truth.mac} ${item?.at} ${item?.code ?? ''}; ${JSON.stringify(truth)}; ${intents} intents`;
    assert.ok(truth.resetCommands.length <= intents && intents <= 1, what);
    if (item?.at === 'reset') assert.ok(truth.erased, what);
    if (item?.at === 'failed') assert.ok(!truth.erased, what);
    if (item?.at === 'waiting') assert.equal(truth.resetCommands.length, 0, what);
  }
}

describe('on bad wires', { skip, concurrency: 3 }, () => {
  // laws 3, 12
  test('the access point hangs on a plug that is known to feed it: that one goes last, and all others are proven before', async (t) => {
    const plugs = Array.from({ length: 7 }, (_, i) => plug(i));
    const { office, fleet, desk, unplugAir } = await home(t, plugs);
    await at(office, desk, ['set', macOf(1), '--feeds-network', 'yes']);
    const { running } = await runOf(office, desk, 7, '--quiet', '2');
    while (!(await sentTo(fleet)).includes(macOf(1))) await wait(50);
    assert.equal((await sentTo(fleet)).length, 7);
    unplugAir();
    const run = await running;
    t.diagnostic(JSON.stringify(run.counts));
    await assertTrue(desk, fleet, run);
    const proofs = desk.ledger().entries.filter((e) => e.kind === 'proof');
    assert.equal(run.items.filter((i) => i.mac !== macOf(1) && i.at === 'reset').length, 6);
    const fed = desk.ledger().entries.find((e) => e.kind === 'intent' && e.mac === macOf(1));
    assert.ok(proofs.every((p) => p.mac === macOf(1) || p.seq < (fed?.seq ?? 0)));
  });

  // law 12
  test('the access point hangs on a plug that nobody knew to feed it: its end proves nothing for the others, though the gateway lives', async (t) => {
    // the others say yes and stay as they are: whoever takes their silence for a proof is wrong about every one of them
    const stays = { faults: [{ kind: 'stay' as const }] };
    const plugs = Array.from({ length: 7 }, (_, i) => plug(i, i === 0 ? {} : stays));
    const { office, fleet, desk, unplugAir, plugAirIn } = await home(t, plugs);
    await at(office, desk, ['protect', macOf(6), '--reason', 'lift']);
    const { running } = await runOf(office, desk, 6, '--quiet', '3', '--max-failures', '100');
    while ((await sentTo(fleet)).length < 6) await wait(20);
    unplugAir();
    const run = await running;
    t.diagnostic(`${run.state} ${run.code} ${JSON.stringify(run.counts)}`);
    await assertTrue(desk, fleet, run);
    assert.deepEqual([run.counts.reset, run.counts.needsHands], [0, 0]);
    // who looks again while only the gateway lives has heard no plug in that sitting, and learns nothing either
    const blind = runIn(await at(office, desk, ['check', run.id]));
    t.diagnostic(`${blind.state} ${blind.code} ${JSON.stringify(blind.counts)}`);
    assert.deepEqual([blind.counts.reset, blind.counts.unproven], [0, 6]);
    plugAirIn();
    const seeing = runIn(await at(office, desk, ['check', run.id]));
    t.diagnostic(`${seeing.state} ${seeing.code} ${JSON.stringify(seeing.counts)}`);
    await assertTrue(desk, fleet, seeing);
    assert.deepEqual([seeing.counts.reset, seeing.counts.failed], [1, 5]);
  });

  // law 12
  test('the computer gets another gateway and then another address in the middle of a run: a pause each time, and a person goes on', async (t) => {
    // slow enough to be in the middle for a while, and still quicker than the resets they answer
    const slow = { faults: [{ kind: 'slow' as const, ms: 200 }], resetAfterMs: 900 };
    const plugs = Array.from({ length: 7 }, (_, i) => plug(i, slow));
    const { office, fleet, desk } = await home(t, plugs, 1);
    let { running } = await runOf(office, desk, 7, '--quiet', '3', '--concurrency', '1');
    for (const change of [
      ['route replace default via 10.9.0.253'],
      ['addr del 10.9.0.1/24 dev eth0', 'addr add 10.9.0.2/24 brd + dev eth0', 'route add default via 10.9.0.254'],
    ]) {
      const before = (await sentTo(fleet)).length;
      while ((await sentTo(fleet)).length <= before) await wait(20);
      for (const line of change) office.ip(line);
      const run = await running;
      t.diagnostic(`${run.state} ${run.code} ${JSON.stringify(run.counts)}`);
      await assertTrue(desk, fleet, run);
      const { reset, failed, needsHands, waiting } = run.counts;
      assert.deepEqual([run.state, run.code, reset, failed, needsHands], ['paused', 'network-lost', 0, 0, 0]);
      running = at(office, desk, ['continue', run.id, '--confirm', `${waiting}`]).then(runIn);
    }
    const { id, counts } = await running;
    assert.ok(counts.reset > 0, JSON.stringify(counts));
    const last = runIn(await at(office, desk, ['check', id, '--quiet', '2']));
    t.diagnostic(JSON.stringify(last.counts));
    await assertTrue(desk, fleet, last);
    const { entries } = desk.ledger();
    const acknowledged = entries.filter((e) => e.kind === 'receipt' && e.body.receipt === 'acknowledged').length;
    assert.deepEqual([last.counts.reset, last.counts.reset + last.counts.unproven], [acknowledged, 7]);
  });
});
