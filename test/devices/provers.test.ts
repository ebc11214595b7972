import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import crypto, { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { p256 } from '@noble/curves/nist.js';
import { type ProofInput, prove } from '../../devices/transports/tpap/prove.ts';
import { Provers } from '../../devices/transports/tpap/provers.ts';
import { realDevices, within } from './real-clock.ts';
import { toldTries } from './told-tries.ts';
import { smartAnswer } from './virtual-klap-plug.ts';
import { virtualTpapPlug } from './virtual-tpap-plug.ts';

const input = (): ProofInput => ({
  source: {
    passcode: 'userpw',
    email: 'user@example.com',
    password: 'secret',
    mac: '48:22:54:00:00:42',
    extra: { kind: 'shadow-sha1' },
  },
  salt: randomBytes(16),
  iterations: 10,
  userRandom: randomBytes(32),
  devRandom: randomBytes(32),
  devShare: p256.Point.BASE.toBytes(false),
});
const longIdleMs = 3_600_000;
const never = new AbortController().signal;

/** The threads that are started while the test runs. */
function threads(t: TestContext): Worker[] {
  const started: Worker[] = [];
  const note = (worker: Worker): void => void started.push(worker);
  process.on('worker', note);
  t.after(async () => {
    process.off('worker', note);
    await Promise.all(started.map((worker) => worker.terminate()));
  });
  return started;
}

test('twenty log-ins at once: the slow part runs in two threads at most, and nowhere else', async (t) => {
  const salts = [randomBytes(16)];
  const plugs = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      virtualTpapPlug(t, { answer: (text) => smartAnswer(text), host: `127.42.60.${i + 1}`, salts }),
    ),
  );
  const started = threads(t);
  // what this thread would call if it did the arithmetic itself; the others have a crypto of their own
  const slow = t.mock.method(crypto, 'pbkdf2Sync');
  syncBuiltinESMExports();
  t.after(syncBuiltinESMExports);
  const credentials = [{ name: 'home', email: 'user@example.com', password: 'secret' }];
  const { tries } = toldTries();
  await Promise.all(
    plugs.map(async (plug) => {
      const o = { ...within(60_000), credentials, owner: null, tries };
      await using session = await realDevices([]).open(plug.route, o);
      assert.equal((await session.identify(within(60_000))).model, 'P110');
    }),
  );
  assert.equal(slow.mock.callCount(), 0);
  assert.ok(started.length >= 1 && started.length <= 2, `${started.length} threads`);
  for (const worker of started) assert.ok(worker.performance.eventLoopUtilization().active > 0);
  // and it is that part of the program that was watched
  prove(input());
  assert.equal(slow.mock.callCount(), 1);
});

test('a thread that nobody needs ends', async (t) => {
  const started = threads(t);
  const provers = new Provers(1, 1);
  assert.equal((await provers.prove(input(), never)).ok, true);
  const [first] = started;
  assert.ok(first);
  await once(first, 'exit');
  assert.equal((await provers.prove(input(), never)).ok, true);
  assert.equal(started.length, 2);
});

test('one thread serves all in turn; what is given up while it waits is not computed', async (t) => {
  const started = threads(t);
  const provers = new Provers(1, longIdleMs);
  const stop = new AbortController();
  const [first, second] = [provers.prove(input(), never), provers.prove(input(), stop.signal)];
  const third = provers.prove(input(), never);
  stop.abort(new Error('stopped'));
  await assert.rejects(second, /stopped/);
  assert.deepEqual([(await first).ok, (await third).ok, started.length], [true, true, 1]);
  await assert.rejects(provers.prove(input(), stop.signal), /stopped/);
});

test('what is given up while it is computed fails at once, and the thread goes on with the next', async (t) => {
  const started = threads(t);
  const provers = new Provers(1, longIdleMs);
  const stop = new AbortController();
  const running = provers.prove(input(), stop.signal);
  stop.abort(new Error('stopped'));
  await assert.rejects(running, /stopped/);
  assert.equal((await provers.prove(input(), never)).ok, true);
  assert.equal(started.length, 1);
});

test('a thread that fails fails its call, and the next call gets another', async (t) => {
  const started = threads(t);
  const provers = new Provers(1, longIdleMs);
  // more iterations than PBKDF2 takes: it throws in the thread
  await assert.rejects(provers.prove({ ...input(), iterations: 2 ** 40 }, never), { code: 'internal' });
  const endless = { kind: 'shadow-sha256-crypt', salt: 'a', rounds: 2 ** 40 } as const;
  const source = { passcode: 'userpw', email: '', password: 'secret', mac: '', extra: endless } as const;
  const beginning = once(process, 'worker');
  const killed = provers.prove({ ...input(), source }, never);
  await beginning;
  await Promise.all([assert.rejects(killed, { code: 'internal' }), started[1]?.terminate()]);
  assert.equal((await provers.prove(input(), never)).ok, true);
  assert.equal(started.length, 3);
});

test('an idle thread does not keep the process alive, a busy one does', async () => {
  const child = new URL('./provers.child.ts', import.meta.url);
  const { stdout } = await promisify(execFile)(process.execPath, [child.pathname], { timeout: 60_000 });
  assert.equal(stdout, 'proved true\n');
});
