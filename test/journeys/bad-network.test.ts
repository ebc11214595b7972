import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Run } from '../../contract/index.ts';
import { type Fault, type RemoteFleet, STRANGER_ACCOUNT } from '../../simulator/index.ts';
import { addLogin, type Desk, freeAddresses, newDesk, PlugsDocument, RunDocument, startPlugs } from './fleet-cli.ts';
import { house, type Kind, withFault } from './house.ts';
import { allIsWell, answerForEverybody, foul, logInFirst, relayedHttpPort, relayTo } from './strange-network.ts';
import { typed } from './typed.ts';

const oneOfEach: readonly Kind[] = [
  { model: 'HS103' },
  { model: 'P110' },
  { model: 'HS103', transport: 'klap-2' },
  { model: 'HS100', transport: 'klap-1' },
  { model: 'P100', transport: 'aes' },
  { model: 'P110', transport: 'tpap' },
];

const item = (run: Run, mac: string | undefined) => run.items.find((i) => i.mac === mac);
const endOf = (run: Run, mac: string | undefined): string =>
  `${item(run, mac)?.at} ${item(run, mac)?.code ?? ''}`.trim();

async function scanned(desk: Desk, network: string, ...more: string[]): Promise<string[]> {
  const { plugs } = await desk.read(PlugsDocument, ['scan', '--network', network, ...more]);
  return plugs.map((p) => p.mac).sort();
}

async function newOwner(t: TestContext): Promise<Desk> {
  const desk = newDesk(t);
  await addLogin(desk);
  return desk;
}

/** Carries out a plan of everything owned. */
async function runAll(desk: Desk, quietS: number, ...more: string[]): Promise<Run> {
  const plan = await desk.plan('--all');
  return runPlan(desk, plan.id, plan.counts.network, quietS, ...more);
}

async function runPlan(desk: Desk, id: string, count: number, quietS: number, ...more: string[]): Promise<Run> {
  const args = ['run', id, '--confirm', `${count}`, '--quiet', `${quietS}`, '--no-pilot', ...more];
  return (await desk.read(RunDocument, args, { exits: [0, 1] })).run;
}

/** What the ledger claims holds against what the plugs know of themselves; who is in no item was sent nothing. */
async function assertTrue(desk: Desk, run: Run, ...fleets: RemoteFleet[]): Promise<void> {
  const { entries, verified } = desk.ledger();
  assert.ok(verified.ok, verified.reason);
  const intents = new Set(entries.flatMap((e) => (e.kind === 'intent' && e.mac !== null ? [e.mac] : [])));
  for (const fleet of fleets)
    for (const truth of [...(await fleet.plugs()), ...(await fleet.others())]) {
      const claim = item(run, truth.mac);
      const what = `${truth.mac} ${endOf(run, truth.mac)}; ${JSON.stringify(truth)}`;
      assert.ok(truth.resetCommands.length <= (intents.has(truth.mac) ? 1 : 0), what);
      if (claim?.at === 'reset' && fleet === fleets[0]) assert.ok(truth.erased, what);
      if (claim?.at === 'failed') assert.ok(!truth.erased, what);
      if (claim === undefined || ['waiting', 'left-alone', 'needs-hands'].includes(claim.at))
        assert.equal(truth.resetCommands.length, 0, what);
    }
}

/** Planned plugs, each behind a relay in whose HTTP a log-in page stands from now on. */
async function behindLogInPage(t: TestContext, count: number) {
  const prefix = await freeAddresses();
  const plugs = house(prefix, count, () => ({ httpPort: relayedHttpPort }), oneOfEach.slice(1));
  const fleet = await startPlugs(t, { plugs });
  const pairs = plugs.map(({ address }, i) => ({ front: `${prefix}.2.${i + 1}`, back: address }));
  const relay = await relayTo(t, pairs);
  const desk = await newOwner(t);
  const network = `${prefix}.2.0/26`;
  await scanned(desk, network, '--own');
  const plan = await desk.plan('--all');
  assert.equal(plan.counts.network, plugs.length);
  relay.portal = logInFirst;
  return { plugs, fleet, desk, plan, relay, network };
}

