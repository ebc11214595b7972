import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LedgerEntry } from '../../contract/index.ts';
import { lifeSince } from '../../engine/run/alive.ts';
import { applyEntry, foldRun } from '../../engine/run/fold.ts';
import { beginRun, type Effect, type RunEvent } from '../../engine/run/state.ts';
import { step } from '../../engine/run/step.ts';
import { frozen, macOf, ownerA, planOf, routeOf } from './samples.ts';

const quietMs = 5000;
const network = '127.0.1.0/24';

/** A run with pilots over plugs of one kind, of which a test says step by step what happens. */
function runOver(plugs: number) {
  const plan = planOf(Array.from({ length: plugs }, (_, i) => frozen(i + 1)));
  const options = { quietS: quietMs / 1000, pilot: true, concurrency: 8, maxFailuresPercent: 100 };
  const start: LedgerEntry = {
    seq: 1,
    at: plan.at,
    hash: '',
    run: 'R-TEST0',
    mac: null,
    kind: 'run-started',
    body: { plan: plan.id, by: 'test', options: { ...options, press: 'erase' }, items: plan.items },
  };
  const folded = foldRun([start]);
  assert.ok(folded);
  let state = beginRun(folded, plan, { mode: 'send', atMs: 0, canAsk: false, pausedBefore: 'stopped', witnesses: [] });
  const effects: Effect[] = [];
  const happens = (event: RunEvent): void => {
    const next = step(state, event);
    state = next.state;
    effects.push(...next.effects);
  };
  return {
    state: () => state,
    happens,
    tick: (atMs: number) => happens({ kind: 'tick', atMs }),
    /** A later sitting, which only looks at what was sent before. */
    checkAgain: (atMs: number) => {
      const body = { by: 'test' };
      const again = applyEntry(state.folded, { kind: 'run-checked', run: start.run, mac: null, body });
      const o = { mode: 'check', canAsk: false, pausedBefore: again.code ?? 'stopped', witnesses: [] } as const;
      state = beginRun(again, plan, { ...o, atMs });
    },
    hear: (
      n: number,
      atMs: number,
      told: { owner: string | null; fresh: boolean } = { owner: ownerA, fresh: false },
    ) => {
      const route = routeOf(`127.0.1.${n}`);
      happens({ kind: 'heard', atMs, sureMs: atMs, mac: macOf(n), address: route.host, route, ...told });
    },
    identify: (n: number, atMs: number) => {
      const { mac, deviceId, model, hardware, firmware, alias } = frozen(n);
      const versions = { model, hardware: hardware ?? '', firmware: firmware ?? '' };
      const identity = { mac, deviceId: deviceId ?? '', owner: ownerA, alias, ...versions };
      happens({ kind: 'connected', atMs, mac });
      happens({ kind: 'identified', atMs, mac, identity, watts: 0, codes: [] });
    },
    acknowledge: (n: number, atMs: number) =>
      happens({ kind: 'receipt', atMs, mac: macOf(n), receipt: { receipt: 'acknowledged', detail: null } }),
    at: (n: number) => state.folded.items.get(macOf(n))?.at,
    sent: () => effects.flatMap((effect) => (effect.do === 'send' ? [effect.mac] : [])),
    struck: () =>
      effects.flatMap((e) => (e.do === 'journal' ? e.entries.filter(({ kind }) => kind === 'struck') : [])).length,
    visited: () => effects.flatMap((effect) => (effect.do === 'visit' ? [effect.mac] : [])),
  };
}

// law 6
test('a plug that called itself factory-fresh before it was sent anything proves nothing by saying so again', () => {
  for (const before of [false, true]) {
    const run = runOver(1);
    if (before) run.hear(1, 50, { owner: '', fresh: true });
    run.tick(100);
    run.identify(1, 120);
    run.acknowledge(1, 130);
    run.hear(1, 130 + 1000 + quietMs + 100, { owner: '', fresh: true });
    assert.equal(run.at(1), before ? 'failed' : 'reset');
  }
});

