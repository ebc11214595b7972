import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { type TestContext, test } from 'node:test';
import type { DiscoverResult, Heard, HeardPlug, Target } from '../../contract/index.ts';
import { readDatagram } from '../../devices/discovery/datagram.ts';
import { Distinct } from '../../devices/discovery/distinct.ts';
import { Hearing } from '../../devices/discovery/hearing.ts';
import { mergeHeard } from '../../engine/inventory/merge.ts';
import { privateKey } from '../fuzz/test-key.ts';
import { anyTries } from './any-tries.ts';
import { realClock, realDevices } from './real-clock.ts';
import { tdpAnswer, tdpDatagram, tdpResult, virtualUdpPlug, xorAnswer } from './virtual-udp-plug.ts';
import { xorCipher } from './virtual-xor-plug.ts';

const address = '192.0.2.1';
const read = (bytes: Buffer, port = 20002): Heard | undefined =>
  readDatagram({ bytes, address, port, atMs: 5, sureMs: 4 }, privateKey);

const json = JSON.stringify({ result: tdpResult, error_code: 0 });
const behind = (header: string, body = json): Buffer => Buffer.concat([Buffer.from(header, 'hex'), Buffer.from(body)]);
const lengthened = (length: number): Buffer => {
  const datagram = tdpAnswer();
  datagram.writeUInt16BE(length, 4);
  return datagram;
};

/** The header is not believed, so it cannot lie either. */
const headers: [name: string, bytes: Buffer][] = [
  ['of zeros', behind('00'.repeat(16))],
  ['with a wrong CRC', behind('020000010000220101020304ffffffff')],
  ['with a length of 0', lengthened(0)],
  ['with a length of 65,535', lengthened(65_535)],
  ['of another version', behind('ff0000010000220101020304deadbeef')],
];
for (const [name, bytes] of headers)
  test(`a TDP answer behind a header ${name} is read for what it says`, () => assert.equal(read(bytes)?.is, 'plug'));

const nonsense: [name: string, bytes: Buffer, port?: number][] = [
  ['nothing', Buffer.alloc(0)],
  ...Array.from({ length: 16 }, (_, i): [string, Buffer] => [
    `${i + 1} bytes of a header`,
    tdpAnswer().subarray(0, i + 1),
  ]),
  ['an answer that breaks off', tdpAnswer().subarray(0, 100)],
  ['an answer twice', Buffer.concat([tdpAnswer(), Buffer.from(json)])],
  ['an answer without a header', Buffer.from(json)],
  ['60 kB of brackets', behind('00'.repeat(16), '['.repeat(60_000))],
  ['60 kB of names', tdpAnswer(Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`k${i}`, 0])))],
  ['XOR on the port of TDP', xorAnswer()],
  ['TDP on the port of XOR', tdpAnswer(), 9999],
  ['garbage on the port of XOR', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 151) & 255)), 9999],
  ['XOR that breaks off', xorAnswer().subarray(0, 100), 9999],
  ['XOR of brackets', xorCipher('['.repeat(60_000)), 9999],
  ['a plug on a port that none answers from', tdpAnswer(), 12_345],
  ['a plug on port 0', tdpAnswer(), 0],
];
for (const [name, bytes, port] of nonsense)
  test(`${name}: tells nothing`, () => assert.equal(read(bytes, port), undefined));

test('a route leads to where the answer came from, whatever it says of addresses and ports', () => {
  for (const told of [
    { ip: '10.0.0.1' },
    { host: '10.0.0.1' },
    { mgt_encrypt_schm: { encrypt_type: 'KLAP', http_port: 22 } },
  ]) {
    const heard = read(tdpAnswer(told));
    assert.ok(heard?.is === 'plug');
    assert.equal(heard.plug.route.host, address);
  }
});

/** A hearing with a count of what it let through. */
function hearing(accepts = (): boolean => true) {
  const heard: Heard[] = [];
  const one = new Hearing({ clock: realClock, privateKey, accepts, onHeard: (each) => heard.push(each) });
  const flood = (bytes: Buffer, times: number, port = 20002): void => {
    for (let i = 0; i < times; i++)
      one.take(Buffer.from(bytes), { address, port, family: 'IPv4', size: bytes.length }, 0);
  };
  return { heard, one, flood };
}

test('a flood of 100,000 datagrams takes a bounded place, and what is left of it at the end is left unread', async () => {
  const { heard, one, flood } = hearing();
  flood(tdpAnswer(), 100_000);
  assert.equal(one.garbled, 50_000);
  assert.ok(one.busy);
  one.stop();
  await new Promise((next) => setImmediate(next));
  assert.ok(!one.busy);
  assert.deepEqual(heard, []);
  flood(tdpAnswer(), 1);
  assert.ok(!one.busy, 'it hears nothing more');
});

test('a flood of large datagrams is bounded by its bytes; one that no plug sends is not kept at all', () => {
  const { one, flood } = hearing();
  flood(tdpAnswer({ more: 'x'.repeat(15_000) }), 4000);
  const kept = 4000 - one.garbled;
  assert.ok(kept > 1000 && kept < 2500, `${kept} kept`);
  const small = hearing();
  small.flood(tdpAnswer({ more: 'x'.repeat(17_000) }), 3);
  assert.equal(small.one.garbled, 3);
  assert.ok(!small.one.busy);
});

