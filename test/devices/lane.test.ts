import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import { Lane } from '../../devices/discovery/lane.ts';
import { systemClock } from '../../machine/index.ts';

const blockFor = (ms: number): void => {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
};

test('what lay unread while the machine was busy is known to be old, what comes afterwards is known to be new', async (t) => {
  const clock = systemClock();
  const read: { text: string; sureMs: number }[] = [];
  const lane = await Lane.open(null, clock, (bytes, _source, sureMs) => {
    read.push({ text: String(bytes), sureMs });
  });
  t.after(() => lane.close(() => undefined));
  const far = createSocket('udp4');
  t.after(() => far.close());
  far.bind(0, '127.0.0.1');
  await once(far, 'listening');
  const { port } = far.address();
  // the far end answers as soon as it is asked, and is told the lane's port by the question
  const asked = once(far, 'message');
  await new Promise((sent) => lane.send(Buffer.from('?'), port, '127.0.0.1', sent));
  const [, source] = await asked;
  const answer = (text: string): Promise<unknown> =>
    new Promise((sent) => far.send(text, source.port, '127.0.0.1', sent));

  await answer('before');
  const sentMs = clock.monoMs();
  blockFor(300);
  const freeMs = clock.monoMs();
  while (read.length < 1) await new Promise(setImmediate);
  assert.equal(read[0]?.text, 'before');
  assert.ok((read[0]?.sureMs ?? Number.POSITIVE_INFINITY) <= sentMs, 'it may be as old as it is');

  await new Promise((sent) => lane.send(Buffer.from('?'), port, '127.0.0.1', sent));
  while (!read.some(({ sureMs }) => sureMs >= freeMs)) {
    await answer('after');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.ok(
    read.every(({ text }) => text === 'before' || text === 'after'),
    'marks are nobody else’s business',
  );
});