// law 11
test('a pilot that comes back while others of its kind are being visited holds those up', () => {
  const run = runOver(3);
  run.tick(100);
  run.identify(1, 120);
  run.acknowledge(1, 130);
  const overMs = 130 + 1000 + quietMs;
  for (let atMs = 500; atMs <= overMs + 500; atMs += 500) {
    for (const n of [2, 3]) run.hear(n, atMs);
    run.tick(atMs);
  }
  run.happens({ kind: 'sweep-ended', atMs: overMs + 600, startedMs: overMs + 10 });
  for (const n of [2, 3]) run.hear(n, overMs + 610);
  run.happens({ kind: 'sweep-ended', atMs: overMs + 700, startedMs: overMs + 605 });
  assert.equal(run.at(1), 'reset');
  for (const afterMs of [750, 800, 850]) run.tick(overMs + afterMs);
  assert.deepEqual(run.visited().slice(1).sort(), [macOf(2), macOf(3)]);

  run.hear(1, overMs + 900);
  assert.equal(run.at(1), 'failed');
  run.identify(2, overMs + 910);
  run.identify(3, overMs + 920);
  assert.deepEqual(run.sent(), [macOf(1)]);
});

// law 12
test('a sign of life counts for the silence after which it came, and for no later one', () => {
  const run = runOver(2);
  run.hear(2, 1000);
  assert.deepEqual(lifeSince(run.state(), { network, fromBefore: false }, 900), { alive: true, witness: 'plug' });
  assert.deepEqual(lifeSince(run.state(), { network, fromBefore: false }, 1100), { alive: false });
});

// law 12
test('a gateway vouches for its network only where no plug that was sent nothing was heard', () => {
  const run = runOver(2);
  run.happens({ kind: 'gateway-answered', atMs: 1050, network });
  assert.deepEqual(lifeSince(run.state(), { network, fromBefore: false }, 1020), { alive: true, witness: 'gateway' });
  assert.deepEqual(lifeSince(run.state(), { network, fromBefore: false }, 1100), { alive: false });
  // the plugs' access point goes down, the gateway stays
  run.hear(2, 1100);
  run.happens({ kind: 'gateway-answered', atMs: 1300, network });
  assert.deepEqual(lifeSince(run.state(), { network, fromBefore: false }, 1100), { alive: true, witness: 'plug' });
  assert.deepEqual(lifeSince(run.state(), { network, fromBefore: false }, 1200), { alive: false });
});

// law 12
test('what was sent in an earlier sitting is not proven by a gateway while plugs that were sent nothing stay silent', () => {
  const outcome = (plugs: number, o: { heard: boolean }) => {
    const run = runOver(plugs);
    for (let n = 1; n <= plugs; n++) run.hear(n, 50);
    run.tick(100);
    run.identify(1, 120);
    run.acknowledge(1, 130);
    run.happens({ kind: 'stop', how: 'now', atMs: 150 });
    assert.equal(run.at(1), 'unproven');
    run.checkAgain(100_000);
    const overMs = 100_000 + quietMs;
    for (let atMs = 100_100; run.state().phase !== 'over' && atMs < 200_000; atMs += 100) {
      if (o.heard) run.hear(2, atMs);
      run.happens({ kind: 'gateway-answered', atMs, network });
      run.tick(atMs);
      if (run.state().sweep !== null)
        run.happens({ kind: 'sweep-ended', atMs, startedMs: Math.max(atMs - 50, overMs) });
    }
    return [run.at(1), run.state().folded.items.get(macOf(1))?.silence?.witness];
  };
  assert.deepEqual(outcome(1, { heard: false }), ['reset', 'gateway']);
  assert.deepEqual(outcome(2, { heard: true }), ['reset', 'plug']);
  assert.deepEqual(outcome(2, { heard: false }), ['unproven', undefined]);
});

