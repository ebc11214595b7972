import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, LoginTries, Receipt, Session } from '../../contract/index.ts';
import { openDevices } from '../../devices/index.ts';
import { realClock, within } from './real-clock.ts';
import { toldTries } from './told-tries.ts';
import { smartAnswer } from './virtual-klap-plug.ts';
import {
  type FrameExchange,
  type TpapPlugOptions,
  type VirtualTpapPlug,
  virtualTpapPlug,
} from './virtual-tpap-plug.ts';

const credentials = [{ name: 'home', email: 'user@example.com', password: 'secret' }];
const budgetMs = 30_000;
const answer = (text: string): string => smartAnswer(text);
const isReset = (text: string): boolean => text.includes('device_reset');
const resetsIn = (plug: VirtualTpapPlug): number => plug.heard.filter(isReset).length;
const logIns = (plug: VirtualTpapPlug): number => plug.steps.filter((step) => step === 'pake_share').length;

async function open(
  t: TestContext,
  plug: VirtualTpapPlug,
  { clock = realClock, tries = toldTries().tries }: { clock?: Clock; tries?: LoginTries } = {},
): Promise<Session> {
  const devices = openDevices({ clock, random: Math.random, wakeGapsMs: [] });
  const session = await devices.open(plug.route, { ...within(budgetMs), credentials, owner: null, tries });
  t.after(() => session[Symbol.asyncDispose]());
  return session;
}

/** Ways in which a plug says that it does not know the session (any more). */
const gone: { name: string; say: (exchange: FrameExchange) => void; detail: string }[] = [
  { name: 'HTTP 403', say: ({ response }) => void response.writeHead(403).end(), detail: 'http 403' },
  { name: 'HTTP 401', say: ({ response }) => void response.writeHead(401).end(), detail: 'http 401' },
  { name: '-2402', say: ({ response }) => void response.end('{"error_code":-2402}'), detail: 'error_code -2402' },
  { name: '-40413', say: ({ response }) => void response.end('{"error_code":-40413}'), detail: 'error_code -40413' },
];
for (const { name, say, detail } of gone) {
  // law 5
  test(`a session that is gone (${name}): a read logs in anew, a reset does not`, async (t) => {
    let isGone = false;
    const plug = await virtualTpapPlug(t, {
      answer,
      onFrame: (exchange) => {
        if (!isGone) return false;
        isGone = false;
        say(exchange);
        return true;
      },
    });
    const session = await open(t, plug);
    await session.identify(within(budgetMs));
    isGone = true;
    assert.equal((await session.readFacts(within(budgetMs))).relay, 'on');
    assert.equal(logIns(plug), 2);
    // from register on: what discover told still holds
    assert.deepEqual(plug.steps.slice(3), ['pake_register', 'pake_share']);
    const unidentified = { receipt: 'not-sent', detail: 'the plug was not identified in this session' };
    assert.deepEqual(await session.sendReset(within(budgetMs)), unidentified);
    await session.identify(within(budgetMs));
    isGone = true;
    assert.deepEqual(await session.sendReset(within(budgetMs)), { receipt: 'refused', detail });
    assert.equal(logIns(plug), 2);
    assert.equal(resetsIn(plug), 1);
  });
}

test('a plug that forgets every session is not asked for ever', async (t) => {
  const onFrame: NonNullable<TpapPlugOptions['onFrame']> = ({ response }) => {
    response.writeHead(403).end();
    return true;
  };
  const plug = await virtualTpapPlug(t, { answer, onFrame });
  const session = await open(t, plug);
  await assert.rejects(session.identify(within(budgetMs)), { code: 'garbled' });
  assert.equal(logIns(plug), 2);
});

// law 9
test('a new log-in asks law 9 again, and a changed password counts once', async (t) => {
  let wrong = false;
  const plug = await virtualTpapPlug(t, {
    answer,
    onStep: (step, honest) => (wrong && step === 'pake_share' ? { error_code: -2203 } : honest),
  });
  const { tries, turnedDown } = toldTries(() => (turnedDown.length > 0 ? 'no' : 'yes'));
  const session = await open(t, plug, { tries });
  plug.forget();
  wrong = true;
  await assert.rejects(session.identify(within(budgetMs)), { code: 'needs-login' });
  assert.deepEqual(turnedDown, [['home', false]]);
  await assert.rejects(session.identify(within(budgetMs)), { code: 'needs-login' });
  assert.equal(logIns(plug), 2);
});

