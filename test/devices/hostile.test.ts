import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { codeOf, type Route } from '../../contract/index.ts';
import { parsePlugJson, plugText } from '../../devices/plug-json.ts';
import { aesKeyPair } from '../../devices/transports/aes-key.ts';
import { XorFrames } from '../../devices/transports/xor-frames.ts';
import { anyTries } from './any-tries.ts';
import { realDevices, within } from './real-clock.ts';
import { type AesMoment, virtualAesPlug } from './virtual-aes-plug.ts';
import { smartAnswer, virtualKlapPlug } from './virtual-klap-plug.ts';
import { iotAnswer, virtualXorPlug, xorFrame } from './virtual-xor-plug.ts';

const open = (route: Route, budgetMs = 1500) =>
  realDevices([]).open(route, {
    ...within(budgetMs),
    credentials: [{ name: 'home', email: 'user@example.com', password: 'secret' }],
    owner: null,
    tries: anyTries,
  });

test('frames come out the same however the stream is cut', () => {
  const texts = ['', 'a', '{"system":{"get_sysinfo":{}}}', 'x'.repeat(3000)];
  const stream = Buffer.concat(texts.map(xorFrame));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }), (cuts) => {
      const frames = new XorFrames();
      const bodies: Buffer[] = [];
      for (let at = 0, i = 0; at < stream.length; i++) {
        const size = cuts[i % cuts.length] ?? 1;
        frames.push(stream.subarray(at, at + size));
        at += size;
        for (let body = frames.take(); body; body = frames.take()) bodies.push(body);
      }
      assert.deepEqual(
        bodies.map((body) => body.length),
        texts.map((text) => text.length),
      );
      assert.ok(!frames.pending);
    }),
  );
});

test('a plug that drips its answer byte by byte is understood', async (t) => {
  const plug = await virtualXorPlug(t, async (text, socket) => {
    for (const byte of xorFrame(iotAnswer(text))) {
      socket.write(Buffer.of(byte));
      await new Promise((next) => setImmediate(next));
    }
  });
  await using session = await open(plug.route);
  assert.equal((await session.identify(within())).alias, 'Kettle');
});

const xorNonsense: { name: string; write: (socket: Socket, text: string) => void; code: string }[] = [
  {
    name: 'half a frame and a close',
    write: (s, text) => s.end(xorFrame(iotAnswer(text)).subarray(0, 50)),
    code: 'garbled',
  },
  { name: 'a length of 4 GiB', write: (s) => s.write(Buffer.from('ffffffff', 'hex')), code: 'garbled' },
  { name: 'no JSON', write: (s) => s.write(xorFrame('hello')), code: 'garbled' },
  { name: 'JSON of another shape', write: (s) => s.write(xorFrame('[1,2]')), code: 'garbled' },
  { name: 'JSON nested without end', write: (s) => s.write(xorFrame('['.repeat(200_000))), code: 'garbled' },
  {
    name: 'wrong types',
    write: (s) => s.write(xorFrame('{"system":{"get_sysinfo":{"type":"IOT.SMARTPLUGSWITCH","model":5}}}')),
    code: 'garbled',
  },
  { name: 'a frame that never ends', write: (s) => s.write(Buffer.from('0000ffff00', 'hex')), code: 'silent' },
  { name: 'silence', write: () => undefined, code: 'silent' },
  { name: 'a closed door', write: (s) => s.resetAndDestroy(), code: 'silent' },
];
for (const { name, write, code } of xorNonsense) {
  test(`legacy: ${name} is ${code}`, async (t) => {
    const plug = await virtualXorPlug(t, (text, socket) => write(socket, text));
    await using session = await open(plug.route);
    await assert.rejects(session.identify(within(300)), { code });
  });
}

test('legacy: an answer that came once and then never again is too slow', async (t) => {
  let answers = 0;
  const plug = await virtualXorPlug(t, (text, socket) => {
    if (answers++ === 0) socket.write(xorFrame(iotAnswer(text)));
  });
  await using session = await open(plug.route);
  await session.identify(within());
  await assert.rejects(session.readFacts(within(200)), { code: 'timeout' });
});

