import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Fault, type PlugSpec, STRANGER_ACCOUNT } from '../../simulator/index.ts';
import { AesClient } from './clients/aes-client.ts';
import { startTestFleet, type TestFleet, until } from './clients/fleets.ts';
import { httpPort } from './clients/http-port.ts';
import { KlapClient, replyIn } from './clients/klap-client.ts';
import { type Heard, RawLine } from './clients/raw-line.ts';
import { clientFor, type LoginTransport, type SessionClient } from './clients/sessions.ts';
import { EMPTY_PROBE, probe } from './clients/tdp-client.ts';
import { TpapClient } from './clients/tpap-client.ts';
import { askByDatagram } from './clients/udp-client.ts';
import { askOn, askXor, askXorByDatagram, GET_SYSINFO, inside, RESET, textIn } from './clients/xor-client.ts';

const owner = { email: 'user@example.com', password: 'p@ssw0rd Café' };

const PLUGS: Record<LoginTransport, Omit<PlugSpec, 'address'>> = {
  'klap-1': { model: 'HS100', transport: 'klap-1', account: owner },
  'klap-2': { model: 'P110', transport: 'klap-2', account: owner },
  aes: { model: 'P110', transport: 'aes', account: owner },
  tpap: { model: 'P110', transport: 'tpap', account: owner },
};
const LOGIN_TRANSPORTS = Object.keys(PLUGS) as LoginTransport[];
const READS: Record<LoginTransport, object> = {
  'klap-1': GET_SYSINFO,
  'klap-2': { method: 'get_device_info' },
  aes: { method: 'get_device_info' },
  tpap: { method: 'get_device_info' },
};

async function loggedIn(t: TestContext, transport: LoginTransport, address: string): Promise<SessionClient> {
  const client = clientFor[transport](address);
  t.after(() => client.close());
  assert.equal(await client.login(owner), true);
  return client;
}

interface ResetTried extends TestFleet {
  heard: Heard;
  /** The answer as the dialect gave it. */
  text(): string;
}

/** Resets one plug with these faults; the same for all transports. */
async function resetOver(transport: 'xor' | LoginTransport, t: TestContext, faults: Fault[]): Promise<ResetTried> {
  const withinMs = faults.some(({ kind }) => kind === 'mute') ? 150 : undefined;
  if (transport === 'xor') {
    const started = await startTestFleet(t, [{ alias: 'mine', account: owner, faults }]);
    const line = await RawLine.open(started.at(1), 9999);
    t.after(() => line.close());
    const heard = await askOn(line, RESET, withinMs);
    return { ...started, heard, text: () => textIn(heard) };
  }
  const started = await startTestFleet(t, [{ ...PLUGS[transport], alias: 'mine', faults }]);
  const client = await loggedIn(t, transport, started.at(1));
  const heard = await client.send(transport === 'klap-1' ? RESET : { method: 'device_reset' }, withinMs);
  return { ...started, heard, text: () => client.read(heard) };
}

