import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { PlugfleetError } from '../../contract/index.ts';
import { SmartDialect } from '../../devices/dialects/smart.ts';
import { PlugSession } from '../../devices/drivers/session.ts';
import type { SendOutcome, Transport } from '../../devices/transports/transport.ts';
import { realClock, within } from './real-clock.ts';
import { smartAnswer } from './virtual-klap-plug.ts';

const room = resolve(import.meta.dirname, '../../devices');
const sources = readdirSync(room, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(join(room, name), 'utf8') }));

// law 5
test('one line in the whole room calls sendOnce, and no loop stands around it', () => {
  const calls = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/\.sendOnce\(/g)].map((found) => ({ name, before: text.slice(0, found.index) })),
  );
  assert.deepEqual(
    calls.map((call) => call.name),
    [join('drivers', 'session.ts')],
  );
  const method = calls[0]?.before.slice(calls[0].before.lastIndexOf('async sendReset')) ?? '';
  assert.doesNotMatch(method, /\b(?:for|while|do)\s*[({]/);
});

// law 5
test('no transport reaches for a retry where something is sent once', () => {
  const bodies = sources.flatMap(({ name, text }) => {
    const [, body] = /async sendOnce\([^{]*\{\n(.*?)\n {2}\}\n/s.exec(text) ?? [];
    return body === undefined ? [] : [{ name, body }];
  });
  const names = bodies.map(({ name }) => name);
  for (const file of ['aes.ts', 'klap.ts', 'xor.ts']) assert.ok(names.includes(join('transports', file)), file);
  for (const { name, body } of bodies)
    assert.doesNotMatch(body, /\b(?:for|while|do)\s*[({]|postRepeatable|#live|#tryAsk|openKlapSession|logIn/, name);
});

// law 5
test('the words of a reset stand in the two dialects only', () => {
  const with_ = (pattern: RegExp): string[] => sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name);
  assert.deepEqual(with_(/device_reset/), [join('dialects', 'smart.ts')]);
  assert.deepEqual(with_(/reset: \{ delay/), [join('dialects', 'iot.ts')]);
});

/** A transport that counts, and ends the reset as told. */
function counting(outcome: SendOutcome) {
  const sent: string[] = [];
  const transport: Transport = {
    login: null,
    owner: '',
    opened: 1,
    ask: async (json) => smartAnswer(json),
    sendOnce: async (json) => {
      sent.push(json);
      return outcome;
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
  return { sent, session: new PlugSession(transport, new SmartDialect(transport, realClock)) };
}

const outcomes: SendOutcome[] = [
  { sent: 'not-sent', detail: 'x' },
  { sent: 'refused', detail: 'x' },
  { sent: 'cut-off', detail: 'x' },
  { sent: 'answered', reply: '{"error_code":0}' },
  { sent: 'answered', reply: '{"error_code":9999}' },
  { sent: 'answered', reply: 'nonsense' },
];
for (const outcome of outcomes) {
  // law 5
  test(`after ${JSON.stringify(outcome)} a session passes no second reset`, async () => {
    const { sent, session } = counting(outcome);
    await session.identify(within());
    await session.sendReset(within());
    await assert.rejects(session.sendReset(within()), PlugfleetError);
    assert.deepEqual(sent, ['{"method":"device_reset"}']);
  });
}

// law 4
test('a plug that was not identified in the session is sent nothing', async () => {
  const { sent, session } = counting({ sent: 'answered', reply: '{"error_code":0}' });
  assert.equal((await session.sendReset(within())).receipt, 'not-sent');
  await session.readFacts(within());
  await session.snapshot(within());
  assert.deepEqual(sent, []);
});
