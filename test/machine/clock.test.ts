import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SleepWatch, sleptBetween, systemClock } from '../../machine/index.ts';

test('the clock tells both times and sleeps about as long as it is asked to', async () => {
  const clock = systemClock();
  assert.ok(Math.abs(clock.wallMs() - Date.now()) < 1000);
  const before = clock.monoMs();
  await clock.sleep(30);
  const slept = clock.monoMs() - before;
  assert.ok(slept >= 29 && slept < 5000, `${slept} ms`);
});

test('a sleep ends with the reason of its signal, and a stopped one does not begin', async () => {
  const clock = systemClock();
  const stop = new AbortController();
  const reason = new Error('stopped');
  const sleeping = clock.sleep(60_000, stop.signal);
  stop.abort(reason);
  await assert.rejects(sleeping, reason);
  await assert.rejects(clock.sleep(60_000, stop.signal), reason);
  await assert.rejects(clock.sleep(0, stop.signal), reason);
});

test('a month is not over at once', async () => {
  const late = AbortSignal.timeout(50);
  await assert.rejects(systemClock().sleep(31 * 24 * 3600 * 1000, late), { name: 'TimeoutError' });
});

test('a machine slept when the wall ran ahead or a tick came late', () => {
  const at = (wallMs: number, monoMs: number) => ({ wallMs, monoMs });
  const cases: [string, { wallMs: number; monoMs: number }, boolean][] = [
    ['on time', at(2_000, 2_000), false],
    ['clock set right by a second', at(3_000, 2_000), false],
    ['clock set back', at(-9_000, 2_000), false],
    ['just below', at(7_000, 2_000), false],
    ['wall ahead', at(7_001, 2_000), true],
    ['busy for 15 s', at(17_000, 17_000), false],
    ['late on both clocks', at(17_001, 17_001), true],
  ];
  for (const [what, now, slept] of cases) assert.equal(sleptBetween(at(0, 0), now, 2_000), slept, what);
});

test('a watch compares each look with the one before', () => {
  let wall = 0;
  let mono = 0;
  const watch = new SleepWatch({ wallMs: () => wall, monoMs: () => mono }, 1_000);
  const pass = (wallMs: number, monoMs: number) => {
    wall += wallMs;
    mono += monoMs;
    return watch.slept();
  };
  assert.equal(pass(1_000, 1_000), false);
  assert.equal(pass(3_600_000, 1_000), true);
  assert.equal(pass(1_000, 1_000), false);
});
