import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Fault, STRANGER_ACCOUNT } from '../../simulator/index.ts';
import { startTestFleet, type TestFleet, until } from './clients/fleets.ts';
import { httpPort } from './clients/http-port.ts';
import { KlapClient, replyIn } from './clients/klap-client.ts';
import { type Heard, RawLine } from './clients/raw-line.ts';
import { EMPTY_PROBE, probe } from './clients/tdp-client.ts';
import { askByDatagram } from './clients/udp-client.ts';
import { askOn, askXor, askXorByDatagram, GET_SYSINFO, inside, RESET, textIn } from './clients/xor-client.ts';

const owner = { email: 'user@example.com', password: 'p@ssw0rd Café' };

interface ResetTried extends TestFleet {
  heard: Heard;
}

/** Resets one plug with these faults; the same for both protocols. */
const RESETS: Record<'xor' | 'klap-2', (t: TestContext, faults: Fault[]) => Promise<ResetTried>> = {
  xor: async (t, faults) => {
    const started = await startTestFleet(t, [{ alias: 'mine', account: owner, faults }]);
    const line = await RawLine.open(started.at(1), 9999);
    t.after(() => line.close());
    return { ...started, heard: await askOn(line, RESET, 150) };
  },
  'klap-2': async (t, faults) => {
    const started = await startTestFleet(t, [{ model: 'P110', alias: 'mine', account: owner, faults }]);
    const client = new KlapClient(started.at(1));
    t.after(() => client.close());
    assert.equal(await client.login(owner), true);
    return { ...started, heard: await client.send({ method: 'device_reset' }, 150) };
  },
};

for (const [transport, reset] of Object.entries(RESETS)) {
  const command = (truth: TestFleet['truth']) => truth(0).resetCommands.map((each) => [each.transport, each.answered]);

  test(`${transport}: a reset is acknowledged, then the plug is erased and gone`, async (t) => {
    const { heard, truth, at } = await reset(t, []);
    assert.equal(heard.end, 'bytes');
    assert.equal(truth(0).online, true, 'it answers before it goes');
    await until('it is gone', () => !truth(0).online);
    const { erased, erasedAtMs, owner: whose, alias, resetsCarriedOut, mac } = truth(0);
    const plain = mac.replaceAll(':', '').slice(-4);
    const fresh = transport === 'xor' ? `TP-LINK_Smart Plug_${plain}` : '';
    assert.deepEqual(
      { erased, whose, alias, resetsCarriedOut },
      { erased: true, whose: null, alias: fresh, resetsCarriedOut: 1 },
    );
    assert.ok((erasedAtMs ?? 0) > Date.now() - 5000);
    assert.deepEqual(command(truth), [[transport, 'acknowledged']]);
    await assert.rejects(RawLine.open(at(1), transport === 'xor' ? 9999 : httpPort), { code: 'ECONNREFUSED' });
  });

  test(`${transport}: cut-before-reset closes and resets nothing`, async (t) => {
    const { heard, truth } = await reset(t, [{ kind: 'cut-before-reset' }]);
    assert.deepEqual([heard.end, heard.bytes.length], ['closed', 0]);
    assert.deepEqual([truth(0).online, truth(0).erased, truth(0).alias], [true, false, 'mine']);
    assert.deepEqual(command(truth), [[transport, 'none']]);
  });

  test(`${transport}: cut-after-reset closes and is gone`, async (t) => {
    const { heard, truth } = await reset(t, [{ kind: 'cut-after-reset' }]);
    assert.deepEqual([heard.end, heard.bytes.length], ['closed', 0]);
    await until('it is gone', () => !truth(0).online && truth(0).erased);
    assert.deepEqual(command(truth), [[transport, 'none']]);
  });

  test(`${transport}: mute says nothing until it is gone`, async (t) => {
    const { heard, truth } = await reset(t, [{ kind: 'mute' }]);
    assert.equal(heard.bytes.length, 0);
    await until('it is gone', () => !truth(0).online && truth(0).erased);
  });

  test(`${transport}: refuse answers an error and stays`, async (t) => {
    const { heard, truth } = await reset(t, [{ kind: 'refuse' }]);
    assert.equal(heard.end, 'bytes');
    if (transport === 'xor') assert.match(textIn(heard), /"err_code":-7/);
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.deepEqual([truth(0).online, truth(0).erased], [true, false]);
    assert.deepEqual(command(truth), [[transport, 'refused']]);
  });

  test(`${transport}: stay acknowledges and stays`, async (t) => {
    const { heard, truth } = await reset(t, [{ kind: 'stay' }]);
    assert.equal(heard.end, 'bytes');
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.deepEqual([truth(0).online, truth(0).erased, truth(0).resetsCarriedOut], [true, false, 0]);
    assert.deepEqual(command(truth), [[transport, 'acknowledged']]);
  });

  test(`${transport}: restart comes back as it was`, async (t) => {
    const { heard, truth } = await reset(t, [{ kind: 'restart', awayMs: 60 }]);
    assert.equal(heard.end, 'bytes');
    await until('it is away', () => !truth(0).online);
    await until('it is back', () => truth(0).online);
    assert.deepEqual([truth(0).erased, truth(0).owner, truth(0).alias], [false, owner.email, 'mine']);
  });

  test(`${transport}: firmware-says-fresh is on the LAN again without owner`, async (t) => {
    const { truth, at } = await reset(t, [{ kind: 'firmware-says-fresh', awayMs: 30 }]);
    await until('it is away', () => !truth(0).online);
    await until('it is back', () => truth(0).online);
    assert.deepEqual([truth(0).erased, truth(0).owner], [true, null]);
    if (transport === 'xor') {
      const cloud = inside(await askXor(at(1), { cnCloud: { get_info: {} } }), 'cnCloud', 'get_info');
      assert.deepEqual([cloud['binded'], cloud['username']], [0, '']);
    } else {
      const [answer] = await probe(at(1));
      assert.deepEqual([answer?.owner, answer?.factory_default], ['', true]);
    }
  });

  test(`${transport}: half a reply, or garbage, and the reset is carried out`, async (t) => {
    const half = await reset(t, [{ kind: 'half-reply', on: 'reset' }]);
    assert.equal(half.heard.end, 'closed');
    assert.ok(half.heard.bytes.length > 0);
    await until('it is gone', () => half.truth(0).erased);
    const garbled = await reset(t, [{ kind: 'garbage', on: 'reset' }]);
    assert.ok(garbled.heard.bytes.length >= 64);
    await until('it is gone', () => garbled.truth(0).erased);
    assert.deepEqual(command(garbled.truth), [[transport, 'none']]);
  });
}

