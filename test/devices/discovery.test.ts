import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Clock, DiscoverOptions, Heard, HeardPlug, Target } from '../../contract/index.ts';
import { Pacer } from '../../devices/discovery/pacer.ts';
import { openDevices } from '../../devices/index.ts';
import { xorDatagram } from '../../devices/xor-codec.ts';
import { realClock, realDevices } from './real-clock.ts';
import { tdpAnswer, tdpDatagram, virtualUdpPlug, xorAnswer } from './virtual-udp-plug.ts';
import { sysinfo, xorPlain } from './virtual-xor-plug.ts';

async function look(targets: readonly Target[], o: Partial<DiscoverOptions> = {}) {
  const heard: Heard[] = [];
  const startMs = performance.now();
  const options = { signal: new AbortController().signal, onHeard: (one: Heard) => heard.push(one), ...o };
  const result = await realDevices().discover(targets, options);
  return { heard, result, tookMs: performance.now() - startMs };
}
const sweep = (network: string): Target => ({ kind: 'sweep', network });
const plugs = (heard: readonly Heard[]): HeardPlug[] => heard.flatMap((one) => (one.is === 'plug' ? [one.plug] : []));

/** One look at a row of addresses, each with one answer: what each told, and how many datagrams told nothing. */
async function hearRow(t: TestContext, net: string, answers: readonly { bytes: Buffer; port?: number }[]) {
  const hosts = answers.map((_answer, i) => `${net}.${i + 1}`);
  for (const [i, { bytes, port = 20002 }] of answers.entries())
    await virtualUdpPlug(t, hosts[i] ?? '', port, () => [bytes]);
  const { heard, result } = await look([sweep(`${net}.1-${net}.${answers.length}`)], { rounds: 1 });
  const from = (one: Heard): string => (one.is === 'plug' ? one.plug.address : one.other.address);
  return { heard: hosts.map((host) => heard.find((one) => from(one) === host)), garbled: result.garbled };
}

test('a plug that speaks both ways is told once by each, at the address it answered from', async (t) => {
  await virtualUdpPlug(t, '127.42.10.1', 20002, () => [tdpAnswer()]);
  await virtualUdpPlug(t, '127.42.10.1', 20004, () => [tdpAnswer()]);
  const asked = await virtualUdpPlug(t, '127.42.10.1', 9999, () => [xorAnswer()]);
  const { heard, result, tookMs } = await look([sweep('127.42.10.1')]);
  const [a, b] = plugs(heard).toSorted((x, y) => (x.source < y.source ? -1 : 1));
  assert.equal(heard.length, 2);
  assert.ok(a && b && a.atMs > 0);
  assert.deepEqual(
    { ...a, atMs: 0, sureMs: 0 },
    {
      address: '127.42.10.1',
      atMs: 0,
      sureMs: 0,
      source: 'tdp',
      mac: '48:22:54:00:00:42',
      deviceId: null,
      deviceIdHash: '0123456789abcdef0123456789abcdef',
      model: 'P110',
      hardware: null,
      firmware: null,
      alias: null,
      family: 'tapo',
      owner: 'B58996C504C5638798EB6B511E6F49AF',
      factoryDefault: false,
      dialect: 'smart',
      transport: 'klap-2',
      route: { host: '127.42.10.1', port: 80, dialect: 'smart', transport: 'klap-2', tls: false },
      relay: 'unknown',
      rssi: null,
      outlets: [],
    },
  );
  assert.deepEqual(b.route, { host: '127.42.10.1', port: 9999, dialect: 'iot', transport: 'xor', tls: false });
  assert.deepEqual(
    [b.source, b.mac, b.alias, b.relay, b.deviceId],
    ['xor', sysinfo.mac, 'Kettle', 'on', sysinfo.deviceId],
  );
  assert.deepEqual(result, { networks: [{ network: '127.42.10.1', probed: 1, answered: 1 }], garbled: 0 });
  assert.equal(xorPlain(asked[0] ?? Buffer.alloc(0)), '{"system":{"get_sysinfo":{}}}');
  assert.ok(tookMs < 1500, `ended ${tookMs} ms after everything had answered`);
});

