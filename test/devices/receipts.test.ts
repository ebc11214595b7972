import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Receipt, Route, Session } from '../../contract/index.ts';
import { anyTries } from './any-tries.ts';
import { realDevices, within } from './real-clock.ts';
import { type AesMoment, type VirtualAesPlug, virtualAesPlug } from './virtual-aes-plug.ts';
import { smartAnswer, type VirtualKlapPlug, virtualKlapPlug } from './virtual-klap-plug.ts';
import { iotAnswer, type VirtualPlug, virtualXorPlug, xorFrame } from './virtual-xor-plug.ts';

const credentials = [{ name: 'home', email: 'user@example.com', password: 'secret' }];
const isReset = (text: string | undefined): boolean => text?.includes('reset') === true;

/** Opens, identifies, lets `before` happen and sends the reset. */
async function resetOver(
  t: TestContext,
  route: Route,
  before: () => Promise<void> | void,
  budgetMs = 2000,
): Promise<Receipt> {
  const session: Session = await realDevices().open(route, { ...within(), credentials, owner: null, tries: anyTries });
  t.after(() => session[Symbol.asyncDispose]());
  await session.identify(within());
  await before();
  return await session.sendReset(within(budgetMs));
}

const resetsIn = (plug: VirtualPlug | VirtualKlapPlug | VirtualAesPlug): number => plug.heard.filter(isReset).length;

const overXor = (t: TestContext, onReset: (socket: Socket) => void): Promise<VirtualPlug> =>
  virtualXorPlug(t, (text, socket) => {
    if (isReset(text)) onReset(socket);
    else socket.write(xorFrame(iotAnswer(text)));
  });

const nothing = (): void => undefined;

/** What happens to the reset on the wire, what the receipt must be, and how often the plug may have heard it. */
const xorCases: { name: string; onReset: (socket: Socket) => void; receipt: Receipt }[] = [
  {
    name: 'a yes',
    onReset: (socket) => socket.write(xorFrame('{"system":{"reset":{"err_code":0}}}')),
    receipt: { receipt: 'acknowledged', detail: null },
  },
  {
    name: 'an error of the method',
    onReset: (socket) => socket.write(xorFrame('{"system":{"reset":{"err_code":-3,"err_msg":"invalid argument"}}}')),
    receipt: { receipt: 'refused', detail: 'err_code -3' },
  },
  {
    name: 'an error of the module',
    onReset: (socket) => socket.write(xorFrame('{"system":{"err_code":-1,"err_msg":"module not support"}}')),
    receipt: { receipt: 'refused', detail: 'err_code -1' },
  },
  { name: 'a close', onReset: (socket) => socket.end(), receipt: { receipt: 'cut-off', detail: 'closed' } },
  {
    name: 'a reset connection',
    onReset: (socket) => socket.resetAndDestroy(),
    receipt: { receipt: 'cut-off', detail: 'ECONNRESET' },
  },
  {
    name: 'half a frame',
    onReset: (socket) => socket.end(xorFrame('{"system":{"reset":{"err_code":0}}}').subarray(0, 12)),
    receipt: { receipt: 'cut-off', detail: 'closed in the middle' },
  },
  {
    name: 'a length that cannot be',
    onReset: (socket) => socket.write(Buffer.from('ffffffff00', 'hex')),
    receipt: { receipt: 'cut-off', detail: 'an answer of impossible length' },
  },
  {
    name: 'no JSON',
    onReset: (socket) => socket.write(xorFrame('rebooting')),
    receipt: { receipt: 'cut-off', detail: 'an answer that makes no sense' },
  },
  {
    name: 'a late answer to something else',
    onReset: (socket) => socket.write(xorFrame('{"system":{"get_sysinfo":{"err_code":0}}}')),
    receipt: { receipt: 'cut-off', detail: 'an answer to something else' },
  },
  { name: 'silence', onReset: nothing, receipt: { receipt: 'cut-off', detail: 'timeout' } },
];

for (const { name, onReset, receipt } of xorCases) {
  // law 6
  test(`legacy: a reset answered by ${name} is ${receipt.receipt}`, async (t) => {
    const plug = await overXor(t, onReset);
    assert.deepEqual(await resetOver(t, plug.route, nothing, 300), receipt);
    assert.equal(resetsIn(plug), 1);
    assert.equal(plug.connections, 1);
  });
}

