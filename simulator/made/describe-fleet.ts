import { addressesFrom } from '../network/addresses.ts';
import { Random } from '../random.ts';
import { SimulatorError } from '../simulator-error.ts';
import type { Fault, FaultKind } from '../spec/fault.ts';
import { DEFAULT_ACCOUNT, type FleetSpec } from '../spec/fleet-spec.ts';
import type { Account, PlugSpec, Transport } from '../spec/plug-spec.ts';
import { dealTransports, isTransport, plugOver } from './transport-mix.ts';

/** A model by name, over its usual transport or another: `P110`, `P110/tpap`, `HS103/klap-2`. */
export type ModelOnTransport = string;

export interface FleetWish {
  count: number;
  seed: number;
  /** Weights, not necessarily adding up to 1. Default: an ordinary mixture of Kasa and Tapo. */
  mix?: Record<ModelOnTransport, number>;
  /** In place of `mix`: the share (0..1) of the plugs that speak each transport, in exact numbers. The rest speaks KLAP v2. */
  transportShares?: Partial<Record<Transport, number>>;
  /** With `transportShares`: the share of strips among the plugs of each transport that strips speak. Default 0.1. */
  stripShare?: number;
  /** The share (0..1) of the plugs that have a fault; a plug has at most one of them. */
  faultShares?: Partial<Record<FaultKind, number>>;
  /** Owners, in turn. */
  accounts?: Account[];
  /** The first address; .0 and .255 are skipped. Default 127.20.0.1. */
  baseAddress?: string;
}

const ORDINARY_MIX: Record<ModelOnTransport, number> = {
  HS103: 5,
  HS110: 3,
  KP115: 2,
  HS300: 1,
  'HS103/klap-2': 2,
  P100: 3,
  P110: 5,
  P115: 3,
  EP25: 1,
};

/** The fault of a kind as a fleet of any size has it. `next` is the id of the following plug. */
const ORDINARY_FAULTS: Record<FaultKind, (next: string) => Fault> = {
  absent: () => ({ kind: 'absent' }),
  silent: () => ({ kind: 'silent' }),
  slow: () => ({ kind: 'slow', ms: 800 }),
  'cut-before-reset': () => ({ kind: 'cut-before-reset' }),
  'cut-after-reset': () => ({ kind: 'cut-after-reset' }),
  mute: () => ({ kind: 'mute' }),
  refuse: () => ({ kind: 'refuse' }),
  stay: () => ({ kind: 'stay' }),
  restart: () => ({ kind: 'restart', awayMs: 3000 }),
  'firmware-says-fresh': () => ({ kind: 'firmware-says-fresh' }),
  'half-reply': () => ({ kind: 'half-reply', on: 'reset' }),
  garbage: () => ({ kind: 'garbage', on: 'reset' }),
  'late-http': () => ({ kind: 'late-http', wakeMs: 1000 }),
  'wrong-account': () => ({ kind: 'wrong-account' }),
  flaky: () => ({ kind: 'flaky', drop: 0.2 }),
  'lock-out': () => ({ kind: 'lock-out', after: 0 }),
  'tpap-mode': () => ({ kind: 'tpap-mode' }),
  'expire-session': () => ({ kind: 'expire-session', after: 2, times: 1 }),
  'swap-on': (next) => ({ kind: 'swap-on', moment: 'identify', with: next }),
};

/** The same wish gives the same fleet. */
export function describeFleet(wish: FleetWish): FleetSpec {
  const { count, seed, mix = ORDINARY_MIX, accounts = [DEFAULT_ACCOUNT], baseAddress = '127.20.0.1' } = wish;
  const { transportShares, stripShare = 0.1 } = wish;
  const random = new Random(seed, 'describe-fleet');
  const faults = dealFaults(wish.faultShares ?? {}, count, random);
  const transports = transportShares && dealTransports(transportShares, count, random);
  const plugs = addressesFrom(baseAddress, count).map((address, index): PlugSpec => {
    const account = accounts[index % accounts.length];
    const fault = faults.get(index);
    return {
      id: idAt(index),
      address,
      alias: `Room ${100 + Math.floor(index / 4)} socket ${(index % 4) + 1}`,
      on: random.next() < 0.6,
      watts: random.next() < 0.3 ? Math.round(random.next() * 20) / 10 : 0,
      ...(transports ? plugOver(transports[index] ?? 'klap-2', stripShare, random) : pick(mix, random)),
      ...(account === undefined ? {} : { account }),
      ...(fault === undefined ? {} : { faults: [fault(idAt((index + 1) % count))] }),
    };
  });
  return { plugs, seed, accounts };
}

function idAt(index: number): string {
  return `plug-${index + 1}`;
}

/** Exactly the wished number of each kind, on plugs drawn without replacement. */
function dealFaults(shares: Partial<Record<FaultKind, number>>, count: number, random: Random) {
  const drawn = random.shuffled(Array.from({ length: count }, (_, index) => index));
  const dealt = new Map<number, (next: string) => Fault>();
  for (const [kind, make] of Object.entries(ORDINARY_FAULTS)) {
    const wanted = Math.round((shares[kind as FaultKind] ?? 0) * count);
    if (wanted > drawn.length) throw new SimulatorError('bad-spec', 'the shares of all faults add up to more than 1');
    for (const index of drawn.splice(0, wanted)) dealt.set(index, make);
  }
  return dealt;
}

function pick(mix: Record<ModelOnTransport, number>, random: Random): Pick<PlugSpec, 'model' | 'transport'> {
  const drawn = random.next() * Object.values(mix).reduce((sum, weight) => sum + weight, 0);
  const name = nameAt(mix, drawn);
  const [model = name, transport] = name.split('/');
  if (transport === undefined) return { model };
  if (!isTransport(transport)) throw new SimulatorError('bad-spec', `"${name}": no transport is called ${transport}`);
  return { model, transport };
}

/** The name in whose stretch of the added-up weights a point lies. */
function nameAt(mix: Record<ModelOnTransport, number>, point: number): ModelOnTransport {
  let end = 0;
  for (const [name, weight] of Object.entries(mix)) {
    end += weight;
    if (point < end) return name;
  }
  throw new SimulatorError('bad-spec', 'the mix of models has no weight');
}