const routes: { says: object; transport: string; port?: number; tls?: boolean; loginVersion?: 1 | 2 }[] = [
  { says: { mgt_encrypt_schm: { encrypt_type: 'AES', http_port: 80 } }, transport: 'aes' },
  { says: { mgt_encrypt_schm: { encrypt_type: 'AES', http_port: 80, lv: 1 } }, transport: 'aes', loginVersion: 1 },
  { says: { mgt_encrypt_schm: { encrypt_type: 'AES', http_port: 80, lv: 2 } }, transport: 'aes', loginVersion: 2 },
  {
    says: { mgt_encrypt_schm: { is_support_https: true, encrypt_type: 'AES', lv: 2 } },
    transport: 'aes',
    port: 443,
    tls: true,
    loginVersion: 2,
  },
  { says: { mgt_encrypt_schm: { encrypt_type: 'KLAP', http_port: 8123, lv: 2 } }, transport: 'klap-2', port: 8123 },
  {
    says: { mgt_encrypt_schm: { encrypt_type: 'TPAP', http_port: 80 }, tpap: { tls: 0, port: 8443 } },
    transport: 'tpap',
    port: 8443,
  },
  {
    says: { mgt_encrypt_schm: { encrypt_type: 'TPAP' }, tpap: { tls: 1, port: 0 } },
    transport: 'tpap',
    port: 4433,
    tls: true,
  },
  { says: { tpap_preferred: true }, transport: 'tpap' },
  { says: { tpap: {} }, transport: 'tpap' },
  { says: { tpap_preferred: false }, transport: 'klap-2' },
  { says: { tpap_preferred: false, tpap: {} }, transport: 'klap-2' },
  {
    says: { mgt_encrypt_schm: { is_support_https: true, encrypt_type: 'KLAP', http_port: 4433, lv: 2 } },
    transport: 'klap-2',
    port: 4433,
    tls: true,
  },
  { says: { device_type: 'IOT.SMARTPLUGSWITCH', mgt_encrypt_schm: { encrypt_type: 'KLAP' } }, transport: 'klap-1' },
  {
    says: { device_type: 'IOT.SMARTPLUGSWITCH', mgt_encrypt_schm: { encrypt_type: 'KLAP', lv: 2 } },
    transport: 'klap-2',
  },
  {
    says: { device_type: 'IOT.SMARTPLUGSWITCH', mgt_encrypt_schm: { encrypt_type: 'KLAP', new_klap: 1 } },
    transport: 'klap-2',
  },
  { says: { mgt_encrypt_schm: {}, encrypt_info: { sym_schm: 'AES' } }, transport: 'aes' },
];
test('the way to talk is chosen by what the plug says', async (t) => {
  const { heard } = await hearRow(
    t,
    '127.42.11',
    routes.map(({ says }) => ({ bytes: tdpAnswer(says) })),
  );
  for (const [i, { says, transport, port = 80, tls = false, loginVersion }] of routes.entries()) {
    await t.test(`${JSON.stringify(says)} → ${transport}`, () => {
      const one = heard[i];
      assert.ok(one?.is === 'plug');
      assert.deepEqual([one.plug.transport, one.plug.route.port, one.plug.route.tls], [transport, port, tls]);
      assert.equal(one.plug.route.loginVersion, loginVersion);
    });
  }
});

const others: [type: string, kind: string][] = [
  ['SMART.TAPOBULB', 'bulb'],
  ['IOT.SMARTBULB', 'bulb'],
  ['SMART.IPCAMERA', 'camera'],
  ['SMART.TAPODOORBELL', 'camera'],
  ['IOT.IPCAMERA', 'camera'],
  ['SMART.TAPOHUB', 'hub'],
  ['SMART.KASAHUB', 'hub'],
  ['SMART.TAPOROBOVAC', 'vacuum'],
  ['SMART.TOASTER', 'unknown'],
  ['__proto__', 'unknown'],
];
test('what is no plug is listed as what it is, and never as a plug', async (t) => {
  const answers = others.map(([device_type]) => ({ bytes: tdpAnswer({ device_type, device_model: 'X1(EU)' }) }));
  const { heard } = await hearRow(t, '127.42.12', answers);
  for (const [i, [type, kind]] of others.entries()) {
    await t.test(`${type} is ${kind}`, () => {
      const one = heard[i];
      assert.ok(one?.is === 'other');
      assert.deepEqual(one.other, { mac: '48:22:54:00:00:42', address: `127.42.12.${i + 1}`, model: 'X1', kind });
    });
  }
});

