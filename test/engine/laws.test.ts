import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LedgerEntry, NewLedgerEntry, Plan, RunOptions } from '../../contract/index.ts';
import { foldRun } from '../../engine/run/fold.ts';
import { beginRun, type Effect, type RunEvent, type RunState } from '../../engine/run/state.ts';
import { step } from '../../engine/run/step.ts';
import { countItems } from '../../engine/run/view.ts';
import { frozen, ownerA, ownerB, planOf, routeOf } from './samples.ts';

/** What happens next, as numbers that are made into an event that fits the state just enough to go deep. */
interface Draw {
  pick: number;
  who: number;
  how: number;
  afterMs: number;
}

const draw: fc.Arbitrary<Draw> = fc.record({
  pick: fc.nat(99),
  who: fc.nat(20),
  how: fc.nat(11),
  afterMs: fc.oneof(fc.nat(60), fc.nat(1500), fc.nat(12_000)),
});

interface World {
  plan: Plan;
  state: RunState;
  entries: LedgerEntry[];
  nowMs: number;
}

const options = (o: { pilot: boolean; concurrency: number; maxFailuresPercent: number }): RunOptions => ({
  quietS: 5,
  press: 'erase',
  ...o,
});

function begin(plugs: number, groups: number, o: RunOptions, mode: 'send' | 'check'): World {
  const plan = planOf(
    Array.from({ length: plugs }, (_, i) =>
      frozen(i + 1, {
        firmware: `1.${i % groups}`,
        feedsNetwork: i === plugs - 1 && plugs > 2,
        // off loopback, so that "no witness" never comes for free
        network: i % 2 === 0 ? '10.0.1.0/24' : '10.0.2.0/24',
      }),
    ),
  );
  const start: LedgerEntry = {
    seq: 1,
    at: plan.at,
    hash: '',
    run: 'R-TEST0',
    mac: null,
    kind: 'run-started',
    body: { plan: plan.id, by: 'test', options: o, items: plan.items },
  };
  const folded = foldRun([start]);
  assert.ok(folded);
  const state = beginRun(folded, plan, { mode, atMs: 0, canAsk: false, pausedBefore: 'stopped', witnesses: [] });
  return { plan, state, entries: [start], nowMs: 0 };
}

/** An event out of the draw; it need not make sense where the run stands. */
function eventOf(world: World, d: Draw, alive: boolean): RunEvent {
  const atMs = world.nowMs + d.afterMs;
  const items = world.plan.items;
  const item = items[d.who % items.length];
  assert.ok(item);
  const { mac, plug } = item;
  const visited = [...world.state.work.values()].filter((w) => w.visit !== null);
  const sending = [...world.state.folded.items.values()].filter((i) => i.at === 'sending');
  if (d.pick < 20) return { kind: 'tick', atMs };
  if (d.pick < 45) {
    const target = visited[d.who % Math.max(1, visited.length)]?.plug ?? plug;
    return {
      kind: 'identified',
      atMs,
      mac: target.mac,
      identity: {
        mac: d.how === 0 ? '00:00:00:00:00:01' : target.mac,
        deviceId: d.how === 1 ? 'F'.repeat(40) : (target.deviceId ?? ''),
        owner: d.how === 2 ? ownerB : ownerA,
        model: 'HS103',
        hardware: '2.1',
        firmware: '1',
        alias: '',
      },
      watts: null,
      codes: d.how === 3 ? ['loaded'] : [],
    };
  }
  if (d.pick < 62) {
    const target = sending[d.who % Math.max(1, sending.length)]?.mac ?? mac;
    const receipts = ['acknowledged', 'acknowledged', 'acknowledged', 'cut-off', 'refused', 'not-sent'] as const;
    return {
      kind: 'receipt',
      atMs,
      mac: target,
      receipt: { receipt: receipts[d.how % receipts.length] ?? 'cut-off', detail: null },
    };
  }
  if (d.pick < 72 && alive) {
    const owner = d.how === 4 ? ownerB : d.how === 5 ? null : d.how === 6 ? '' : ownerA;
    return {
      kind: 'heard',
      atMs,
      // now and then what is read is old
      sureMs: d.who % 5 === 0 ? atMs - 30_000 : atMs,
      mac,
      address: `127.0.1.${d.how}`,
      owner,
      fresh: d.how === 6,
      route: routeOf('127.0.1.9'),
    };
  }
  if (d.pick < 76 && alive)
    return { kind: 'gateway-answered', atMs, network: d.how % 2 ? '10.0.1.0/24' : '10.0.2.0/24' };
  if (d.pick < 90) return { kind: 'sweep-ended', atMs, startedMs: d.how > 3 ? world.nowMs : atMs - 20_000 };
  if (d.pick < 96) {
    const codes = ['silent', 'timeout', 'garbled', 'needs-login', 'locked'] as const;
    const target = visited[d.who % Math.max(1, visited.length)]?.mac ?? mac;
    return { kind: 'visit-failed', atMs, mac: target, code: codes[d.how % codes.length] ?? 'silent' };
  }
  if (d.pick === 96 || (d.pick > 96 && d.pick < 99 && d.how > 1)) return { kind: 'connected', atMs, mac };
  if (d.pick === 97) return { kind: 'stop', atMs, how: 'after-current' };
  if (d.pick === 98) return { kind: d.how < 1 ? 'stop' : 'slept', how: 'now', atMs };
  return { kind: 'pilot-verdict', atMs, group: world.state.work.get(mac)?.group ?? '', go: d.how % 2 === 0 };
}