for (const transport of ['xor', ...LOGIN_TRANSPORTS] as const) {
  const isIot = transport === 'xor' || transport === 'klap-1';
  const reset = (t: TestContext, faults: Fault[]) => resetOver(transport, t, faults);
  const command = (truth: TestFleet['truth']) => truth(0).resetCommands.map((each) => [each.transport, each.answered]);

  test(`${transport}: a reset is acknowledged, then the plug is erased and gone`, async (t) => {
    const { text, truth, at } = await reset(t, []);
    assert.deepEqual(JSON.parse(text()), isIot ? { system: { reset: { err_code: 0 } } } : { error_code: 0 });
    assert.equal(truth(0).online, true, 'it answers before it goes');
    await until('it is gone', () => !truth(0).online);
    const { erased, erasedAtMs, owner: whose, alias, resetsCarriedOut, mac } = truth(0);
    const plain = mac.replaceAll(':', '').slice(-4);
    const fresh = isIot ? `TP-LINK_Smart Plug_${plain}` : '';
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
    const { text, truth } = await reset(t, [{ kind: 'refuse' }]);
    assert.match(text(), isIot ? /"err_code":-7/ : /"error_code":-1301/);
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

test('slow, silent, flaky and late HTTP are the same over every transport with a log-in', async (t) => {
  for (const transport of LOGIN_TRANSPORTS) {
    const plug = PLUGS[transport];
    const { at, fleet, truth } = await startTestFleet(t, [plug, { ...plug, faults: [{ kind: 'silent' }] }]);
    const client = await loggedIn(t, transport, at(1));
    await fleet.setFault(truth(0).mac, [{ kind: 'slow', ms: 80 }]);
    const startedAtMs = performance.now();
    await client.ask(READS[transport]);
    assert.ok(performance.now() - startedAtMs >= 79, transport);
    await fleet.setFault(truth(0).mac, [{ kind: 'late-http', wakeMs: 10 }]);
    await assert.rejects(RawLine.open(at(1), httpPort), { code: 'ECONNREFUSED' });
    const line = await RawLine.open(at(2), httpPort);
    t.after(() => line.close());
    line.write('POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}');
    assert.equal((await line.hear(() => undefined, 100)).end, 'silence', transport);
    await fleet.setFault(truth(1).mac, [{ kind: 'flaky', drop: 1 }]);
    const dropped = await RawLine.open(at(2), httpPort);
    assert.equal((await dropped.hear(() => undefined)).end, 'closed', transport);
  }
});

test('reads in half or garbled, and someone else as owner, over every transport with a log-in', async (t) => {
  for (const transport of LOGIN_TRANSPORTS) {
    const plug = PLUGS[transport];
    const { at, truth } = await startTestFleet(t, [
      { ...plug, faults: [{ kind: 'half-reply', on: 'read' }] },
      { ...plug, faults: [{ kind: 'garbage', on: 'read' }] },
      { ...plug, faults: [{ kind: 'wrong-account' }] },
    ]);
    const half = await (await loggedIn(t, transport, at(1))).send(READS[transport]);
    assert.equal(half.end, 'closed', transport);
    assert.ok(half.bytes.length > 50, transport);
    const garbled = replyIn(await (await loggedIn(t, transport, at(2))).send(READS[transport]));
    assert.deepEqual([garbled.status, garbled.body.length], [200, 64], transport);
    const client = clientFor[transport](at(3));
    t.after(() => client.close());
    assert.equal(await client.login(owner), false, transport);
    // comparing hashes costs a KLAP plug nothing, the others are asked
    assert.equal(truth(2).wrongLogins, transport.startsWith('klap') ? 0 : 1, transport);
  }
});

test('KLAP: a wrong proof is a wrong log-in', async (t) => {
  for (const transport of ['klap-1', 'klap-2'] as const) {
    const { at, truth } = await startTestFleet(t, [PLUGS[transport]]);
    const client = new KlapClient(at(1), httpPort, 'one connection', transport);
    t.after(() => client.close());
    await client.login({ email: 'x', password: 'y' });
    assert.equal(replyIn(await client.post('/app/handshake2', Buffer.alloc(32))).status, 403);
    const { wrongLogins, wrongLoginsAtMs, failedHandshakes, sessions } = truth(0);
    assert.deepEqual([wrongLogins, wrongLoginsAtMs.length, failedHandshakes, sessions], [1, 1, 1, 0]);
  }
});

test('expire-session: gone after so many requests, said in the words of the transport; the next one lasts', async (t) => {
  const LOST: Record<LoginTransport, RegExp> = {
    'klap-1': /^HTTP\/1.1 403 /,
    'klap-2': /^HTTP\/1.1 403 /,
    aes: /\{"error_code":9999\}$/,
    tpap: /\{"error_code":-2402\}$/,
  };
  for (const transport of LOGIN_TRANSPORTS) {
    const faults: Fault[] = [{ kind: 'expire-session', after: 2, times: 1 }];
    const { at, truth } = await startTestFleet(t, [{ ...PLUGS[transport], faults }]);
    const client = await loggedIn(t, transport, at(1));
    await client.ask(READS[transport]);
    await client.ask(READS[transport]);
    const lost = await client.send(transport === 'klap-1' ? RESET : { method: 'device_reset' });
    assert.match(lost.bytes.toString(), LOST[transport]);
    assert.equal(await client.login(owner), true);
    for (let round = 0; round < 3; round += 1) await client.ask(READS[transport]);
    assert.deepEqual([truth(0).sessions, truth(0).readsServed, truth(0).resetCommands], [2, 5, []], transport);
  }
});

test('expire-session without end, and TPAP telling of it by status', async (t) => {
  const faults: Fault[] = [{ kind: 'expire-session', after: 0, answer: 'status' }];
  const { at } = await startTestFleet(t, [{ ...PLUGS.tpap, faults }]);
  const client = await loggedIn(t, 'tpap', at(1));
  assert.equal(replyIn(await client.send(READS.tpap)).status, 401);
  assert.equal(await client.login(owner), true);
  assert.equal(replyIn(await client.send(READS.tpap)).status, 401);
});

test('lock-out: from the start, or after a number of its own', async (t) => {
  const { at, truth, fleet } = await startTestFleet(t, [
    { ...PLUGS.tpap, faults: [{ kind: 'lock-out', after: 0 }] },
    { ...PLUGS.tpap, faults: [{ kind: 'lock-out', after: 1 }] },
  ]);
  const [locked, touchy] = [new TpapClient(at(1)), new TpapClient(at(2))];
  t.after(() => {
    for (const client of [locked, touchy]) client.close();
  });
  assert.deepEqual(await locked.discover(), { error_code: -2101 });
  assert.equal((await locked.tryLogin(owner)).error_code, -2101);
  const first = await touchy.tryLogin({ ...owner, password: 'wrong' });
  assert.deepEqual(first, { error_code: -2203, error_info: { failedAttempts: 1, remainAttempts: 0 } });
  assert.equal((await touchy.tryLogin(owner)).error_code, -2101);
  assert.deepEqual([truth(0).triesWhileLocked, truth(1).triesWhileLocked, truth(1).wrongLogins], [1, 1, 1]);
  await fleet.setFault(truth(0).mac, []);
  assert.equal(await locked.login(owner), true);
});

test('tpap-mode: a plug that spoke KLAP or AES speaks TPAP, and back; IOT plugs know no such thing', async (t) => {
  const { at, truth, fleet } = await startTestFleet(t, [PLUGS['klap-2'], PLUGS.aes, PLUGS['klap-1'], {}]);
  const announced = async (position: number) => (await probe(at(position)))[0]?.mgt_encrypt_schm['encrypt_type'];
  assert.deepEqual([await announced(1), await announced(2)], ['KLAP', 'AES']);
  const before = await loggedIn(t, 'klap-2', at(1));
  for (const { mac } of fleet.plugs()) await fleet.setFault(mac, [{ kind: 'tpap-mode' }]);
  assert.deepEqual([await announced(1), await announced(2), await announced(3)], ['TPAP', 'TPAP', 'KLAP']);
  const klap = new KlapClient(at(1));
  const aes = new AesClient(at(2));
  t.after(() => {
    klap.close();
    aes.close();
  });
  assert.equal(replyIn(await klap.post('/app/handshake1', Buffer.alloc(16))).status, 403);
  assert.deepEqual(await aes.handshake(), { error_code: 1003 });
  for (const position of [1, 2]) {
    const info = await (await loggedIn(t, 'tpap', at(position))).ask(READS.tpap);
    assert.equal(inside(info, 'result')['device_id'], truth(position - 1).deviceId);
  }
  await fleet.setFault(truth(0).mac, []);
  assert.equal(await announced(1), 'KLAP');
  before.close();
  assert.equal(replyIn(await before.send(READS['klap-2'])).status, 403, 'its old sessions are gone');
  await loggedIn(t, 'klap-2', at(1));
});

test('swap-on, at each moment, over every transport with a log-in', async (t) => {
  for (const transport of LOGIN_TRANSPORTS) {
    const plug = PLUGS[transport];
    const pair = (moment: 'handshake' | 'identify' | 'reset-connect') =>
      startTestFleet(t, [
        { ...plug, id: 'a', faults: [{ kind: 'swap-on', moment, with: 'b' }] },
        { ...plug, id: 'b' },
      ]);
    const idIn = (answer: unknown) =>
      transport === 'klap-1'
        ? inside(answer, 'system', 'get_sysinfo')['deviceId']
        : inside(answer, 'result')['device_id'];

    const swapped = await pair('handshake');
    const early = await loggedIn(t, transport, swapped.at(1));
    assert.equal(swapped.truth(0).address, swapped.at(2), transport);
    assert.equal(idIn(await early.ask(READS[transport])), swapped.truth(0).deviceId, 'the connection stays');
    early.close();
    const late = await loggedIn(t, transport, swapped.at(1));
    assert.equal(idIn(await late.ask(READS[transport])), swapped.truth(1).deviceId, transport);

    const read = await pair('identify');
    const reader = await loggedIn(t, transport, read.at(1));
    assert.equal(idIn(await reader.ask(READS[transport])), read.truth(0).deviceId, transport);
    assert.equal(read.truth(1).address, read.at(1), transport);

    const reconnect = await pair('reset-connect');
    const first = await loggedIn(t, transport, reconnect.at(1));
    assert.equal(idIn(await first.ask(READS[transport])), reconnect.truth(0).deviceId, transport);
    first.close();
    const second = await loggedIn(t, transport, reconnect.at(1));
    assert.equal(idIn(await second.ask(READS[transport])), reconnect.truth(1).deviceId, transport);
  }
});