// each has addresses of its own, and most of the time goes by in quiet
describe('on a bad network', { concurrency: 3 }, () => {
  // laws 5, 6, 12
  test('discovery that loses, doubles, reorders and delays its datagrams: a scan and a run end in true states', async (t) => {
    const prefix = await freeAddresses();
    const faults: Record<number, Fault> = {
      2: { kind: 'stay' },
      4: { kind: 'restart', awayMs: 1500 },
      6: { kind: 'mute' },
    };
    const plugs = house(
      prefix,
      9,
      (i) => ({ httpPort: relayedHttpPort, ...(faults[i] && withFault(faults[i])) }),
      oneOfEach,
    );
    const fleet = await startPlugs(t, { plugs });
    const pairs = plugs.map(({ address }, i) => ({ front: `${prefix}.2.${i + 1}`, back: address }));
    const relay = await relayTo(t, pairs);
    relay.weather = foul;
    const desk = await newOwner(t);
    const all = plugs.map((p) => p.mac).sort();
    const known = new Set<string>();
    for (let scans = 0; scans < 5 && known.size < all.length; scans++)
      for (const mac of await scanned(desk, `${prefix}.2.0/26`, '--own')) known.add(mac);
    assert.deepEqual([...known].sort(), all);
    for (const plug of await desk.plugs()) {
      const at = plugs.findIndex((p) => p.mac === plug.mac);
      assert.equal(plug.address, pairs[at]?.front, `${plug.mac} stands at the wrong address`);
    }
    await desk.run(['protect', plugs[8]?.mac ?? '', '--reason', 'lift']);

    let run = await runAll(desk, 4);
    await assertTrue(desk, run, fleet);
    for (let more = 0; more < 3 && run.counts.waiting > 0; more++) {
      const args = ['continue', run.id, '--confirm', String(run.counts.waiting)];
      ({ run } = await desk.read(RunDocument, args, { exits: [0, 1] }));
      await assertTrue(desk, run, fleet);
    }
    // what a pause left open
    if (run.items.some((i) => i.code === 'network-lost')) {
      ({ run } = await desk.read(RunDocument, ['check', run.id], { exits: [0, 1] }));
      await assertTrue(desk, run, fleet);
    }
    t.diagnostic(`${JSON.stringify(run.counts)}; ${JSON.stringify(relay.seen)}`);
    for (const [at, { mac }] of plugs.slice(0, 8).entries()) {
      const wasSent = (await fleet.truth(mac)).resetCommands.length > 0;
      if (!wasSent) continue;
      const wanted = at === 2 || at === 4 ? 'failed still-here' : at === 6 ? 'unproven unproven' : 'reset';
      // or its life was lost sight of again
      assert.ok([wanted, 'unproven network-lost'].includes(endOf(run, mac)), `${mac}, plug ${at}: ${endOf(run, mac)}`);
    }
    assert.ok(run.counts.reset >= 2, JSON.stringify(run.counts));
    const { lost, doubled, late } = relay.seen;
    assert.ok(lost > 20 && doubled > 20 && late > 20, JSON.stringify(relay.seen));
  });

  // law 4
  test('two plugs exchange addresses while one is being visited: no reset reaches the one of the neighbour', async (t) => {
    const prefix = await freeAddresses();
    const moments = ['handshake', 'identify', 'reset-connect'] as const;
    const count = oneOfEach.length * moments.length;
    const targets = house(prefix, count, (i) => ({ id: `target-${i}` }), oneOfEach);
    // of the same kind and the same account: whatever opens the one opens the other
    const neighbours = house(prefix, 2 * count, (i) => ({ id: `neighbour-${i - count}` }), oneOfEach).slice(count);
    const fleet = await startPlugs(t, { plugs: [...targets, ...neighbours] });
    const desk = await newOwner(t);
    await scanned(desk, `${prefix}.1.0/26`, '--own');
    await desk.run(['disown', ...neighbours.map((p) => p.mac)]);
    const plan = await desk.plan('--all');
    assert.equal(plan.counts.network, count);
    for (const [i, { mac }] of targets.entries()) {
      const moment = moments[Math.floor(i / oneOfEach.length)] ?? 'identify';
      await fleet.setFault(mac, [{ kind: 'swap-on', moment, with: `neighbour-${i}` }]);
    }
    const run = await runPlan(desk, plan.id, count, 1, '--max-failures', '100');
    t.diagnostic(targets.map((p, i) => `${i} ${p.model} ${p.transport ?? ''}: ${endOf(run, p.mac)}`).join('; '));
    await assertTrue(desk, run, fleet);
    let swapped = 0;
    for (const [i, { mac, address }] of targets.entries()) {
      if ((await fleet.truth(mac)).address !== address) swapped += 1;
      assert.equal((await fleet.truth(neighbours[i]?.mac ?? '')).resetCommands.length, 0);
    }
    t.diagnostic(`${swapped} of ${count} swapped; ${JSON.stringify(run.counts)}`);
    assert.ok(swapped >= oneOfEach.length, `only ${swapped} exchanged addresses`);
    // one that took its session along and stands elsewhere, so that another plug turned the request down
    for (const { at, code } of run.items) if (at === 'failed') assert.equal(code, 'refused');
  });

  // laws 3, 4
  test('something else at the address, or the plug under a new owner: left alone', async (t) => {
    const prefix = await freeAddresses();
    const kinds: Kind[] = [...oneOfEach, ...oneOfEach, { model: 'P110' }, { model: 'HS103' }, { model: 'P110' }];
    const plugs = house(prefix, kinds.length, () => ({}), kinds);
    const others = [{ kind: 'camera' as const, address: `${prefix}.1.60` }];
    const strangers = house(prefix, 53, () => ({ account: STRANGER_ACCOUNT }), [
      { model: 'P110' },
      { model: 'HS103' },
    ]).slice(50);
    const fleet = await startPlugs(t, { plugs: [...plugs, ...strangers], others });
    const desk = await newOwner(t);
    await scanned(desk, `${prefix}.1.0/26`, '--own');
    await desk.run(['disown', ...strangers.map((p) => p.mac)]);
    const plan = await desk.plan('--all');
    assert.equal(plan.counts.network, plugs.length);

    // the first six belong to somebody unknown now, the next six to a second account that is stored here as well
    const second = { email: 'second@plugfleet.example', password: 'practice-Second-2' };
    const anew = plugs.slice(0, 12).map((plug, i) => ({ ...plug, account: i < 6 ? STRANGER_ACCOUNT : second }));
    for (const { mac } of plugs.slice(0, 14)) await fleet.powerOff(mac);
    const later = await startPlugs(t, { plugs: anew, broadcast: [`${prefix}.254.255`] });
    await addLogin(desk, second, 'second');
    await fleet.move(strangers[0]?.mac ?? '', plugs[12]?.address ?? '');
    const [camera] = await fleet.others();
    await fleet.move(camera?.mac ?? '', plugs[13]?.address ?? '');

    const run = await runPlan(desk, plan.id, plugs.length, 1);
    await assertTrue(desk, run, fleet, later);
    t.diagnostic(plugs.map((p, i) => `${p.model} ${p.transport ?? ''} ${i}: ${endOf(run, p.mac)}`).join('; '));
    for (const truth of [...(await later.plugs()), ...(await fleet.plugs()).slice(plugs.length)])
      assert.deepEqual([truth.resetCommands.length, truth.erased], [0, false], truth.mac);
    for (const { mac } of plugs.slice(0, 14))
      assert.ok(['left-alone', 'needs-hands', 'waiting'].includes(item(run, mac)?.at ?? ''), endOf(run, mac));
    // so many that are not where they were may look like an outage
    if (run.code !== 'network-lost') assert.equal(endOf(run, plugs[14]?.mac), 'reset');
  });

  // laws 6, 12
  test('a box that answers for every address is no plug, hides none that stays, and no witness', async (t) => {
    const prefix = await freeAddresses();
    const plugs = house(
      prefix,
      8,
      (i) => (i === 1 ? withFault({ kind: 'stay' }) : i === 4 ? withFault({ kind: 'restart', awayMs: 1500 }) : {}),
      oneOfEach,
    );
    const fleet = await startPlugs(t, { plugs });
    const everywhere = Array.from({ length: 62 }, (_, i) => `${prefix}.1.${i + 1}`);
    // it keeps away from the one that comes back, as the system lets no two have one address
    answerForEverybody(
      t,
      everywhere.filter((address) => address !== plugs[4]?.address),
      allIsWell,
    );
    const desk = await newOwner(t);
    assert.deepEqual(await scanned(desk, `${prefix}.1.0/26`, '--own'), plugs.map((p) => p.mac).sort());
    assert.equal((await desk.plugs()).length, plugs.length);
    const run = await runAll(desk, 3);
    await assertTrue(desk, run, fleet);
    t.diagnostic(JSON.stringify(run.counts));
    for (const [i, { mac }] of plugs.entries())
      assert.equal(endOf(run, mac), i === 1 || i === 4 ? 'failed still-here' : 'reset', `plug ${i}`);
    assert.deepEqual(await scanned(desk, `${prefix}.1.0/26`), [plugs[1]?.mac, plugs[4]?.mac].sort());
  });

  // law 12
  test('the network dies, and a box answers in place of the plug that showed its life: nothing is called reset', async (t) => {
    const prefix = await freeAddresses();
    const plugs = house(prefix, 7, (i) => (i < 6 ? withFault({ kind: 'stay' }) : {}), [
      { model: 'HS103' },
      { model: 'P110' },
    ]);
    const fleet = await startPlugs(t, { plugs, outageAfterResets: 6 });
    const desk = await newOwner(t);
    await scanned(desk, `${prefix}.1.0/26`, '--own');
    const witness = plugs[6]?.mac ?? '';
    await desk.run(['protect', witness, '--reason', 'lift']);
    const plan = await desk.plan('--all');
    const running = desk.start(['run', plan.id, '--confirm', '6', '--quiet', '2', '--no-pilot']);
    const box = answerForEverybody(
      t,
      plugs.map((p) => p.address),
      allIsWell,
    );
    while ((await fleet.plugs()).filter((p) => p.resetCommands.length > 0).length < 6) await wait(5);
    for (const { mac } of plugs) await fleet.powerOff(mac);
    const { run } = RunDocument.parse((await running.ended).json);
    await assertTrue(desk, run, fleet);
    t.diagnostic(`${JSON.stringify(run.counts)}; the box held ${box.taken()}`);
    assert.deepEqual([run.counts.reset, run.counts.failed, run.counts.unproven], [0, 0, 6]);
    assert.ok(box.taken() > 0);
  });

  // laws 5, 6
  test('a log-in page answers in place of the plugs: said, and nothing is sent', async (t) => {
    const { plugs, fleet, desk, plan, network } = await behindLogInPage(t, 6);
    const words = await typed(desk, ['scan', '--network', network]);
    assert.match(words.stderr, /the log-in page of a network\. Log in to this network/);
    for (const plug of await desk.plugs()) assert.deepEqual([plug.standing, plug.why], ['silent', 'login-page']);
    const run = await runPlan(desk, plan.id, plugs.length, 1);
    await assertTrue(desk, run, fleet);
    t.diagnostic(plugs.map((p) => `${p.model} ${p.transport ?? ''}: ${endOf(run, p.mac)}`).join('; '));
    assert.equal(desk.ledger().entries.filter((e) => e.kind === 'intent').length, 0);
    for (const { mac } of plugs) assert.equal(endOf(run, mac), 'needs-hands login-page');
  });

  // law 12
  test('a log-in page answers and nothing else gets through: an outage, and no plug is given up on', async (t) => {
    const { plugs, fleet, desk, plan, relay } = await behindLogInPage(t, 8);
    relay.weather = { lost: 1, doubled: 0, late: 0, lateMs: 0 };
    const run = await runPlan(desk, plan.id, plugs.length, 1);
    t.diagnostic(`${run.state} ${run.code} ${JSON.stringify(run.counts)}`);
    for (const { mac } of plugs) t.diagnostic(endOf(run, mac));
    await assertTrue(desk, run, fleet);
    assert.deepEqual([run.state, run.code, run.counts.waiting], ['paused', 'network-lost', plugs.length]);
  });
});