test('restart at another address', async (t) => {
  const { at, truth, fleet } = await startTestFleet(t, [{}]);
  await fleet.setFault(truth(0).mac, [{ kind: 'restart', awayMs: 30, at: at(77) }]);
  await askXor(at(1), RESET);
  await until('it is back elsewhere', () => truth(0).online && truth(0).address === at(77));
  assert.equal(inside(await askXor(at(77), GET_SYSINFO), 'system', 'get_sysinfo')['mac'], truth(0).mac);
  await assert.rejects(RawLine.open(at(1), 9999), { code: 'ECONNREFUSED' });
});

test('absent has no sockets; silent has, and says nothing', async (t) => {
  const { at, truth } = await startTestFleet(t, [
    { faults: [{ kind: 'absent' }] },
    { faults: [{ kind: 'silent' }] },
    { model: 'P110', faults: [{ kind: 'silent' }] },
  ]);
  assert.deepEqual([truth(0).online, truth(1).online], [false, true]);
  await assert.rejects(RawLine.open(at(1), 9999), { code: 'ECONNREFUSED' });
  const line = await RawLine.open(at(2), 9999);
  t.after(() => line.close());
  const [heard, byDatagram, found] = await Promise.all([
    askOn(line, GET_SYSINFO, 100),
    askByDatagram(at(2), 9999, Buffer.from('x'), 1, 100),
    askByDatagram(at(3), 20002, EMPTY_PROBE, 1, 100),
  ]);
  assert.deepEqual([heard.end, byDatagram.length, found.length, truth(2).datagramsSeen], ['silence', 0, 0, 1]);
});

test('slow delays datagrams and answers alike', async (t) => {
  const { at } = await startTestFleet(t, [{ faults: [{ kind: 'slow', ms: 80 }] }]);
  const tookMs = async (asking: () => Promise<unknown>) => {
    const startedAtMs = performance.now();
    await asking();
    return performance.now() - startedAtMs;
  };
  assert.ok((await tookMs(() => askXor(at(1), GET_SYSINFO))) >= 79);
  assert.ok((await tookMs(() => askXorByDatagram(at(1), GET_SYSINFO, 1))) >= 79);
});

test('reads in half or garbled, in XOR and in HTTP', async (t) => {
  const { at } = await startTestFleet(t, [
    { faults: [{ kind: 'half-reply', on: 'read' }] },
    { faults: [{ kind: 'garbage', on: 'read' }] },
    { model: 'P110', account: owner, faults: [{ kind: 'garbage', on: 'read' }] },
    { model: 'P110', account: owner, faults: [{ kind: 'half-reply', on: 'read' }] },
    { model: 'P110', faults: [{ kind: 'garbage', on: 'udp' }] },
  ]);
  const [half, garbled] = await Promise.all(
    [1, 2].map(async (position) => {
      const line = await RawLine.open(at(position), 9999);
      t.after(() => line.close());
      return askOn(line, GET_SYSINFO, 100);
    }),
  );
  assert.equal(half?.end, 'closed');
  assert.ok((half?.bytes.length ?? 0) > 100);
  assert.equal(garbled?.bytes.length, 64);
  const [inHttp, halfHttp] = await Promise.all(
    [3, 4].map(async (position) => {
      const client = new KlapClient(at(position));
      t.after(() => client.close());
      assert.equal(await client.login(owner), true);
      return client.send({ method: 'get_device_info' }, 100);
    }),
  );
  assert.ok(inHttp && halfHttp);
  assert.deepEqual([replyIn(inHttp).status, replyIn(inHttp).body.length, halfHttp.end], [200, 64, 'closed']);
  const [datagram] = await askByDatagram(at(5), 20002, EMPTY_PROBE, 1);
  assert.equal(datagram?.bytes.length, 64);
});