const journaled = (effects: readonly Effect[]): NewLedgerEntry[] =>
  effects.flatMap((e) => (e.do === 'journal' ? e.entries : []));

/** Plays the draws and checks every law after every step. */
function play(world: World, draws: readonly Draw[], alive: boolean): World {
  const sent = new Map<string, number>();
  const takenBack = new Map<string, number>();
  let stopped = false;
  for (const d of draws) {
    const event = eventOf(world, d, alive);
    const before = world.state;
    const { state, effects } = step(before, event);
    world.nowMs = event.atMs;
    world.state = state;

    const intents: string[] = [];
    for (const effect of effects) {
      if (effect.do === 'journal') {
        for (const entry of effect.entries) if (entry.kind === 'intent' && entry.mac) intents.push(entry.mac);
      }
      if (effect.do === 'send') {
        // law 5: on disk before it is sent; law 4: by the very identification that this step brought
        assert.ok(intents.includes(effect.mac), 'sent without an intent before it');
        assert.equal(event.kind, 'identified');
        if (event.kind === 'identified') {
          const plug = world.plan.items.find((i) => i.mac === effect.mac)?.plug;
          assert.equal(event.identity.mac, plug?.mac);
          assert.equal(event.identity.deviceId, plug?.deviceId);
          assert.equal(event.identity.owner, plug?.owner);
          assert.deepEqual(event.codes, []);
        }
        assert.equal(before.folded.items.get(effect.mac)?.at, 'waiting');
        assert.equal(before.mode, 'send');
        assert.ok(!stopped, 'sent after a stop');
        sent.set(effect.mac, (sent.get(effect.mac) ?? 0) + 1);
        pilotsHold(before, effect.mac);
      }
      if (effect.do === 'visit') assert.ok(world.plan.items.some((i) => i.mac === effect.mac));
    }
    if (
      event.kind === 'receipt' &&
      event.receipt.receipt === 'not-sent' &&
      before.folded.items.get(event.mac)?.at === 'sending'
    )
      takenBack.set(event.mac, (takenBack.get(event.mac) ?? 0) + 1);
    // at most once per item; only `not-sent` re-opens it
    for (const [mac, times] of sent) assert.ok(times <= 1 + (takenBack.get(mac) ?? 0), 'sent twice');

    for (const entry of journaled(effects)) {
      world.entries.push({ ...entry, seq: world.entries.length + 1, at: '', hash: '' } as LedgerEntry);
      // law 6: what may have been said before the quiet time was over is no proof that the plug is still there
      if (entry.kind === 'struck' && event.kind === 'heard') {
        const dueMs = before.work.get(entry.mac ?? '')?.dueMs;
        if (dueMs != null)
          assert.ok(event.sureMs >= dueMs + before.folded.options.quietS * 1000, 'struck by an old answer');
      }
      if (entry.kind === 'item-ended' && entry.mac) endsHold(world, entry.mac, entry.body.at, entry.body.code);
    }
    // law of the ledger: the state is the fold over what was written
    assert.deepEqual(foldRun(world.entries), state.folded);
    const counts = Object.values(countItems(state.folded.items.values()));
    assert.equal(
      counts.reduce((a, b) => a + b, 0),
      world.plan.items.length,
    );
    if (event.kind === 'stop' && event.how === 'now') stopped = true;
    if (event.kind === 'slept') stopped = true;
    if (state.phase === 'over') {
      for (const item of state.folded.items.values())
        assert.ok(!['sending', 'watching', 'connecting'].includes(item.at), `over with ${item.at}`);
      break;
    }
  }
  return world;
}

/** Law 11: before anything of its group was proven, only one plug of it is out at a time, and it did not fail. */
function pilotsHold(before: RunState, mac: string): void {
  if (!before.folded.options.pilot) return;
  const group = before.work.get(mac)?.group ?? '';
  const others = [...before.work.values()].filter((w) => w.group === group && w.mac !== mac);
  const at = others.map((w) => before.folded.items.get(w.mac)?.at);
  if (at.includes('reset') || before.verdicts.get(group) === 'go') return;
  for (const one of at)
    assert.ok(one !== 'watching' && one !== 'sending' && one !== 'failed' && one !== 'unproven', `${one}`);
}

