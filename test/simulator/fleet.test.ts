import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeFleet, practiceFleet, startFleet, startFleetProcess } from '../../simulator/index.ts';
import { hugeNetwork, ownNetwork, startTestFleet, until } from './clients/fleets.ts';
import { RawLine } from './clients/raw-line.ts';
import { probe } from './clients/tdp-client.ts';
import { askOn, askXor, askXorByDatagram, GET_SYSINFO, inside, RESET } from './clients/xor-client.ts';

test('network down: nothing answers, connections swallow, and up again it is as before', async (t) => {
  const { fleet, at, truth, broadcast } = await startTestFleet(t, [{}, { model: 'P110' }]);
  const touched = await RawLine.open(at(1), 9999);
  const untouched = await RawLine.open(at(1), 9999);
  fleet.network('down');
  const during = await RawLine.open(at(1), 9999);
  t.after(() => {
    for (const line of [touched, untouched, during]) line.close();
  });
  const silences = await Promise.all([askOn(touched, RESET, 100), askOn(during, RESET, 100)]);
  assert.deepEqual(
    silences.map(({ end }) => end),
    ['silence', 'silence'],
  );
  assert.equal((await askXorByDatagram(broadcast, GET_SYSINFO, 1)).length + (await probe(at(2))).length, 0);
  fleet.network('up');
  assert.equal((await askOn(untouched, GET_SYSINFO)).end, 'bytes');
  assert.equal((await askOn(touched, GET_SYSINFO)).end, 'closed');
  assert.equal((await probe(broadcast)).length, 1);
  assert.deepEqual([truth(0).resetCommands, truth(0).erased], [[], false], 'what was swallowed stays swallowed');
});

test('power, button, move and swap', async (t) => {
  const { fleet, at, truth } = await startTestFleet(t, [{ alias: 'A' }, { alias: 'B' }, { alias: 'C' }]);
  const [a, b, c] = fleet.plugs().map(({ mac }) => mac);
  assert.ok(a && b && c);
  const aliasAt = async (position: number) =>
    inside(await askXor(at(position), GET_SYSINFO), 'system', 'get_sysinfo')['alias'];

  const line = await RawLine.open(at(1), 9999);
  t.after(() => line.close());
  fleet.powerOff(a);
  assert.equal((await askOn(line, GET_SYSINFO, 80)).end, 'silence', 'no power, no goodbye');
  await assert.rejects(RawLine.open(at(1), 9999), { code: 'ECONNREFUSED' });
  await fleet.powerOn(a);
  assert.equal(await aliasAt(1), 'A');

  await fleet.swap(a, b);
  assert.deepEqual([await aliasAt(1), await aliasAt(2)], ['B', 'A']);
  await fleet.move(a, at(50));
  assert.equal(await aliasAt(50), 'A');
  await assert.rejects(fleet.move(a, at(1)), { code: 'address-in-use' });

  fleet.pressButton(b, 5);
  fleet.pressButton(c, 10);
  assert.deepEqual([truth(1).online, truth(1).erased, truth(1).alias], [false, false, 'B']);
  assert.deepEqual(
    [truth(2).online, truth(2).erased, truth(2).owner, truth(2).resetsCarriedOut],
    [false, true, null, 0],
  );
  await fleet.powerOn(c);
  assert.equal(truth(2).online, false, 'erased is gone for good');
  assert.throws(() => fleet.truth('00:00:00:00:00:00'), { code: 'no-such-plug' });
});

test('a power cut before the due reset keeps the plug as it was', async (t) => {
  const { fleet, at, truth } = await startTestFleet(t, [{}]);
  await askXor(at(1), RESET);
  fleet.powerOff(truth(0).mac);
  await new Promise((resolve) => setTimeout(resolve, 150));
  await fleet.powerOn(truth(0).mac);
  assert.deepEqual([truth(0).erased, truth(0).online, truth(0).resetCommands.length], [false, true, 1]);
});

test('what a spec may not say is refused in words', async () => {
  const { at } = ownNetwork();
  await assert.rejects(startFleet({ plugs: [{ address: '192.0.2.1' }] }), { code: 'outside-loopback' });
  await assert.rejects(startFleet({ plugs: [], broadcast: ['255.255.255.255'] }), { code: 'outside-loopback' });
  await assert.rejects(startFleet({ plugs: [{ address: at(1) }, { address: at(1) }] }), { code: 'bad-spec' });
  await assert.rejects(startFleet({ plugs: [{ address: at(1), model: 'X1' }] }), { code: 'bad-spec' });
  await assert.rejects(startFleet({ plugs: [{ address: at(1), model: 'P110', transport: 'xor' }] }), {
    code: 'bad-spec',
  });
  for (const transport of ['aes', 'tpap'] as const) {
    await assert.rejects(startFleet({ plugs: [{ address: at(1), model: 'HS103', transport }] }), { code: 'bad-spec' });
  }
  await assert.rejects(startFleet({ plugs: [{ address: at(1), mac: '50-C7-BF-00-00-01' }] }), { code: 'bad-spec' });
});

test('a fleet on taken addresses does not start, and leaves nothing open', async (t) => {
  const { at } = await startTestFleet(t, [{}]);
  await assert.rejects(startFleet({ plugs: [{ address: at(2) }, { address: at(1) }] }), { code: 'address-in-use' });
  await assert.rejects(RawLine.open(at(2), 9999), { code: 'ECONNREFUSED' });
});

