import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { ScanResult } from '../../contract/index.ts';
import { DEFAULT_ACCOUNT, type PlugSpec } from '../../simulator/index.ts';
import { type Desk, newDesk, PlanDocument, RunDocument } from './fleet-cli.ts';
import { assertDocument, assertWords } from './refusal.ts';
import { spawned, type Typed } from './typed.ts';
import { cable, type DistantFleet, type Place, places, plugsIn, whyNoWires } from './wires.ts';

const skip = whyNoWires() ?? false;

const onTheFloor = 200;
const inTheAnnex = 10;

const addressOnFloor = (i: number): string => `10.9.${i % 4}.${10 + Math.floor(i / 4)}`;

const plug = (block: number, i: number, address: string): PlugSpec & { mac: string } => ({
  mac: `50:C7:BF:${two(block)}:${two(i >> 8)}:${two(i & 255)}`,
  address,
  watts: 0,
  alias: `Lamp ${i}`,
  ...(i % 4 === 3 ? { model: 'P110' } : { model: 'HS103', transport: 'xor' as const }),
});
const two = (byte: number): string => byte.toString(16).padStart(2, '0').toUpperCase();

/**
 * An office with the computer, a floor with most plugs (one /22 of real addresses, most of them absent), and an annex
 * behind a router on the floor: datagrams get there, broadcasts do not.
 */
async function house(t: TestContext) {
  const { office, floor, annex } = places(t, 'office', 'floor', 'annex');
  cable(office, 'eth0', floor, 'eth0');
  cable(annex, 'eth0', floor, 'eth1');
  const floorPlugs = Array.from({ length: onTheFloor }, (_, i) => plug(1, i, addressOnFloor(i)));
  const annexPlugs = Array.from({ length: inTheAnnex }, (_, i) => plug(2, i, `10.10.0.${10 + i}`));
  office.ip('addr add 10.9.0.1/22 brd + dev eth0');
  const addresses = ['10.9.0.254', ...floorPlugs.map(({ address }) => address)];
  floor.batch(addresses.map((address) => `addr add ${address}/22 brd + dev eth0`));
  floor.ip('addr add 10.10.0.254/24 brd + dev eth1');
  floor.sysctl('net/ipv4/ip_forward', '1');
  annex.batch(['10.10.0.1', ...annexPlugs.map(({ address }) => address)].map((a) => `addr add ${a}/24 brd + dev eth0`));
  annex.ip('route add default via 10.10.0.254');
  office.ip('route add default via 10.9.0.254');
  const timeScale = 0.1;
  const fleet = await plugsIn(t, floor, { plugs: floorPlugs, broadcast: ['10.9.3.255'], timeScale });
  await plugsIn(t, annex, { plugs: annexPlugs, broadcast: ['10.10.0.255'], timeScale });
  return { office, fleet };
}

const at = (place: Place, desk: Desk, argv: string[], stdin = ''): Promise<Typed> =>
  spawned(desk, ['--json', ...argv], { before: place.inside, stdin });

async function scan(t: TestContext, place: Place, desk: Desk, ...argv: string[]): Promise<ScanResult> {
  const ended = await at(place, desk, ['scan', ...argv]);
  assert.equal(ended.exit, 0, ended.stderr);
  const result = ScanResult.parse(JSON.parse(ended.stdout));
  const asked = result.networks.map((n) => `${n.network} asked ${n.probed}, ${n.answered} answered`).join('; ');
  t.diagnostic(`scan ${argv.join(' ')}: ${result.plugs.length} plugs in ${result.tookMs} ms; ${asked}`);
  return result;
}

const floorCount = ({ plugs }: ScanResult): number => plugs.filter((p) => p.mac.startsWith('50:C7:BF:01')).length;
const annexCount = ({ plugs }: ScanResult): number => plugs.filter((p) => p.mac.startsWith('50:C7:BF:02')).length;

