import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LedgerEntry } from '../../contract/index.ts';
import { foldRun } from '../../engine/run/fold.ts';
import { beginRun, type Effect, type RunEvent } from '../../engine/run/state.ts';
import { step } from '../../engine/run/step.ts';
import { frozen, macOf, ownerA, planOf, routeOf } from './samples.ts';

/** A run over plugs of one kind whose pilot was sent the reset, gave no answer, and was silent ever since. */
function unprovenPilot(plugs: number) {
  const plan = planOf(Array.from({ length: plugs }, (_, i) => frozen(i + 1)));
  const options = { quietS: 5, pilot: true, concurrency: 8, maxFailuresPercent: 100, press: 'erase' as const };
  const start: LedgerEntry = {
    seq: 1,
    at: plan.at,
    hash: '',
    run: 'R-TEST0',
    mac: null,
    kind: 'run-started',
    body: { plan: plan.id, by: 'test', options, items: plan.items },
  };
  const folded = foldRun([start]);
  assert.ok(folded);
  let state = beginRun(folded, plan, { mode: 'send', atMs: 0, canAsk: true, pausedBefore: 'stopped', witnesses: [] });
  const effects: Effect[] = [];
  const happens = (event: RunEvent): void => {
    const next = step(state, event);
    state = next.state;
    effects.push(...next.effects);
  };
  const hear = (n: number, atMs: number): void =>
    happens({
      kind: 'heard',
      atMs,
      sureMs: atMs,
      mac: macOf(n),
      address: `127.0.1.${n}`,
      owner: ownerA,
      fresh: false,
      route: routeOf(`127.0.1.${n}`),
    });
  const mac = macOf(1);
  const { deviceId, model, hardware, firmware, alias } = frozen(1);
  const identity = {
    mac,
    owner: ownerA,
    model,
    alias,
    deviceId: deviceId ?? '',
    hardware: hardware ?? '',
    firmware: firmware ?? '',
  };
  happens({ kind: 'tick', atMs: 100 });
  happens({ kind: 'connected', atMs: 110, mac });
  happens({ kind: 'identified', atMs: 120, mac, identity, watts: 0, codes: [] });
  happens({ kind: 'receipt', atMs: 130, mac, receipt: { receipt: 'cut-off', detail: null } });
  // the quiet time of 5 s begins when the reset was due, 1 s after it was sent
  for (let atMs = 500; atMs <= 6500; atMs += 500) {
    for (let n = 2; n <= plugs; n++) hear(n, atMs);
    happens({ kind: 'tick', atMs });
  }
  happens({ kind: 'sweep-ended', atMs: 7000, startedMs: 6500 });
  happens({ kind: 'tick', atMs: 7010 });
  const at = (n: number): string => {
    const item = state.folded.items.get(macOf(n));
    return `${item?.at}/${item?.code}`;
  };
  return {
    asks: () => effects.flatMap((effect) => (effect.do === 'ask-pilot' ? [effect.mac] : [])),
    at,
    phase: () => state.phase,
    hear,
    tick: (atMs: number) => happens({ kind: 'tick', atMs }),
  };
}

// law 11
test('a pilot that nobody can vouch for holds its kind until somebody is asked', () => {
  const run = unprovenPilot(3);
  assert.deepEqual(run.asks(), [macOf(1)]);
  assert.deepEqual([run.at(1), run.at(2), run.at(3)], ['unproven/unproven', 'waiting/null', 'waiting/null']);
  assert.equal(run.phase(), 'working');
});

test('a question that the plug answers itself, by coming back, is asked of nobody any more: the run ends', () => {
  const run = unprovenPilot(3);
  run.hear(1, 7500);
  run.tick(7510);
  assert.deepEqual(
    [run.at(1), run.at(2), run.at(3)],
    ['failed/still-here', 'left-alone/pilot-failed', 'left-alone/pilot-failed'],
  );
  assert.equal(run.phase(), 'over');
});

test('where nobody of its kind waits, nobody is asked: the run ends', () => {
  const run = unprovenPilot(1);
  assert.deepEqual(run.asks(), []);
  assert.equal(run.at(1), 'unproven/unproven');
  assert.equal(run.phase(), 'over');
});