test('after ten idle minutes a session is not trusted: a read opens a new one, a reset is not sent', async (t) => {
  let laterMs = 0;
  const clock: Clock = { ...realClock, monoMs: () => realClock.monoMs() + laterMs };
  const plug = await virtualTpapPlug(t, { answer });
  const session = await open(t, plug, { clock });
  await session.identify(within(budgetMs));
  laterMs += 9 * 60_000;
  await session.identify(within(budgetMs));
  assert.equal(logIns(plug), 1);
  laterMs += 10 * 60_000 + 1;
  await session.identify(within(budgetMs));
  assert.equal(logIns(plug), 2);
  laterMs += 10 * 60_000 + 1;
  const receipt = await session.sendReset(within(budgetMs));
  assert.deepEqual(receipt, { receipt: 'not-sent', detail: 'the session was gone before' });
  assert.equal(resetsIn(plug), 0);
});

test('a session whose numbers are used up is replaced, and none is used twice', async (t) => {
  const plug = await virtualTpapPlug(t, { answer, startSeq: 0xff_ff_ff_ff });
  const session = await open(t, plug);
  await session.identify(within(budgetMs));
  assert.equal(logIns(plug), 1);
  assert.deepEqual(plug.numbers, [0xff_ff_ff_ff]);
  const receipt = await session.sendReset(within(budgetMs));
  assert.deepEqual(receipt, { receipt: 'not-sent', detail: 'the session was gone before' });
  const other = await virtualTpapPlug(t, { answer, startSeq: 0xff_ff_ff_fe });
  const second = await open(t, other);
  await second.identify(within(budgetMs));
  await second.readFacts(within(budgetMs));
  assert.ok(logIns(other) > 1);
  assert.ok(other.numbers.every((number) => number >= 0xff_ff_ff_fe));
});

/** Answers to a read that are none. */
const nonsense: { name: string; say: (exchange: FrameExchange) => void; code: string }[] = [
  {
    name: 'another number',
    say: ({ response, sealed }) => void response.end(sealed(answer('{"method":"get_device_info"}'), 1)),
    code: 'garbled',
  },
  { name: 'bytes that do not decrypt', say: ({ response }) => void response.end(Buffer.alloc(64, 1)), code: 'garbled' },
  { name: 'nothing', say: ({ response }) => void response.end(), code: 'garbled' },
  { name: 'an unknown error', say: ({ response }) => void response.end('{"error_code":-1}'), code: 'garbled' },
  {
    name: 'JSON in the clear',
    say: ({ response }) => void response.end(answer('{"method":"get_device_info"}')),
    code: 'garbled',
  },
  { name: 'HTTP 500', say: ({ response }) => void response.writeHead(500).end(), code: 'garbled' },
  { name: 'a lock', say: ({ response }) => void response.end('{"error_code":-2101}'), code: 'locked' },
  { name: 'a reset connection', say: ({ request }) => request.socket.resetAndDestroy(), code: 'timeout' },
  { name: 'a frame without end', say: ({ response }) => void response.end(Buffer.alloc(2 << 20)), code: 'garbled' },
];
for (const { name, say, code } of nonsense) {
  test(`a read answered by ${name} is ${code}`, async (t) => {
    const plug = await virtualTpapPlug(t, {
      answer,
      onFrame: (exchange) => {
        say(exchange);
        return true;
      },
    });
    const { tries, turnedDown } = toldTries();
    const session = await open(t, plug, { tries });
    await assert.rejects(session.identify(within(budgetMs)), { code });
    assert.deepEqual(turnedDown, code === 'locked' ? [['home', true]] : []);
    // once more only where the kept connection may have been dead before, and under another number
    assert.equal(plug.heard.length, code === 'timeout' ? 2 : 1);
    assert.equal(new Set(plug.numbers).size, plug.numbers.length);
  });
}

test('a frame that begins like JSON is a frame', async (t) => {
  const plug = await virtualTpapPlug(t, { answer, startSeq: Buffer.from('{"er').readUInt32BE(0) });
  const session = await open(t, plug);
  assert.equal((await session.identify(within(budgetMs))).model, 'P110');
});

test('a plug that hangs up after each answer is asked again under a new number', async (t) => {
  const plug = await virtualTpapPlug(t, { answer });
  const session = await open(t, plug);
  for (let i = 0; i < 3; i++) {
    await session.identify(within(budgetMs));
    for (const socket of plug.sockets) socket.destroy();
  }
  assert.equal(logIns(plug), 1);
  assert.equal(new Set(plug.numbers).size, plug.numbers.length);
});

/** Opens, identifies, lets `before` happen and sends the reset. */
async function resetOver(t: TestContext, plug: VirtualTpapPlug, before: () => unknown, resetMs = budgetMs) {
  const session = await open(t, plug);
  await session.identify(within(budgetMs));
  await before();
  return await session.sendReset(within(resetMs));
}

