import { parseArgs } from 'node:util';
import type { FrozenPlug, LedgerEntry, Plan } from '../contract/index.ts';
import { beginRun, foldRun, type RunEvent, step } from '../engine/index.ts';
import { machineWords } from './machine.ts';

/**
 * What a step of a run costs by how many plugs it has: an answer that is heard, an entry that is journaled, a tick. An
 * answer of one plug should not grow dearer with the others: at 2,000 plugs it may cost at most three times what it
 * costs at 200: with the work and the items each copied whole it was 10 times as much, 0.16 ms. What changes who may go
 * (a tick, an identity, a receipt) looks at every plug; that is some 1.3 ms at 2,000, a few times for each plug of a run.
 * `node bench/run-steps.ts [--rounds 5]`
 */
const { values } = parseArgs({ options: { rounds: { type: 'string' } } });
const rounds = Number(values.rounds ?? 5);
const [few, many] = [200, 2000];
/** At most so many times the cost at 200 plugs. */
const most = 3;

const macOf = (n: number): string => {
  const digits = n.toString(16).toUpperCase().padStart(6, '0').match(/../g) ?? [];
  return `50:C7:BF:${digits.join(':')}`;
};
const addressOf = (n: number): string => `10.20.${n >> 8}.${n & 255}`;
const owner = 'AB'.repeat(16);

const frozen = (n: number): FrozenPlug => ({
  mac: macOf(n),
  deviceId: String(n).padStart(40, '0'),
  model: ['HS103', 'P110', 'KP115'][n % 3] ?? '',
  hardware: '1.0',
  firmware: '1.1.2',
  family: 'kasa',
  alias: `Desk ${n}`,
  label: null,
  site: null,
  room: null,
  owner,
  owned: true,
  protected: false,
  occupied: false,
  feedsNetwork: false,
  address: addressOf(n),
  network: '10.20.0.0/20',
  route: { host: addressOf(n), port: 80, dialect: 'smart', transport: 'klap-2', tls: false },
  lastSeenAt: null,
  watts: 0,
  outlets: [],
  protectedOutlets: [],
});

function runOver(plugs: number): { happens: (event: RunEvent) => void } {
  const items: Plan['items'] = Array.from({ length: plugs }, (_, n) => {
    const plug = frozen(n);
    return { mac: plug.mac, way: 'network', reasons: [], loads: [], plug };
  });
  const plan: Plan = {
    id: 'P-BENCH',
    at: '2026-01-05T10:00:00.000Z',
    allow: [],
    counts: { network: plugs, hands: 0, leave: 0 },
    items,
  };
  const options = { quietS: 60, pilot: false, concurrency: plugs, maxFailuresPercent: 100, press: 'erase' as const };
  const start: LedgerEntry = {
    seq: 1,
    at: plan.at,
    hash: '',
    run: 'R-BENCH',
    mac: null,
    kind: 'run-started',
    body: { plan: plan.id, by: 'bench', options, items },
  };
  const folded = foldRun([start]);
  if (folded === undefined) throw new RangeError('no run');
  let state = beginRun(folded, plan, { mode: 'send', atMs: 0, canAsk: false, pausedBefore: 'stopped', witnesses: [] });
  return {
    happens: (event) => {
      state = step(state, event).state;
    },
  };
}

/** Milliseconds of processor time that a step takes, over many. */
function each(events: readonly RunEvent[], happens: (event: RunEvent) => void): number {
  const before = process.cpuUsage();
  for (const event of events) happens(event);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / events.length;
}

const kinds = ['heard', 'tick', 'identified', 'receipt'] as const;
type Kind = (typeof kinds)[number];

/** The first minute of a run, in which every plug answers a few times and is then sent to. */
function measure(plugs: number): Record<Kind, number> {
  const { happens } = runOver(plugs);
  const all = Array.from({ length: plugs }, (_, n) => frozen(n));
  const heard = (atMs: number): RunEvent[] =>
    all.map(({ mac, route }) => ({
      kind: 'heard',
      atMs,
      sureMs: atMs,
      mac,
      address: route?.host ?? '',
      owner,
      fresh: false,
      route,
    }));
  const hundred = Array.from({ length: 100 }, (_, n): RunEvent => ({ kind: 'tick', atMs: 1000 + n * 10 }));
  happens({ kind: 'tick', atMs: 1 });
  const told = {
    heard: each(Array.from({ length: 10 * (many / plugs) }, (_, n) => heard(100 + n)).flat(), happens),
    tick: each(hundred, happens),
  };
  // a visit to each of them, which no bench has to wait for
  for (let n = 0; n < plugs; n++) {
    if (n % 20 === 0) for (const event of heard(2000 + n * 50)) happens(event);
    happens({ kind: 'tick', atMs: 2000 + n * 50 });
  }
  const atMs = 2000 + plugs * 50;
  for (const { mac } of all) happens({ kind: 'connected', atMs, mac });
  return {
    ...told,
    identified: each(
      all.map(({ mac, deviceId, model, alias }): RunEvent => {
        const identity = { mac, deviceId: deviceId ?? '', owner, model, hardware: '1.0', firmware: '1.1.2', alias };
        return { kind: 'identified', atMs, mac, identity, watts: 0, codes: [] };
      }),
      happens,
    ),
    receipt: each(
      all.map(({ mac }): RunEvent => {
        return { kind: 'receipt', atMs, mac, receipt: { receipt: 'acknowledged', detail: null } };
      }),
      happens,
    ),
  };
}

const taken = { few: [] as Record<Kind, number>[], many: [] as Record<Kind, number>[] };
// the first is not counted: it is compiled then
measure(few);
for (let n = 0; n < rounds; n++) {
  taken.few.push(measure(few));
  taken.many.push(measure(many));
}
const least = (of: readonly Record<Kind, number>[], kind: Kind): number => Math.min(...of.map((one) => one[kind]));
console.log(machineWords());
console.log(`processor time of one step, the least of ${rounds} rounds\n`);
for (const kind of kinds) {
  const [a, b] = [least(taken.few, kind), least(taken.many, kind)];
  console.log(
    `  ${kind.padEnd(11)} ${few} plugs ${a.toFixed(4)} ms   ${many} plugs ${b.toFixed(4)} ms   ratio ${(b / a).toFixed(1)}`,
  );
}
const ratio = least(taken.many, 'heard') / least(taken.few, 'heard');
if (ratio > most) {
  console.log(`\nan answer costs ${ratio.toFixed(1)} times as much, ${most} at most`);
  process.exitCode = 1;
}