test('legacy: a plug that hung up before the reset was not sent it', async (t) => {
  const plug = await overXor(t, nothing);
  const receipt = await resetOver(t, plug.route, async () => {
    await plug.close();
    await sleep(20);
  });
  assert.deepEqual(receipt, { receipt: 'not-sent', detail: 'closed' });
  assert.equal(resetsIn(plug), 0);
});

test('legacy: a plug that hangs up after each answer is never sent a reset blindly', async (t) => {
  const plug = await virtualXorPlug(t, (text, socket) => socket.end(xorFrame(iotAnswer(text))));
  assert.equal((await resetOver(t, plug.route, () => sleep(20))).receipt, 'not-sent');
  assert.equal(plug.connections, 1);
});

// law 5
test('legacy: bytes that nobody asked for before the reset keep it from being sent', async (t) => {
  const plug = await virtualXorPlug(t, (text, socket) => {
    const frame = xorFrame(iotAnswer(text));
    socket.write(Buffer.concat([frame, frame]));
  });
  const receipt = await resetOver(t, plug.route, nothing);
  assert.deepEqual(receipt, { receipt: 'not-sent', detail: 'an answer that nobody asked for' });
});

/** A KLAP plug that keeps the connection, and does to the reset what `onReset` says. */
const overKlap = (t: TestContext, onReset: (socket: Socket) => string | undefined): Promise<VirtualKlapPlug> => {
  let reply: string | undefined;
  return virtualKlapPlug(t, {
    answer: (text) => (isReset(text) ? reply : smartAnswer(text)),
    intercept: (request, _response, text) => {
      if (isReset(text)) reply = onReset(request.socket);
      return false;
    },
  });
};