async function owned(t: TestContext, office: Place, network: string): Promise<Desk> {
  const desk = newDesk(t);
  const added = await at(
    office,
    desk,
    ['login', 'add', 'fleet', '--email', DEFAULT_ACCOUNT.email],
    `${DEFAULT_ACCOUNT.password}\n`,
  );
  assert.equal(added.exit, 0, added.stderr);
  await scan(t, office, desk, '--network', network, '--own', 'all');
  return desk;
}

async function planOf(office: Place, desk: Desk) {
  const ended = await at(office, desk, ['plan', '--all', '--allow', 'loaded', 'no-snapshot']);
  assert.equal(ended.exit, 0, ended.stderr);
  return PlanDocument.parse(JSON.parse(ended.stdout)).plan;
}

async function resetsSent(fleet: DistantFleet): Promise<number> {
  return (await fleet.plugs()).reduce((sum, each) => sum + each.resetCommands.length, 0);
}

test('on a real network', { skip, timeout: 900_000 }, async (t) => {
  const { office, fleet } = await house(t);

  await t.test('one broadcast finds every plug of the floor, and none behind the router', async (t) => {
    const found = await scan(t, office, newDesk(t), '--broadcast');
    assert.deepEqual([floorCount(found), annexCount(found)], [onTheFloor, 0]);
  });

  await t.test('a scan of nothing in particular does so too, by broadcast and sweep', async (t) => {
    const found = await scan(t, office, newDesk(t));
    assert.deepEqual([floorCount(found), annexCount(found)], [onTheFloor, 0]);
  });

  await t.test('a sweep alone finds every plug, and absent hosts cost no more than the pace of asking', async (t) => {
    // a range has no broadcast address: this is the sweep alone
    const found = await scan(t, office, newDesk(t), '--network', '10.9.0.1-10.9.3.254');
    assert.equal(floorCount(found), onTheFloor);
    const [swept] = found.networks;
    assert.ok(swept !== undefined && swept.probed === 1022 && swept.answered === onTheFloor, JSON.stringify(swept));
    const paceMs = ((swept.probed + 2 * (swept.probed - swept.answered)) / 200) * 1000;
    t.diagnostic(
      `three rounds at 200/s take ${Math.round(paceMs)} ms; took ${(found.tookMs / paceMs).toFixed(2)} times that`,
    );
    assert.ok(found.tookMs < 4 * paceMs + 60_000, `${found.tookMs} ms, the pace alone is ${paceMs} ms`);
  });

  await t.test(
    'plugs behind a router are found when their network is named; a broadcast does not get there',
    async (t) => {
      const desk = newDesk(t);
      assert.equal(annexCount(await scan(t, office, desk, '--broadcast', '10.10.0.255')), 0);
      const found = await scan(t, office, desk, '--network', '10.10.0.0/24');
      assert.deepEqual([annexCount(found), floorCount(found)], [inTheAnnex, 0]);
    },
  );

  await t.test('with nothing but a gateway left alive, the proof says that the gateway was its witness', async (t) => {
    const desk = await owned(t, office, `${addressOnFloor(0)}-${addressOnFloor(0).replace(/\d+$/, '12')}`);
    const plan = await planOf(office, desk);
    assert.equal(plan.counts.network, 3);
    const ended = await at(office, desk, ['run', plan.id, '--confirm', '3', '--no-pilot', '--quiet', '3']);
    const { run } = RunDocument.parse(JSON.parse(ended.stdout));
    assert.deepEqual([ended.exit, run.counts.reset], [0, 3], ended.stderr);
    const witnesses = desk.ledger().entries.flatMap((e) => (e.kind === 'proof' ? [e.body.witness] : []));
    assert.deepEqual(witnesses, ['gateway', 'gateway', 'gateway']);
  });

  await t.test('the cable is pulled in the middle: the run pauses, and nothing is called reset', async (t) => {
    const before = await resetsSent(fleet);
    const desk = await owned(t, office, '10.9.1.0/24');
    const plan = await planOf(office, desk);
    assert.equal(plan.counts.network, 50);
    const flags = ['--no-pilot', '--quiet', '30', '--concurrency', '2'];
    const running = at(office, desk, ['run', plan.id, '--confirm', '50', ...flags]);
    while ((await resetsSent(fleet)) < before + 2) await wait(100);
    office.ip('link set eth0 down');
    const ended = await running;
    const { run } = RunDocument.parse(JSON.parse(ended.stdout));
    t.diagnostic(`${JSON.stringify(run.counts)} after ${run.tookMs} ms`);
    assert.deepEqual([ended.exit, run.state, run.code], [1, 'paused', 'network-lost'], ended.stderr);
    const { reset, unproven, waiting, failed, needsHands } = run.counts;
    assert.deepEqual([reset, failed, needsHands], [0, 0, 0]);
    assert.ok(unproven >= 2 && unproven + waiting === 50);

    // while it is away nothing can be looked at, and looking changes no claim
    const blind = await at(office, desk, ['plan', '--all']);
    assertDocument(blind, { code: 'no-interface' });
    const stillThere = await at(office, desk, ['status', run.id]);
    assert.deepEqual(RunDocument.parse(JSON.parse(stillThere.stdout)).run.counts, run.counts);

    office.ip('link set eth0 up');
    office.ip('route add default via 10.9.0.254');
    const checked = await at(office, desk, ['check', run.id, '--quiet', '3']);
    const after = RunDocument.parse(JSON.parse(checked.stdout)).run;
    t.diagnostic(`looked again: ${JSON.stringify(after.counts)}`);
    assert.equal(after.counts.waiting, waiting);
    const erased = new Set((await fleet.plugs()).filter((p) => p.erased).map((p) => p.mac));
    for (const item of after.items)
      if (item.at === 'reset') assert.ok(erased.has(item.mac), `${item.mac} was not erased`);
    assert.ok((await fleet.plugs()).every((p) => p.resetCommands.length <= 1));
  });
});