// law 12
test('plugs that were sent nothing and fall silent together pause the run, long before a visit would tell', () => {
  const run = runOver(6);
  for (let n = 1; n <= 6; n++) run.hear(n, 50);
  let atMs = 100;
  for (; run.state().phase !== 'over' && atMs < 20_000; atMs += 100) run.tick(atMs);
  assert.equal(run.state().folded.code, 'network-lost', `after ${atMs} ms`);
  assert.ok(atMs <= quietMs, `only after ${atMs} ms`);
  for (let n = 1; n <= 6; n++) assert.equal(run.at(n), 'waiting');
});

/** A legacy plug was proven gone, and does not say in a datagram whose it is; another one is still to come. */
function legacyPlugGone() {
  const run = runOver(2);
  run.tick(100);
  run.identify(1, 120);
  run.acknowledge(1, 130);
  const overMs = 130 + 1000 + quietMs;
  for (let atMs = 500; atMs <= overMs + 500; atMs += 500) {
    run.hear(2, atMs);
    run.tick(atMs);
  }
  run.hear(2, overMs + 510);
  run.happens({ kind: 'sweep-ended', atMs: overMs + 600, startedMs: overMs + 505 });
  assert.equal(run.at(1), 'reset');
  return { ...run, overMs, back: (atMs: number) => run.hear(1, atMs, { owner: null, fresh: false }) };
}

// law 6
test('a legacy plug that is back while the run is being stopped is not called reset, though no time is left to read it', () => {
  const run = legacyPlugGone();
  const { overMs } = run;
  run.tick(overMs + 700);
  run.identify(2, overMs + 710);
  run.happens({ kind: 'stop', how: 'now', atMs: overMs + 720 });
  run.back(overMs + 730);
  run.acknowledge(2, overMs + 740);
  assert.equal(run.state().phase, 'over');
  assert.equal(run.at(1), 'failed');
});

// law 6
test('a legacy plug that was read back empty stays so while it cannot be read again', () => {
  for (const end of ['unread', 'stop', 'stopped before'] as const) {
    const run = legacyPlugGone();
    const { overMs } = run;
    run.back(overMs + 700);
    run.happens({ kind: 'read-back', atMs: overMs + 710, mac: macOf(1), told: 'emptied' });
    assert.equal(run.state().folded.items.get(macOf(1))?.proof, 'read-back');
    run.checkAgain(100_000);
    const stop = (): void => run.happens({ kind: 'stop', how: 'now', atMs: 100_300 });
    if (end === 'stopped before') stop();
    run.back(100_200);
    if (end === 'unread') run.happens({ kind: 'read-back', atMs: 100_250, mac: macOf(1), told: end });
    if (end === 'stop') stop();
    assert.equal(run.at(1), 'reset', end);
  }
});

// law 6
test('a plug that is struck while it is being read is struck once', () => {
  const run = legacyPlugGone();
  run.back(run.overMs + 700);
  run.hear(1, run.overMs + 710);
  assert.equal(run.at(1), 'failed');
  run.happens({ kind: 'stop', how: 'now', atMs: run.overMs + 720 });
  assert.equal(run.struck(), 1);
});

// law 11
test('a legacy pilot that is back holds the others of its kind up until it was read', () => {
  for (const told of ['as-before', 'emptied'] as const) {
    const run = legacyPlugGone();
    const { overMs } = run;
    run.tick(overMs + 700);
    assert.deepEqual(run.visited().slice(1), [macOf(2)]);
    run.back(overMs + 705);
    run.identify(2, overMs + 710);
    assert.deepEqual(run.sent(), [macOf(1)]);
    run.happens({ kind: 'read-back', atMs: overMs + 720, mac: macOf(1), told });
    run.tick(overMs + 800);
    run.identify(2, overMs + 810);
    assert.deepEqual(run.sent().slice(1), told === 'emptied' ? [macOf(2)] : []);
    assert.equal(run.at(2), told === 'emptied' ? 'sending' : 'left-alone');
  }
});