const overTpap = (t: TestContext, onReset: (exchange: FrameExchange) => void, tls = false): Promise<VirtualTpapPlug> =>
  virtualTpapPlug(t, {
    answer,
    tls,
    onFrame: (exchange) => {
      if (!isReset(exchange.text)) return false;
      onReset(exchange);
      return true;
    },
  });

const receipts: { name: string; onReset: (exchange: FrameExchange) => void; receipt: Receipt; resetMs?: number }[] = [
  {
    name: 'a yes',
    onReset: ({ response, sealed }) => void response.end(sealed('{"error_code":0}')),
    receipt: { receipt: 'acknowledged', detail: null },
  },
  {
    name: 'an error',
    onReset: ({ response, sealed }) => void response.end(sealed('{"error_code":-1}')),
    receipt: { receipt: 'refused', detail: 'error_code -1' },
  },
  {
    name: 'no JSON',
    onReset: ({ response, sealed }) => void response.end(sealed('bye')),
    receipt: { receipt: 'cut-off', detail: 'an answer that makes no sense' },
  },
  {
    name: 'a yes under another number',
    onReset: ({ response, sealed }) => void response.end(sealed('{"error_code":0}', -1)),
    receipt: { receipt: 'cut-off', detail: 'an answer to another message' },
  },
  {
    name: 'a yes in the clear',
    onReset: ({ response }) => void response.end('{"error_code":0}'),
    receipt: { receipt: 'cut-off', detail: 'an answer that does not decrypt' },
  },
  {
    name: 'an error in the clear that is not about the session',
    onReset: ({ response }) => void response.end('{"error_code":-1}'),
    receipt: { receipt: 'cut-off', detail: 'error_code -1' },
  },
  {
    name: 'HTTP 500',
    onReset: ({ response }) => void response.writeHead(500).end(),
    receipt: { receipt: 'cut-off', detail: 'http 500' },
  },
  {
    name: 'a reset connection',
    onReset: ({ request }) => request.socket.resetAndDestroy(),
    receipt: { receipt: 'cut-off', detail: 'ECONNRESET' },
  },
  {
    name: 'half a body',
    onReset: ({ request }) => void request.socket.end('HTTP/1.1 200 OK\r\nContent-Length: 64\r\n\r\nhalf'),
    receipt: { receipt: 'cut-off', detail: 'cut-short' },
  },
  { name: 'silence', onReset: () => undefined, receipt: { receipt: 'cut-off', detail: 'timeout' }, resetMs: 300 },
];
for (const { name, onReset, receipt, resetMs } of receipts) {
  test(`TPAP: a reset answered by ${name} is ${receipt.receipt}`, async (t) => {
    const plug = await overTpap(t, onReset);
    assert.deepEqual(await resetOver(t, plug, () => undefined, resetMs), receipt);
    assert.equal(resetsIn(plug), 1);
    assert.equal(logIns(plug), 1);
  });
}

test('TPAP: a plug whose port is shut before the reset was not sent it', async (t) => {
  for (const tls of [false, true]) {
    const plug = await overTpap(t, () => undefined, tls);
    const receipt = await resetOver(t, plug, async () => {
      await plug.close();
      await sleep(20);
    });
    assert.deepEqual(receipt, { receipt: 'not-sent', detail: 'ECONNREFUSED' });
  }
});

test('TPAP: a connection that the plug closed in between is made anew, in the same session', async (t) => {
  const plug = await overTpap(t, ({ response, sealed }) => void response.end(sealed('{"error_code":0}')));
  const receipt = await resetOver(t, plug, async () => {
    const open = [...plug.sockets].filter((socket) => !socket.destroyed);
    for (const socket of open) {
      socket.end();
      await once(socket, 'close');
    }
  });
  assert.equal(receipt.receipt, 'acknowledged');
  assert.equal(logIns(plug), 1);
});

// law 6
test('TPAP: a stop while the answer is awaited does not make a sent reset unsent', async (t) => {
  const stop = new AbortController();
  const plug = await overTpap(t, () => stop.abort(new Error('stopped')));
  const session = await open(t, plug);
  await session.identify(within(budgetMs));
  const receipt = await session.sendReset(within(budgetMs, stop.signal));
  assert.deepEqual(receipt, { receipt: 'cut-off', detail: 'stopped' });
});

test('TPAP: a stop before the reset leaves it unsent', async (t) => {
  const plug = await overTpap(t, () => undefined);
  const session = await open(t, plug);
  await session.identify(within(budgetMs));
  const receipt = await session.sendReset(within(budgetMs, AbortSignal.abort(new Error('stopped'))));
  assert.deepEqual(receipt, { receipt: 'not-sent', detail: 'stopped before' });
  assert.equal(resetsIn(plug), 0);
});
