import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { type Fault, type PlugSpec, type RemoteFleet, STRANGER_ACCOUNT } from '../../simulator/index.ts';
import { freeAddresses, type Tidied } from '../journeys/fleet-cli.ts';
import { chance } from './chance.ts';
import { oneHost, oneRun } from './one-host.ts';

export interface Weathered {
  minutes: number;
  runs: number;
  plugs: number;
  reset: number;
  faults: number;
}

const count = 30;

const faults: readonly ((random: () => number) => Fault)[] = [
  () => ({ kind: 'silent' }),
  (random) => ({ kind: 'slow', ms: Math.floor(random() * 400) }),
  () => ({ kind: 'cut-before-reset' }),
  () => ({ kind: 'cut-after-reset' }),
  () => ({ kind: 'mute' }),
  () => ({ kind: 'refuse' }),
  () => ({ kind: 'stay' }),
  (random) => ({ kind: 'restart', awayMs: Math.floor(random() * 900) }),
  () => ({ kind: 'firmware-says-fresh', awayMs: 300 }),
  (random) => ({ kind: 'half-reply', on: random() < 0.5 ? 'read' : 'reset' }),
  (random) => ({ kind: 'garbage', on: random() < 0.5 ? 'read' : 'reset' }),
  () => ({ kind: 'garbage', on: 'udp' }),
  (random) => ({ kind: 'flaky', drop: random() * 0.3 }),
  (random) => ({ kind: 'expire-session', after: 1 + Math.floor(random() * 4) }),
];

/** Runs in one process, one after the other for so long, while plugs misbehave and the network fails by chance. */
export async function weather(
  t: Tidied,
  o: { minutes: number; seed: number; say: (line: string) => void },
): Promise<Weathered> {
  const random = chance(o.seed);
  const prefix = await freeAddresses();
  const host = await oneHost(t);
  const so: Weathered = { minutes: o.minutes, runs: 0, plugs: 0, reset: 0, faults: 0 };
  const until = performance.now() + o.minutes * 60_000;
  while (performance.now() < until) {
    const troubled = Array.from({ length: count }, (): Partial<PlugSpec> => {
      if (random() < 0.5) return random() < 0.1 ? { account: STRANGER_ACCOUNT } : {};
      so.faults += 1;
      const fault = faults[Math.floor(random() * faults.length)];
      return fault === undefined ? {} : { faults: [fault(random)] };
    });
    const { run, plugs, truths, reset } = await oneRun(host, {
      prefix,
      count,
      seed: Math.floor(random() * 2 ** 31),
      change: (index) => troubled[index] ?? {},
      ...(random() < 0.3 ? { meanwhile: outage(random) } : {}),
    });
    const obeying = new Set(plugs.filter((_, index) => isEmpty(troubled[index])).map((plug) => plug.mac));
    const given = run.items.filter(({ mac, way, at }) => way === 'network' && at !== 'reset' && obeying.has(mac));
    // one whose reset was lost on its way is as it was, and `failed` is the word for it
    const reached = new Set(truths.filter((truth) => truth.resetCommands.length > 0).map((truth) => truth.mac));
    const wrong = given.filter(
      ({ at, mac }) => at === 'needs-hands' || at === 'left-alone' || (at === 'failed' && reached.has(mac)),
    );
    assert.deepEqual(wrong, [], 'bad weather turned plugs that obey into others');
    so.runs += 1;
    so.plugs += count;
    so.reset += reset;
    o.say(`run ${so.runs}: ${JSON.stringify(run.counts)}`);
  }
  const { ok, reason } = await host.client.ledger.verify();
  assert.ok(ok, reason);
  return so;
}

const isEmpty = (spec: object | undefined): boolean => Object.keys(spec ?? {}).length === 0;

const outage = (random: () => number) => {
  const [from, forMs] = [random() * 3_000, random() * 2_000];
  return async (fleet: RemoteFleet): Promise<void> => {
    await pause(from);
    await fleet.network('down');
    await pause(forMs);
    await fleet.network('up');
  };
};