test('plugs and wall switches are plugs, whatever way their MAC is spelt', async (t) => {
  const types = ['SMART.KASAPLUG', 'SMART.KASASWITCH', 'SMART.TAPOSWITCH', 'IOT.SMARTPLUGSWITCH'];
  const answers = types.map((device_type) => ({ bytes: tdpAnswer({ device_type, mac: 'a86e840000ff' }) }));
  const { heard } = await hearRow(t, '127.42.13', answers);
  const found = heard.map((one) => (one?.is === 'plug' ? `${one.plug.family} ${one.plug.mac}` : 'no plug'));
  const mac = 'A8:6E:84:00:00:FF';
  assert.deepEqual(found, [`kasa ${mac}`, `kasa ${mac}`, `tapo ${mac}`, `kasa ${mac}`]);
});

const nonsense: { name: string; bytes: Buffer; port?: number }[] = [
  { name: 'an empty datagram', bytes: Buffer.alloc(0) },
  { name: 'a header alone', bytes: Buffer.alloc(16) },
  { name: 'no JSON', bytes: Buffer.concat([Buffer.alloc(16), Buffer.from('hello')]) },
  { name: 'an error answer', bytes: tdpDatagram({ error_code: -1, result: {} }) },
  { name: 'no MAC', bytes: tdpAnswer({ mac: 'none' }) },
  { name: 'a port that is a text', bytes: tdpAnswer({ mgt_encrypt_schm: { encrypt_type: 'KLAP', http_port: '80' } }) },
  { name: 'a model without end', bytes: tdpAnswer({ device_model: 'P'.repeat(5000) }) },
  { name: 'brackets without end', bytes: Buffer.concat([Buffer.alloc(16), Buffer.from('['.repeat(30_000))]) },
  { name: 'noise on the legacy port', bytes: Buffer.from('00ff00ff00ff', 'hex'), port: 9999 },
  { name: 'a legacy answer without MAC', bytes: xorAnswer({ mac: undefined }), port: 9999 },
  { name: 'our own legacy question', bytes: xorDatagram('{"system":{"get_sysinfo":{}}}'), port: 9999 },
  { name: 'a legacy answer with a number for a name', bytes: xorAnswer({ alias: 7 }), port: 9999 },
  { name: 'a legacy answer with a strength beyond numbers', bytes: xorAnswer({ rssi: 'x' }), port: 9999 },
];
test('nonsense is counted as garbled and tells nothing', async (t) => {
  const { heard, garbled } = await hearRow(t, '127.42.14', nonsense);
  for (const [i, { name }] of nonsense.entries()) await t.test(name, () => assert.equal(heard[i], undefined));
  assert.equal(garbled, nonsense.length);
});

test('silent addresses are asked again, those that answered are not', async (t) => {
  const answering = await virtualUdpPlug(t, '127.42.15.1', 20002, () => [tdpAnswer()]);
  let asked = 0;
  const shy = await virtualUdpPlug(t, '127.42.15.2', 20002, () =>
    ++asked < 3 ? [] : [tdpAnswer({ mac: '00-11-22-33-44-55' })],
  );
  const progress: [number, number][] = [];
  const onProgress = (done: number, total: number): number => progress.push([done, total]);
  const { heard, result } = await look([sweep('127.42.15.1-127.42.15.3')], { onProgress });
  assert.deepEqual(result.networks, [{ network: '127.42.15.1-127.42.15.3', probed: 3, answered: 2 }]);
  assert.equal(heard.length, 2);
  assert.equal(answering.length, 1);
  assert.equal(shy.length, 3);
  assert.deepEqual(progress.at(-1), [7, 7]);
});

test('a plug that repeats itself is told once; one that never ends does not hold up the scan', async (t) => {
  let n = 0;
  await virtualUdpPlug(t, '127.42.16.1', 9999, () =>
    Array.from({ length: 50 }, () => xorAnswer({ rssi: -40 - (n++ % 9) })),
  );
  const { heard } = await look([sweep('127.42.16.1')]);
  assert.equal(heard.length, 1);
});

test('an answer from an address that was not asked is not believed', async (t) => {
  await virtualUdpPlug(t, '127.42.17.9', 20002, () => []);
  const { createSocket } = await import('node:dgram');
  const stranger = createSocket({ type: 'udp4', reuseAddr: true });
  t.after(() => stranger.close());
  await new Promise<void>((done) => stranger.bind(20004, '127.42.17.200', done));
  await virtualUdpPlug(t, '127.42.17.1', 20002, (_bytes, from) => {
    stranger.send(tdpAnswer(), from.port, from.address);
    return [];
  });
  const { heard, result } = await look([sweep('127.42.17.1')], { rounds: 1 });
  assert.deepEqual(heard, []);
  assert.equal(result.garbled, 1);
});