test('without a network there is nowhere to send to, and it is said so', { skip }, async (t) => {
  const { alone } = places(t, 'alone');
  const desk = newDesk(t);
  const none = { code: 'no-interface', next: /Connect/ } as const;
  for (const argv of [['scan'], ['scan', '--broadcast'], ['scan', '--network', '10.9.0.0/29']]) {
    assertDocument(await at(alone, desk, argv), none);
    assertWords(await spawned(desk, argv, { before: alone.inside }), none);
  }
});

test('where the system forbids sending, that is said, not that nothing answered', { skip }, async (t) => {
  const { office, floor } = places(t, 'office', 'floor');
  cable(office, 'eth0', floor, 'eth0');
  office.ip('addr add 10.9.0.1/24 brd + dev eth0');
  // a firewall as the kernel has it built in: sending there fails with EACCES
  office.ip('route add prohibit 10.77.0.0/24');
  office.ip('route add prohibit 255.255.255.255/32');
  const desk = newDesk(t);
  chmodSync(desk.folder, 0o777);
  // as anybody, not as root
  const before = [...office.inside, 'setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  for (const argv of [
    ['scan', '--network', '10.77.0.0/29'],
    ['scan', '--broadcast', '255.255.255.255'],
  ]) {
    const forbidden = { code: 'no-permission', names: /10\.77\.0\.0|255\.255\.255\.255/, next: /firewall/ } as const;
    assertDocument(await spawned(desk, ['--json', ...argv], { before }), forbidden);
    assertWords(await spawned(desk, argv, { before }), forbidden);
  }
  // one way that is shut does not keep from the others
  const open = await spawned(desk, ['--json', 'scan', '--network', '10.9.0.2', '--broadcast', '255.255.255.255'], {
    before,
  });
  assert.equal(open.exit, 0, open.stderr);
});