test('a stop ends a call at once, with the reason given', async (t) => {
  const stop = new AbortController();
  const plug = await virtualXorPlug(t, () => stop.abort(new Error('enough')));
  await using session = await open(plug.route);
  await assert.rejects(session.identify(within(60_000, stop.signal)), { message: 'enough' });
  const stopped = { ...within(60_000, stop.signal), credentials: [], owner: null, tries: anyTries };
  await assert.rejects(realDevices().open(plug.route, stopped), { message: 'enough' });
});

/** A TCP server that answers whatever comes with raw bytes. */
async function rawServer(t: TestContext, onData: (socket: Socket) => void): Promise<Route> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('data', () => onData(socket));
  });
  await new Promise<void>((done) => server.listen(0, '127.42.1.1', done));
  t.after(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((done) => server.close(() => done()));
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { host: '127.42.1.1', port, dialect: 'smart', transport: 'klap-2', tls: false };
}

/** Writes for as long as the other side takes it. */
function flood(socket: Socket, head: string, piece: string): void {
  socket.write(head);
  const more = (): void => {
    if (!socket.destroyed) socket.write(piece, () => setImmediate(more));
  };
  more();
}

const httpNonsense: { name: string; write: (socket: Socket) => void; code: string }[] = [
  { name: 'no HTTP', write: (s) => s.end('hello\r\n\r\n'), code: 'garbled' },
  { name: 'a hello and a close', write: (s) => s.end(), code: 'silent' },
  { name: 'silence', write: () => undefined, code: 'silent' },
  {
    name: 'headers without end',
    write: (s) => flood(s, 'HTTP/1.1 200 OK\r\n', `X: ${'y'.repeat(500)}\r\n`),
    code: 'garbled',
  },
  {
    name: 'a body without end',
    write: (s) => flood(s, 'HTTP/1.1 200 OK\r\n\r\n', 'z'.repeat(4096)),
    code: 'garbled',
  },
  {
    name: 'a body shorter than said',
    write: (s) => s.end('HTTP/1.1 200 OK\r\nContent-Length: 48\r\n\r\nabc'),
    code: 'garbled',
  },
  {
    name: 'a body of the wrong size',
    write: (s) => s.end('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc'),
    code: 'garbled',
  },
  {
    name: 'an upgrade',
    write: (s) => s.write('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    code: 'garbled',
  },
  {
    name: 'half an answer and then nothing',
    write: (s) => s.write('HTTP/1.1 200 OK\r\nContent-Length: 48\r\n\r\nabc'),
    code: 'timeout',
  },
];
for (const { name, write, code } of httpNonsense) {
  test(`KLAP: ${name} is ${code}`, async (t) => {
    await assert.rejects(open(await rawServer(t, write), 400), { code });
  });
}

test('KLAP: a hash that is right and a second handshake that is turned down is garbled, after one more try', async (t) => {
  const plug = await virtualKlapPlug(t, {
    answer: () => undefined,
    intercept: (request, response) => {
      if (request.url !== '/app/handshake2') return false;
      response.statusCode = 500;
      response.end();
      return true;
    },
  });
  await assert.rejects(open(plug.route), { code: 'garbled' });
  assert.equal(plug.paths.length, 4);
});

test('KLAP: a read that never decrypts ends after one new session', async (t) => {
  const plug = await virtualKlapPlug(t, {
    answer: () => undefined,
    intercept: (_request, response, text) => {
      if (text === undefined) return false;
      // no whole number of cipher blocks, so that it never decrypts by chance
      response.end(Buffer.alloc(50, 7));
      return true;
    },
  });
  await using session = await open(plug.route);
  await assert.rejects(session.identify(within()), { code: 'garbled' });
  assert.equal(plug.heard.length, 2);
});

test('KLAP: an answer larger than any plug gives is refused', async (t) => {
  const plug = await virtualKlapPlug(t, {
    answer: (text) => smartAnswer(text, { get_device_info: { nickname: 'a'.repeat(1 << 20) } }),
  });
  await using session = await open(plug.route);
  await assert.rejects(session.identify(within()), { code: 'garbled' });
});

for (const { name, write, code } of httpNonsense) {
  test(`AES: ${name} is ${code}`, async (t) => {
    // its time is for the plug, not for making a key
    await aesKeyPair();
    const route = await rawServer(t, write);
    const waits = code === 'silent' || code === 'timeout';
    await assert.rejects(open({ ...route, transport: 'aes' }, waits ? 1000 : 10_000), { code });
  });
}

const wrong = (answer: unknown) => (moment: AesMoment) => moment.outer(answer);
const aesNonsense: { name: string; stage: AesMoment['stage']; say: (moment: AesMoment) => void; code: string }[] = [
  { name: 'an empty object', stage: 'handshake', say: wrong({}), code: 'garbled' },
  { name: 'a handshake without a key', stage: 'handshake', say: wrong({ error_code: 0 }), code: 'garbled' },
  { name: 'a bad public key', stage: 'handshake', say: wrong({ error_code: -1010 }), code: 'garbled' },
  {
    name: 'a key that is no base64',
    stage: 'handshake',
    say: wrong({ error_code: 0, result: { key: '!!' } }),
    code: 'garbled',
  },
  {
    name: 'a key that was wrapped for somebody else',
    stage: 'handshake',
    say: wrong({ error_code: 0, result: { key: Buffer.alloc(128, 7).toString('base64') } }),
    code: 'garbled',
  },
  { name: 'a lock-out', stage: 'handshake', say: wrong({ error_code: -2101 }), code: 'locked' },
  { name: 'a log-in without an answer in it', stage: 'login', say: wrong({ error_code: 0 }), code: 'garbled' },
  {
    name: 'a log-in whose answer does not decrypt',
    stage: 'login',
    say: wrong({ error_code: 0, result: { response: 'AAAA' } }),
    code: 'garbled',
  },
  {
    name: 'a log-in without a token',
    stage: 'login',
    say: ({ inner }) => inner('{"error_code":0,"result":{}}'),
    code: 'garbled',
  },
  {
    name: 'a token that would change the URL',
    stage: 'login',
    say: ({ inner }) => inner('{"error_code":0,"result":{"token":"a&b#c d"}}'),
    code: 'garbled',
  },
  {
    name: 'a log-in answered by a code nobody knows',
    stage: 'login',
    say: ({ inner }) => inner('{"error_code":-7777}'),
    code: 'garbled',
  },
  ...([403, 404] as const).map((status) => ({
    name: `HTTP ${status}`,
    stage: 'handshake' as const,
    say: ({ response }: AesMoment) => void response.writeHead(status).end(),
    code: 'unsupported',
  })),
];
for (const { name, stage, say, code } of aesNonsense) {
  test(`AES: ${name} is ${code}, and no account is blamed for it`, async (t) => {
    const plug = await virtualAesPlug(t, {
      answer: (text) => smartAnswer(text),
      intercept: (moment) => {
        if (moment.stage === stage) say(moment);
        return moment.stage === stage;
      },
    });
    const counted: unknown[] = [];
    const tries = {
      mayTry: () => 'yes' as const,
      turnedDown: (...told: unknown[]) => void counted.push(told),
      accepted: () => undefined,
    };
    const credentials = [{ name: 'home', email: 'user@example.com', password: 'secret' }];
    await assert.rejects(realDevices([]).open(plug.route, { ...within(), credentials, owner: null, tries }), { code });
    assert.deepEqual(counted, []);
    assert.equal(plug.stages.filter((one) => one === stage).length, 1);
  });
}

test('AES: an answer larger than any plug gives is refused', async (t) => {
  const plug = await virtualAesPlug(t, {
    answer: (text) => smartAnswer(text, { get_device_info: { nickname: 'a'.repeat(1 << 20) } }),
  });
  await using session = await open(plug.route);
  await assert.rejects(session.identify(within()), { code: 'garbled' });
});

test('numbers, names and depth: what no plug says is not taken', () => {
  assert.throws(
    () => parsePlugJson('['.repeat(100) + ']'.repeat(100)),
    (thrown) => codeOf(thrown) === 'garbled',
  );
  assert.deepEqual(parsePlugJson('{"a":"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\"["}'), {
    a: '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["[',
  });
  assert.equal(plugText(100).parse('Kettle\u001b[31m\u202e\u0000'), 'Kettle[31m');
  for (const spelling of ['__proto__', '\\u005f_proto__']) {
    const told = parsePlugJson(`{"${spelling}":{"polluted":true},"b":{"${spelling}":1}}`) as Record<string, unknown>;
    assert.deepEqual(Object.keys(told), ['b']);
    assert.equal(Object.assign({}, told)['polluted'], undefined);
  }
});