const klapCases: { name: string; onReset: (socket: Socket) => string | undefined; receipt: Receipt }[] = [
  { name: 'a yes', onReset: () => '{"error_code":0}', receipt: { receipt: 'acknowledged', detail: null } },
  { name: 'an error', onReset: () => '{"error_code":-1}', receipt: { receipt: 'refused', detail: 'error_code -1' } },
  { name: 'no JSON', onReset: () => 'bye', receipt: { receipt: 'cut-off', detail: 'an answer that makes no sense' } },
  {
    name: 'JSON of another kind',
    onReset: () => '{"result":{}}',
    receipt: { receipt: 'cut-off', detail: 'an answer to something else' },
  },
  {
    name: 'a reset connection',
    onReset: (socket) => void socket.resetAndDestroy(),
    receipt: { receipt: 'cut-off', detail: 'ECONNRESET' },
  },
  {
    name: 'HTTP 403',
    onReset: (socket) => void socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'),
    receipt: { receipt: 'refused', detail: 'http 403' },
  },
  {
    name: 'HTTP 500',
    onReset: (socket) => void socket.end('HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n'),
    receipt: { receipt: 'cut-off', detail: 'http 500' },
  },
  {
    name: 'half a body',
    onReset: (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 64\r\n\r\nhalf'),
    receipt: { receipt: 'cut-off', detail: 'cut-short' },
  },
  {
    name: 'a body that does not decrypt',
    onReset: (socket) => void socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n${'x'.repeat(50)}`),
    receipt: { receipt: 'cut-off', detail: 'an answer that does not decrypt' },
  },
  {
    name: 'something that is no HTTP',
    onReset: (socket) => void socket.end('bye bye'),
    receipt: { receipt: 'cut-off', detail: 'HPE_INVALID_CONSTANT' },
  },
  { name: 'silence', onReset: () => undefined, receipt: { receipt: 'cut-off', detail: 'timeout' } },
];

for (const { name, onReset, receipt } of klapCases) {
  // law 6
  test(`KLAP: a reset answered by ${name} is ${receipt.receipt}`, async (t) => {
    const plug = await overKlap(t, onReset);
    assert.deepEqual(await resetOver(t, plug.route, nothing, 300), receipt);
    assert.equal(resetsIn(plug), 1);
  });
}

test('KLAP: a plug whose port is shut before the reset was not sent it', async (t) => {
  const plug = await overKlap(t, () => undefined);
  const receipt = await resetOver(t, plug.route, async () => {
    await plug.close();
    await sleep(20);
  });
  assert.deepEqual(receipt, { receipt: 'not-sent', detail: 'ECONNREFUSED' });
});

test('KLAP: a connection that the plug closed in between is made anew, in the same session', async (t) => {
  const plug = await overKlap(t, () => '{"error_code":0}');
  const receipt = await resetOver(t, plug.route, async () => {
    const [socket] = plug.sockets;
    assert.ok(socket);
    socket.end();
    await once(socket, 'close');
    await sleep(20);
  });
  assert.equal(receipt.receipt, 'acknowledged');
  assert.equal(plug.paths.filter((path) => path === '/app/handshake1').length, 1);
});

/** An AES plug that does to the reset what `onReset` says. */
const overAes = (t: TestContext, onReset: (moment: AesMoment) => void): Promise<VirtualAesPlug> =>
  virtualAesPlug(t, {
    answer: (text) => smartAnswer(text),
    intercept: (moment) => {
      if (moment.stage !== 'request' || !isReset(moment.text)) return false;
      onReset(moment);
      return true;
    },
  });

const passed = (response: unknown): unknown => ({ error_code: 0, result: { response } });
const raw =
  (text: string) =>
  ({ request }: AesMoment): void =>
    void request.socket.end(text);

const aesCases: { name: string; onReset: (moment: AesMoment) => void; receipt: Receipt }[] = [
  {
    name: 'a yes',
    onReset: ({ inner }) => inner('{"error_code":0}'),
    receipt: { receipt: 'acknowledged', detail: null },
  },
  {
    name: 'an error',
    onReset: ({ inner }) => inner('{"error_code":-1}'),
    receipt: { receipt: 'refused', detail: 'error_code -1' },
  },
  {
    name: 'an error in the clear',
    onReset: ({ outer }) => outer(passed('{"error_code":-1}')),
    receipt: { receipt: 'refused', detail: 'error_code -1' },
  },
  ...[9999, 1002, -1001, -1501].flatMap((code) => [
    {
      name: `outer ${code}`,
      onReset: ({ outer }: AesMoment) => outer({ error_code: code }),
      receipt: { receipt: 'refused' as const, detail: `error_code ${code}` },
    },
    {
      name: `inner ${code}`,
      onReset: ({ inner }: AesMoment) => inner(JSON.stringify({ error_code: code })),
      receipt: { receipt: 'refused' as const, detail: `error_code ${code}` },
    },
  ]),
  {
    name: 'no JSON',
    onReset: ({ inner }) => inner('bye'),
    receipt: { receipt: 'cut-off', detail: 'an answer that makes no sense' },
  },
  {
    name: 'JSON of another kind',
    onReset: ({ inner }) => inner('{"result":{}}'),
    receipt: { receipt: 'cut-off', detail: 'an answer to something else' },
  },
  {
    name: 'a yes with nothing in it',
    onReset: ({ outer }) => outer({ error_code: 0 }),
    receipt: { receipt: 'cut-off', detail: 'what was passed through is not as expected' },
  },
  {
    name: 'something that does not decrypt',
    onReset: ({ outer }) => outer(passed('AAAA')),
    receipt: { receipt: 'cut-off', detail: 'an answer that does not decrypt' },
  },
  {
    name: 'a reset connection',
    onReset: ({ request }) => void request.socket.resetAndDestroy(),
    receipt: { receipt: 'cut-off', detail: 'ECONNRESET' },
  },
  {
    name: 'HTTP 403',
    onReset: raw('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'),
    receipt: { receipt: 'refused', detail: 'http 403' },
  },
  {
    name: 'HTTP 500',
    onReset: raw('HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n'),
    receipt: { receipt: 'cut-off', detail: 'http 500' },
  },
  {
    name: 'half a body',
    onReset: raw('HTTP/1.1 200 OK\r\nContent-Length: 64\r\n\r\n{"error'),
    receipt: { receipt: 'cut-off', detail: 'cut-short' },
  },
  {
    name: 'something that is no HTTP',
    onReset: raw('bye bye'),
    receipt: { receipt: 'cut-off', detail: 'HPE_INVALID_CONSTANT' },
  },
  { name: 'silence', onReset: nothing, receipt: { receipt: 'cut-off', detail: 'timeout' } },
];

for (const { name, onReset, receipt } of aesCases) {
  // laws 5, 6
  test(`AES: a reset answered by ${name} is ${receipt.receipt}, and is never sent again`, async (t) => {
    const plug = await overAes(t, onReset);
    assert.deepEqual(await resetOver(t, plug.route, nothing, name === 'silence' ? 300 : 10_000), receipt);
    assert.equal(resetsIn(plug), 1);
    // and nothing was done to prepare another one
    assert.deepEqual(plug.stages, ['handshake', 'login', 'request', 'request']);
  });
}

// law 5
test('AES: a plug that restarted just before the reset refuses it, and it is not sent in a new session', async (t) => {
  const plug = await overAes(t, nothing);
  const receipt = await resetOver(t, plug.route, plug.forget);
  assert.deepEqual(receipt, { receipt: 'refused', detail: 'error_code 9999' });
  assert.deepEqual([resetsIn(plug), plug.stages], [0, ['handshake', 'login', 'request']]);
});

test('AES: a plug whose port is shut before the reset was not sent it', async (t) => {
  const plug = await overAes(t, nothing);
  const receipt = await resetOver(t, plug.route, plug.close);
  assert.deepEqual(receipt, { receipt: 'not-sent', detail: 'ECONNREFUSED' });
});

test('AES: a session that is known to be gone carries no reset', async (t) => {
  let broken = false;
  const plug = await virtualAesPlug(t, {
    answer: (text) => smartAnswer(text),
    intercept: ({ outer }) => {
      if (broken) outer({ error_code: 9999 });
      return broken;
    },
  });
  const session = await realDevices().open(plug.route, { ...within(), credentials, owner: null, tries: anyTries });
  t.after(() => session[Symbol.asyncDispose]());
  await session.identify(within());
  broken = true;
  // its session is lost and no other one comes about
  await assert.rejects(session.readFacts(within()), { code: 'garbled' });
  broken = false;
  const receipt = await session.sendReset(within());
  assert.deepEqual(receipt, { receipt: 'not-sent', detail: 'the session was gone before' });
  assert.equal(resetsIn(plug), 0);
});

test('AES: a connection that the plug closed in between is made anew, in the same session', async (t) => {
  const plug = await overAes(t, ({ inner }) => inner('{"error_code":0}'));
  const receipt = await resetOver(t, plug.route, async () => {
    const socket = [...plug.sockets].at(-1);
    assert.ok(socket);
    socket.end();
    await once(socket, 'close');
  });
  assert.equal(receipt.receipt, 'acknowledged');
  assert.equal(plug.stages.filter((stage) => stage === 'handshake').length, 1);
});

test('AES: a stop while the answer is awaited does not make a sent reset unsent', async (t) => {
  const stop = new AbortController();
  const plug = await overAes(t, () => stop.abort(new Error('stopped')));
  const session = await realDevices().open(plug.route, { ...within(), credentials, owner: null, tries: anyTries });
  t.after(() => session[Symbol.asyncDispose]());
  await session.identify(within());
  const receipt = await session.sendReset(within(2000, stop.signal));
  assert.deepEqual(receipt, { receipt: 'cut-off', detail: 'stopped' });
});

// law 6
test('a stop while the answer is awaited does not make a sent reset unsent', async (t) => {
  const stop = new AbortController();
  const plug = await overKlap(t, () => {
    stop.abort(new Error('stopped'));
    return undefined;
  });
  const session = await realDevices().open(plug.route, { ...within(), credentials, owner: null, tries: anyTries });
  t.after(() => session[Symbol.asyncDispose]());
  await session.identify(within());
  const receipt = await session.sendReset(within(2000, stop.signal));
  assert.deepEqual(receipt, { receipt: 'cut-off', detail: 'stopped' });
});

test('a stop before the reset leaves it unsent', async (t) => {
  const plug = await overXor(t, nothing);
  const session = await realDevices().open(plug.route, { ...within(), credentials, owner: null, tries: anyTries });
  t.after(() => session[Symbol.asyncDispose]());
  await session.identify(within());
  const receipt = await session.sendReset(within(2000, AbortSignal.abort(new Error('stopped'))));
  assert.deepEqual(receipt, { receipt: 'not-sent', detail: 'stopped before' });
  assert.equal(resetsIn(plug), 0);
});