test('described fleets: any size, same from the same seed, exact shares', () => {
  const wish = { count: 200, seed: 7, faultShares: { absent: 0.1, 'wrong-account': 0.05 }, baseAddress: '127.9.0.200' };
  const spec = describeFleet(wish);
  assert.deepEqual(spec, describeFleet(wish));
  assert.notDeepEqual(spec.plugs, describeFleet({ ...wish, seed: 8 }).plugs);
  const kinds = spec.plugs.flatMap(({ faults = [] }) => faults.map(({ kind }) => kind));
  assert.deepEqual([kinds.filter((kind) => kind === 'absent').length, kinds.length], [20, 30]);
  assert.ok(spec.plugs.every(({ address }) => !/\.(0|255)$/.test(address)));
  assert.equal(new Set(spec.plugs.map(({ address }) => address)).size, 200);
  assert.deepEqual([spec.plugs[0]?.address, spec.plugs[55]?.address], ['127.9.0.200', '127.9.1.1']);
  assert.throws(() => describeFleet({ ...wish, faultShares: { absent: 0.8, mute: 0.3 } }), { code: 'bad-spec' });
});

test('described fleets: transports and strips by share', () => {
  const transportShares = { xor: 0.3, 'klap-1': 0.1, 'klap-2': 0.2, aes: 0.2, tpap: 0.2 };
  const wish = { count: 100, seed: 7, transportShares, stripShare: 0.5 };
  const { plugs } = describeFleet(wish);
  assert.deepEqual(plugs, describeFleet(wish).plugs);
  const over = (transport: string) => plugs.filter((plug) => plug.transport === transport);
  assert.deepEqual(
    ['xor', 'klap-1', 'klap-2', 'aes', 'tpap'].map((name) => over(name).length),
    [30, 10, 20, 20, 20],
  );
  const strips = new Set(['HS300', 'KP303', 'P300']);
  const share = (transport: string) => {
    const all = over(transport);
    return all.filter(({ model = '' }) => strips.has(model)).length / all.length;
  };
  assert.deepEqual([share('klap-1'), share('aes')], [0, 0], 'no strip is known to speak these');
  for (const transport of ['xor', 'klap-2', 'tpap']) assert.ok(share(transport) > 0.2 && share(transport) < 0.8);
  assert.equal(describeFleet({ ...wish, count: 5, transportShares: { xor: 0.5, tpap: 0.5 } }).plugs.length, 5);
  assert.throws(() => describeFleet({ ...wish, transportShares: { xor: 0.8, aes: 0.3 } }), { code: 'bad-spec' });
});

test('the practice fleet runs and has one of everything', async (t) => {
  const { base, broadcast } = hugeNetwork();
  const spec = practiceFleet(base);
  const fleet = await startFleet({ ...spec, broadcast: [broadcast] });
  t.after(() => fleet.close());
  assert.ok(fleet.plugs().length >= 58);
  const transports = new Set(spec.plugs.map(({ transport = 'usual' }) => transport));
  assert.deepEqual([...transports].sort(), ['aes', 'klap-1', 'klap-2', 'tpap', 'usual']);
  const faults = new Set(spec.plugs.flatMap(({ faults = [] }) => faults.map(({ kind }) => kind)));
  assert.equal(faults.size, 19);
  const addresses = new Set([...fleet.plugs(), ...fleet.others()].map(({ address }) => address));
  assert.equal(addresses.size, fleet.plugs().length + fleet.others().length);
  assert.deepEqual(
    fleet
      .plugs()
      .filter(({ online }) => !online)
      .map(({ id }) => id),
    ['absent'],
  );
});

test('a fleet in a process of its own obeys the same verbs and ends with its starter', async (t) => {
  const { at, broadcast } = ownNetwork();
  const plugs = [
    { address: at(1), alias: 'A' },
    { address: at(2), alias: 'B' },
  ];
  const fleet = await startFleetProcess({ plugs, broadcast: [broadcast], seed: 9, timeScale: 0.05 });
  t.after(() => fleet.close());
  assert.equal(fleet.seed, 9);
  const [a, b] = (await fleet.plugs()).map(({ mac }) => mac);
  assert.ok(a && b);
  await fleet.swap(a, b);
  assert.equal((await fleet.truth(a)).address, at(2));
  await fleet.move(a, at(3));
  await fleet.setFault(b, [{ kind: 'stay' }]);
  assert.deepEqual(await askXor(at(1), RESET), { system: { reset: { err_code: 0 } } });
  await askXor(at(3), RESET);
  await until('A is erased', async () => (await fleet.truth(a)).erased);
  assert.equal((await fleet.truth(b)).erased, false);
  await fleet.powerOff(b);
  await fleet.powerOn(b);
  await fleet.network('down');
  assert.equal((await askXorByDatagram(at(1), GET_SYSINFO, 1)).length, 0);
  await fleet.network('up');
  await fleet.pressButton(b, 10);
  assert.equal((await fleet.truth(b)).online, false);
  assert.deepEqual(await fleet.others(), []);
  await assert.rejects(fleet.move(b, '192.0.2.1'), /outside-loopback/);
  await fleet.close();
  await assert.rejects(fleet.plugs());
});

test('a fleet process that cannot start says why', async () => {
  await assert.rejects(startFleetProcess({ plugs: [{ address: '192.0.2.1' }] }), /outside-loopback/);
});