test('one look keeps no more different answers than a network has plugs', () => {
  const distinct = new Distinct();
  let kept = 0;
  for (let i = 0; i < 60_000; i++) {
    const other = { mac: null, address, model: `X${i}`, kind: 'unknown' as const };
    if (distinct.isNew({ is: 'other', other, atMs: 0 }, `192.${i >> 16}.${(i >> 8) & 255}.${i & 255}`)) kept++;
  }
  assert.equal(kept, 50_000);
});

/** A look at one address, with whatever `noise` sends to the asker meanwhile. */
async function lookAt(t: TestContext, host: string, noise: (from: { port: number; address: string }) => void) {
  await virtualUdpPlug(t, host, 20002, (_bytes, from) => {
    noise(from);
    return [tdpAnswer()];
  });
  const heard: HeardPlug[] = [];
  const target: Target = { kind: 'sweep', network: host };
  const startMs = performance.now();
  const result: DiscoverResult = await realDevices().discover([target], {
    signal: new AbortController().signal,
    onHeard: (one) => void (one.is === 'plug' && heard.push(one.plug)),
    rounds: 1,
  });
  return { heard, result, tookMs: performance.now() - startMs };
}

async function socketAt(t: TestContext, host: string, port: number): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  t.after(() => socket.close());
  await new Promise<void>((done) => socket.bind(port, host, done));
  return socket;
}

test('a scan ends while the flood goes on, with the plug that was there', async (t) => {
  const flooder = await socketAt(t, '127.42.30.1', 20004);
  const datagram = tdpDatagram({ error_code: -1 });
  let flooding = true;
  const looking = lookAt(t, '127.42.30.1', (from) => {
    const more = (left: number): void => {
      for (let i = 0; flooding && i < 50 && left > 0; i++, left--) flooder.send(datagram, from.port, from.address);
      if (flooding && left > 0) setImmediate(more, left);
    };
    more(100_000);
  });
  const { heard, result, tookMs } = await looking.finally(() => {
    flooding = false;
  });
  assert.equal(heard.length, 1);
  assert.ok(result.garbled > 0);
  assert.ok(tookMs < 20_000, `${tookMs} ms`);
});

test('answers from other ports of the plug, and from other addresses, are not its answers', async (t) => {
  const otherPort = await socketAt(t, '127.42.31.1', 40_001);
  const otherHost = await socketAt(t, '127.42.31.2', 20004);
  const forged = tdpAnswer({ mac: '48-22-54-00-00-66' });
  const { heard, result } = await lookAt(t, '127.42.31.1', (from) => {
    otherPort.send(forged, from.port, from.address);
    otherHost.send(forged, from.port, from.address);
  });
  assert.deepEqual(
    heard.map((plug) => plug.mac),
    ['48:22:54:00:00:42'],
  );
  assert.equal(result.garbled, 2);
});

test("another plug's MAC in a forged answer takes neither its id nor its owner away", () => {
  const at = (host: string, fields: object, port: number): HeardPlug => {
    const bytes = port === 9999 ? xorAnswer(fields) : tdpAnswer(fields);
    const heard = readDatagram({ bytes, address: host, port, atMs: 5, sureMs: 4 }, privateKey);
    assert.ok(heard?.is === 'plug');
    return heard.plug;
  };
  const moment = { at: '2026-01-05T10:00:00.000Z', network: null };
  const known = {
    ...mergeHeard(undefined, [at('10.0.0.7', {}, 9999)], moment),
    owned: true,
    ownerWhenOwned: 'A'.repeat(32),
  };
  const otherId = mergeHeard(known, [at('10.0.0.66', { deviceId: '66'.repeat(20) }, 9999)], moment);
  assert.deepEqual([otherId.why, otherId.route], ['not-the-same-device', known.route]);
  const mac = known.mac.replaceAll(':', '-');
  const otherOwner = mergeHeard(known, [at('10.0.0.66', { mac, owner: 'B'.repeat(32) }, 20002)], moment);
  assert.deepEqual([otherOwner.deviceId, otherOwner.ownerWhenOwned], [known.deviceId, 'A'.repeat(32)]);
});

test('a plug that shut its port is not taken to be there because of a datagram from some other port of it', async (t) => {
  const host = '127.42.32.1';
  const noisy = await socketAt(t, host, 40_002);
  const asked = await virtualUdpPlug(t, host, 20002, (_bytes, from) => {
    noisy.send(tdpAnswer(), from.port, from.address);
    return [];
  });
  const shut = { host, port: 9, dialect: 'smart', transport: 'klap-2', tls: false } as const;
  const options = { signal: new AbortController().signal, budgetMs: 20_000, credentials: [], owner: null };
  await assert.rejects(realDevices([10]).open(shut, { ...options, tries: anyTries }), { code: 'silent' });
  assert.ok(asked.length > 0);
});