test('a broadcast reaches plugs that no network was named for', async (t) => {
  // an address of its own on loopback: the real broadcast address would be shared with whatever else runs here
  await virtualUdpPlug(t, '127.44.7.255', 20004, () => [tdpAnswer({ mac: '48-22-54-AA-BB-CC' })]);
  const { heard, tookMs } = await look([{ kind: 'broadcast', address: '127.44.7.255', from: '127.0.0.1' }]);
  assert.equal(plugs(heard).filter((plug) => plug.mac === '48:22:54:AA:BB:CC').length, 1);
  assert.ok(tookMs < 3000);
});

test('an interface that is not there is named', async () => {
  const target: Target = { kind: 'broadcast', address: '198.51.100.255', from: '198.51.100.7' };
  await assert.rejects(look([target]), { code: 'no-interface' });
});

test('networks are looked at before anything is sent', async () => {
  await assert.rejects(look([sweep('127.42.18.1'), sweep('nonsense')]), { code: 'bad-network' });
});

test('a silent loopback network ends soon, a stop ends at once', async () => {
  const { tookMs, result } = await look([sweep('127.42.19.0/28')]);
  assert.deepEqual(result.networks, [{ network: '127.42.19.0/28', probed: 14, answered: 0 }]);
  assert.ok(tookMs < 3000, `${tookMs} ms`);
  const stop = new AbortController();
  const startMs = performance.now();
  setTimeout(() => stop.abort(new Error('enough')), 30);
  await assert.rejects(look([sweep('127.43.0.0/16')], { signal: stop.signal }), { message: 'enough' });
  assert.ok(performance.now() - startMs < 1000);
});

test('a thousand plugs answer at once and none is missed', async (t) => {
  const hosts = Array.from({ length: 1000 }, (_, i) => `127.44.${Math.floor(i / 250)}.${(i % 250) + 1}`);
  await Promise.all(
    hosts.map((host, i) => {
      const mac = `AA-00-00-00-${(i >> 8).toString(16).padStart(2, '0')}-${(i & 255).toString(16).padStart(2, '0')}`;
      return virtualUdpPlug(t, host, 20002, () => [tdpAnswer({ mac })]);
    }),
  );
  const { heard } = await look([sweep('127.44.0.1-127.44.3.250')]);
  assert.equal(new Set(plugs(heard).map((plug) => plug.mac)).size, 1000);
});

test('asking is paced, and a stall is not made up for by a burst', async () => {
  let now = 0;
  const clock: Clock = {
    wallMs: () => now,
    monoMs: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  };
  const pacer = new Pacer(clock, 200);
  for (let i = 0; i < 200; i++) await pacer.turn();
  assert.ok(now > 950 && now <= 1000, `${now} ms for 200 at 200/s`);
  now += 10_000;
  const beforeMs = now;
  for (let i = 0; i < 100; i++) await pacer.turn();
  assert.ok(now - beforeMs > 450, `${now - beforeMs} ms for 100 after a stall`);
});

test('an ear asks what it is told to, again and again, and hears who it asked', async (t) => {
  const onTdp = await virtualUdpPlug(t, '127.42.20.1', 20002, () => [tdpAnswer()]);
  const onXor = await virtualUdpPlug(t, '127.42.20.1', 9999, () => [xorAnswer()]);
  const heard: Heard[] = [];
  const ear = await openDevices({ clock: realClock, random: Math.random }).listen((one) => heard.push(one));
  const until = async (count: number): Promise<void> => {
    for (let i = 0; heard.length < count && i < 100; i++) await realClock.sleep(10);
    assert.equal(heard.length, count);
  };
  await ear.ask(['127.42.20.1']);
  await until(2);
  await ear.ask(['127.42.20.1'], 'tdp');
  await until(3);
  await ear.ask(['127.42.20.1'], 'xor');
  await until(4);
  assert.deepEqual([onTdp.length, onXor.length], [2, 2]);
  await ear[Symbol.asyncDispose]();
  await ear[Symbol.asyncDispose]();
  await assert.rejects(ear.ask(['127.42.20.1']), { code: 'stopped' });
});