test('late-http: the port is shut until a probe with a key came, and again after each power-up', async (t) => {
  const plug = { model: 'P110', account: owner, faults: [{ kind: 'late-http', wakeMs: 30 }] satisfies Fault[] };
  const { at, fleet, truth } = await startTestFleet(t, [plug]);
  const isShut = () => assert.rejects(RawLine.open(at(1), httpPort), { code: 'ECONNREFUSED' });
  await isShut();
  await probe(at(1), 1, EMPTY_PROBE);
  await new Promise((resolve) => setTimeout(resolve, 60));
  await isShut();
  await probe(at(1));
  await isShut();
  const opens = async () => {
    const line = await RawLine.open(at(1), httpPort).catch(() => undefined);
    line?.close();
    return line !== undefined;
  };
  await until('the port is open', opens);
  fleet.powerOff(truth(0).mac);
  await fleet.powerOn(truth(0).mac);
  await isShut();
});

test('wrong-account: someone else owns it', async (t) => {
  const { at, truth } = await startTestFleet(t, [
    { model: 'P110', account: owner, faults: [{ kind: 'wrong-account' }] },
  ]);
  const client = new KlapClient(at(1));
  t.after(() => client.close());
  assert.equal(await client.login(owner), false);
  assert.equal(truth(0).owner, STRANGER_ACCOUNT.email);
});

test('flaky loses about its share, and the same ones for the same seed', async (t) => {
  const answered = async () => {
    const { at, fleet } = await startTestFleet(
      t,
      [{ mac: '50:C7:BF:00:00:01', faults: [{ kind: 'flaky', drop: 0.5 }] }],
      { seed: 42 },
    );
    const pattern: boolean[] = [];
    for (let round = 0; round < 40; round += 1) {
      const line = await RawLine.open(at(1), 9999);
      pattern.push((await askOn(line, GET_SYSINFO)).end === 'bytes');
      line.close();
    }
    await fleet.close();
    return pattern;
  };
  const [first, second] = [await answered(), await answered()];
  assert.deepEqual(first, second);
  const share = first.filter(Boolean).length / first.length;
  assert.ok(share > 0.25 && share < 0.75, `${share} were answered`);
});

test('swap-on identify: the read stays with the plug, a new connection reaches the other', async (t) => {
  const { at, truth } = await startTestFleet(t, [
    { id: 'a', faults: [{ kind: 'swap-on', moment: 'identify', with: 'b' }] },
    { id: 'b' },
  ]);
  const line = await RawLine.open(at(1), 9999);
  t.after(() => line.close());
  const macOn = (heard: Heard) => inside(JSON.parse(textIn(heard)), 'system', 'get_sysinfo')['mac'];
  assert.equal(macOn(await askOn(line, GET_SYSINFO)), truth(0).mac);
  assert.deepEqual([truth(0).address, truth(1).address], [at(2), at(1)]);
  assert.equal(inside(await askXor(at(1), GET_SYSINFO), 'system', 'get_sysinfo')['mac'], truth(1).mac);
  assert.equal(macOn(await askOn(line, GET_SYSINFO)), truth(0).mac, 'the open connection stays with its plug');
});

test('swap-on reset-connect: the connection after the read one reaches the other plug', async (t) => {
  const { at, truth } = await startTestFleet(t, [
    { id: 'a', faults: [{ kind: 'swap-on', moment: 'reset-connect', with: 'b' }] },
    { id: 'b' },
  ]);
  assert.equal(inside(await askXor(at(1), GET_SYSINFO), 'system', 'get_sysinfo')['mac'], truth(0).mac);
  assert.deepEqual(await askXor(at(1), RESET), { system: { reset: { err_code: 0 } } });
  assert.deepEqual([truth(0).resetCommands.length, truth(1).resetCommands.length], [0, 1]);
});

test('swap-on handshake: the next connection finds no session', async (t) => {
  const { at } = await startTestFleet(t, [
    { id: 'a', model: 'P100', account: owner, faults: [{ kind: 'swap-on', moment: 'handshake', with: 'b' }] },
    { id: 'b', model: 'P100', account: owner },
  ]);
  const client = new KlapClient(at(1), httpPort, 'one connection per request');
  const first = replyIn(await client.post('/app/handshake1', Buffer.alloc(16)));
  assert.equal(first.status, 200);
  client.cookie = /TP_SESSIONID=[^;]+/.exec(first.head)?.[0] ?? '';
  assert.equal(replyIn(await client.post('/app/handshake2', Buffer.alloc(32))).status, 403);
});