function endsHold(world: World, mac: string, at: string, code: string | null): void {
  const of = world.entries.filter((e) => e.mac === mac);
  const has = (test: (e: LedgerEntry) => boolean): boolean => of.some(test);
  const acknowledged = has((e) => e.kind === 'receipt' && e.body.receipt === 'acknowledged');
  const gone = has((e) => e.kind === 'proof' && e.body.grade === 'gone');
  const fresh = has((e) => e.kind === 'proof' && e.body.grade === 'in-setup');
  const intent = has((e) => e.kind === 'intent');
  const reopened = has((e) => e.kind === 'receipt' && e.body.receipt === 'not-sent');
  // law 6: "reset" needs proof, and so does "failed"
  if (at === 'reset') assert.ok(fresh || (acknowledged && gone), 'reset without proof');
  if (at === 'failed')
    assert.ok(
      code === 'refused'
        ? has((e) => e.kind === 'receipt' && e.body.receipt === 'refused')
        : has((e) => e.kind === 'struck'),
    );
  if (at === 'left-alone' || at === 'needs-hands') assert.ok(!intent || reopened, `${at} after a reset was sent`);
  if (at === 'unproven') assert.ok(intent);
}

const shape = fc.record({
  plugs: fc.integer({ min: 1, max: 7 }),
  groups: fc.integer({ min: 1, max: 3 }),
  pilot: fc.boolean(),
  concurrency: fc.integer({ min: 1, max: 4 }),
  maxFailuresPercent: fc.constantFrom(0, 30, 100),
});

test('laws 3-6 and 11 hold whatever happens in whatever order', () => {
  const ends = new Map<string, number>();
  fc.assert(
    fc.property(shape, fc.array(draw, { minLength: 40, maxLength: 250 }), (s, draws) => {
      const world = play(begin(s.plugs, s.groups, options(s), 'send'), draws, true);
      for (const i of world.state.folded.items.values()) ends.set(i.at, (ends.get(i.at) ?? 0) + 1);
    }),
    { numRuns: 3000 },
  );
  // a property test that never gets deep proves nothing
  for (const at of ['reset', 'failed', 'unproven', 'needs-hands', 'left-alone', 'waiting'])
    assert.ok((ends.get(at) ?? 0) > 50, `only ${ends.get(at) ?? 0} items ended ${at}`);
});

test('law 12: on a network where nothing ever answers, no silence becomes an end', () => {
  fc.assert(
    fc.property(shape, fc.array(draw, { minLength: 40, maxLength: 200 }), (s, draws) => {
      const world = play(begin(s.plugs, s.groups, options(s), 'send'), draws, false);
      for (const item of world.state.folded.items.values()) {
        if (item.at === 'needs-hands')
          assert.ok(item.code !== 'silent' && item.code !== 'timeout', 'silence in an outage');
      }
      for (const e of world.entries)
        if (e.kind === 'proof' && e.body.grade === 'gone') {
          // only where nothing was left that could have answered, and then the evidence says so
          assert.equal(e.body.witness, 'none');
        }
    }),
    { numRuns: 1500 },
  );
});

// law 7
test('a check sends nothing, ever', () => {
  fc.assert(
    fc.property(shape, fc.array(draw, { minLength: 20, maxLength: 120 }), (s, draws) => {
      const world = play(begin(s.plugs, s.groups, options(s), 'check'), draws, true);
      assert.ok(!world.entries.some((e) => e.kind === 'intent'));
    }),
    { numRuns: 500 },
  );
});

/** From here on no plug says anything any more; whatever is asked fails. Only these gateways still answer. */
function fadeOut(world: World, gateways: readonly string[]): void {
  const events = (atMs: number): RunEvent[] => {
    const { state } = world;
    return [
      ...gateways.map((network): RunEvent => ({ kind: 'gateway-answered', atMs, network })),
      ...[...state.work.values()]
        .filter((w) => w.visit !== null)
        .map(({ mac }): RunEvent => ({ kind: 'visit-failed', atMs, mac, code: 'silent' })),
      ...[...state.folded.items.values()]
        .filter((i) => i.at === 'sending')
        .map(({ mac }): RunEvent => ({ kind: 'receipt', atMs, mac, receipt: { receipt: 'cut-off', detail: null } })),
      ...(state.sweep === null ? [] : [{ kind: 'sweep-ended' as const, atMs, startedMs: state.sweep.startedMs }]),
      { kind: 'tick', atMs },
    ];
  };
  for (let ticks = 0; ticks < 3000 && world.state.phase !== 'over'; ticks++) {
    world.nowMs += 500;
    for (const event of events(world.nowMs)) world.state = step(world.state, event).state;
  }
}

test('whatever came before, a run comes to its end when plugs fall silent, with gateways or without', () => {
  const gateways = fc.subarray(['10.0.1.0/24', '10.0.2.0/24']);
  fc.assert(
    fc.property(
      shape,
      fc.constantFrom<('send' | 'check')[]>('send', 'check'),
      gateways,
      fc.array(draw, { maxLength: 150 }),
      (s, mode, alive, draws) => {
        const world = play(begin(s.plugs, s.groups, options(s), mode), draws, true);
        fadeOut(world, alive);
        const open = [...world.state.folded.items.values()].map((i) => i.at).join(' ');
        assert.equal(world.state.phase, 'over', `after 25 minutes: ${world.state.phase}, ${open}`);
      },
    ),
    { numRuns: 2000 },
  );
});
