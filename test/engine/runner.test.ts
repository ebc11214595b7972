import assert from 'node:assert/strict';
import { test } from 'node:test';
import { macOf } from './samples.ts';
import { VirtualWorld } from './virtual-world.ts';

// all of these last a minute or more of the run's own time, and milliseconds of ours

// law 6
test('each plug ends as what is true of it, after a whole quiet time', async () => {
  const world = new VirtualWorld([
    {},
    { receipt: 'cut-off' },
    { erases: false },
    { receipt: 'refused', erases: false },
    { returnsAfterMs: 20_000 },
    { absent: true },
    {},
    // another device answers in its place: it is left alone, and shows that the network lives
    { answersAs: macOf(99) },
  ]);
  await world.clock.runUntil(world.start().done);
  assert.deepEqual(world.states(), [
    'reset',
    'unproven/unproven',
    'failed/still-here',
    'failed/refused',
    'failed/still-here',
    'needs-hands/silent',
    'reset',
    'left-alone/not-the-same-device',
  ]);
  assert.equal(new Set(world.resets).size, world.resets.length, 'nobody got two');
  assert.ok(world.clock.monoMs() > 60_000);
  const { phase, tookMs } = world.folded();
  assert.equal(phase, 'ended');
  assert.ok(tookMs >= 60_000);
});

// law 4
test('a plug in whose place another one answers is left alone', async () => {
  const world = new VirtualWorld([{ answersAs: macOf(99) }, {}, {}]);
  await world.clock.runUntil(world.start().done);
  assert.deepEqual(world.states(), ['left-alone/not-the-same-device', 'reset', 'reset']);
  assert.ok(!world.resets.includes(macOf(1)));
});

// law 12
test('one plug alone that falls silent before it was sent anything is no proof of anything: the run pauses', async () => {
  const world = new VirtualWorld([{ absent: true }]);
  await world.clock.runUntil(world.start().done);
  assert.deepEqual(world.states(), ['waiting']);
  assert.equal(world.folded().code, 'network-lost');
});

// law 12
test('the network goes away in the middle: a pause, nothing called reset, nothing sent to the cards', async () => {
  const world = new VirtualWorld(Array.from({ length: 12 }, () => ({})));
  const run = world.start({ concurrency: 2 });
  world.onReset = (sent) => {
    if (sent === 4) world.networkUp = false;
  };
  await world.clock.runUntil(run.done);
  const states = world.states();
  assert.ok(
    states.every((s) => s === 'waiting' || s === 'unproven/network-lost'),
    states.join(' '),
  );
  assert.equal(world.folded().code, 'network-lost');

  world.networkUp = true;
  await world.clock.runUntil(world.start({}, 'send').done);
  for (const mac of world.resets) assert.equal(world.resets.filter((m) => m === mac).length, 1, 'sent twice');
  assert.ok(
    world.states().every((s) => s === 'reset'),
    world.states().join(' '),
  );
});

// law 12
test('the laptop sleeps: nothing more is sent, and nothing is claimed', async () => {
  const world = new VirtualWorld(Array.from({ length: 6 }, () => ({})));
  const run = world.start({ concurrency: 1 });
  world.onReset = (sent) => {
    if (sent === 2) world.clock.suspend(3600_000);
  };
  await world.clock.runUntil(run.done);
  assert.equal(world.folded().code, 'slept');
  assert.ok(world.resets.length <= 3);
  assert.ok(
    world.states().every((s) => s === 'waiting' || s === 'unproven/slept'),
    world.states().join(' '),
  );
});

// law 5
test('a disk that is full stops the run before the reset, never after it', async () => {
  for (let fullAfter = 1; fullAfter < 12; fullAfter++) {
    const world = new VirtualWorld([{}, {}, {}]);
    world.fullAfter = fullAfter;
    const run = world.start({ concurrency: 3 });
    const failed = assert.rejects(run.done, { code: 'disk-full' });
    await world.clock.runUntil(failed);
    await failed;
    const intents = world.entries.filter((e) => e.kind === 'intent').map((e) => e.mac);
    for (const mac of world.resets) assert.ok(intents.includes(mac), `${mac} was sent a reset that is not on record`);
  }
});

// law 7
test('stop after current: what is under way gets its proof, nothing new begins; continue does the rest', async () => {
  const world = new VirtualWorld(Array.from({ length: 5 }, () => ({})));
  const run = world.start({ concurrency: 1 });
  world.onReset = (sent) => {
    if (sent === 2) run.stop('after-current');
  };
  await world.clock.runUntil(run.done);
  const states = world.states();
  assert.ok(states.filter((s) => s === 'reset').length >= 2 && states.includes('waiting'), states.join(' '));
  assert.equal(world.folded().code, 'stopped');
  await world.clock.runUntil(world.start({}, 'send').done);
  assert.deepEqual(world.states(), ['reset', 'reset', 'reset', 'reset', 'reset']);
  assert.equal(world.resets.length, 5);
});

// law 3
test('what became protected after the plan was made is left alone at the last moment', async () => {
  const world = new VirtualWorld([{}, {}]);
  await world.clock.runUntil(world.start({}, 'send', { protectedReason: 'UPS' }).done);
  assert.deepEqual(world.states(), ['left-alone/protected', 'left-alone/protected']);
  assert.deepEqual(world.resets, []);
});

// law 3
test('a load that was switched on after the plan was made is seen in the last session, and the plug left alone', async () => {
  const world = new VirtualWorld([{ watts: 60 }, {}]);
  await world.clock.runUntil(world.start().done);
  assert.deepEqual(world.states(), ['left-alone/loaded', 'reset']);
  assert.deepEqual(world.resets, [macOf(2)]);
});

// laws 7, 12
test('a machine that slept while it was reading a plug sends it nothing when it wakes', async () => {
  const plug = {
    get watts() {
      world.clock.suspend(60_000);
      return 0;
    },
  };
  const world: VirtualWorld = new VirtualWorld([plug]);
  const { done } = world.start();
  await world.clock.runUntil(done);
  await done;
  assert.deepEqual([world.resets, world.states(), world.folded().code], [[], ['waiting'], 'slept']);
});
