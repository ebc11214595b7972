import type {
  Clock,
  Credential,
  DevicesPort,
  Heard,
  HeardPlug,
  ItemCode,
  OtherRecord,
  PlugRecord,
  Store,
  Target,
} from '../../contract/index.ts';
import { inParallel } from '../parallel.ts';
import { mergeHeard, mergeVisit, plugsByMac } from './merge.ts';
import { type VisitResult, visit } from './visit.ts';

export interface ScanPorts {
  devices: DevicesPort;
  store: Store;
  clock: Clock;
  /** The stored accounts, with their secrets. */
  credentials: () => readonly Credential[];
  /** Finds the network (of those asked) that an address lies in. */
  networkOf: (address: string) => string | null;
}

/** How far a look at the network has come. */
export interface ScanProgress {
  step: 'asking' | 'reading';
  done: number;
  total: number;
  /** Plugs so far. */
  found: number;
  /** Addresses that answered so far, by network. */
  answered: { network: string; count: number }[];
}

export interface ScanRequest {
  targets: readonly Target[];
  /** Which of the plugs heard are opened and read; the others are merged as heard. */
  read: (plug: PlugRecord) => boolean;
  withSnapshot: boolean;
  rounds?: number;
  addressesPerSecond?: number;
  /** Plugs read at the same time. */
  width?: number;
  budgetMs?: number;
}

export interface ScanOutcome {
  networks: { network: string; probed: number; answered: number }[];
  /** The plugs heard, as kept now, with whether they were new to the inventory. */
  heard: { plug: PlugRecord; isNew: boolean }[];
  others: OtherRecord[];
}

/** Looks for plugs, opens those that `read` names, and merges all of it into the inventory, plug by plug. */
export async function scan(
  ports: ScanPorts,
  request: ScanRequest,
  o: { signal: AbortSignal; onProgress?: (progress: ScanProgress) => void },
): Promise<ScanOutcome> {
  const heard: Heard[] = [];
  const macs = new Set<string>();
  const early = new EarlyPlugs(ports);
  const answered = new Map<string, Set<string>>();
  const tell = (step: ScanProgress['step'], done: number, total: number): void =>
    o.onProgress?.({
      step,
      done,
      total,
      found: macs.size,
      answered: [...answered].map(([network, { size: count }]) => ({ network, count })),
    });
  const look = await ports.devices.discover(request.targets, {
    signal: o.signal,
    ...(request.rounds === undefined ? {} : { rounds: request.rounds }),
    ...(request.addressesPerSecond === undefined ? {} : { addressesPerSecond: request.addressesPerSecond }),
    onHeard: (one) => {
      heard.push(one);
      const { address } = one.is === 'plug' ? one.plug : one.other;
      const network = ports.networkOf(address);
      if (network !== null) answered.set(network, (answered.get(network) ?? new Set()).add(address));
      if (one.is !== 'plug') return;
      macs.add(one.plug.mac);
      early.hear(one.plug);
    },
    onProgress: (done, total) => {
      early.keep();
      tell('asking', done, total);
    },
  });

  const found = keepHeard(ports, plugsByMac(heard), early.macs);
  const others = keepOthers(ports, heard);
  const toRead = found.filter(({ plug }) => isOpenable(plug) && request.read(plug));
  let done = 0;
  const total = toRead.length;
  tell('reading', done, total);
  await inParallel(toRead, request.width ?? 16, async (entry) => {
    const result = await visit(ports, entry.plug, {
      credentials: ports.credentials(),
      signal: o.signal,
      budgetMs: request.budgetMs ?? 15_000,
      withSnapshot: request.withSnapshot,
    });
    entry.plug = keepVisit(ports, entry.plug, result);
    done += 1;
    tell('reading', done, total);
  });
  return { networks: look.networks, heard: found, others };
}

/** Whether a conversation with this plug is possible at all. */
export const isOpenable = (plug: PlugRecord): boolean => plug.route !== null && plug.standing !== 'unsupported';

const isoNow = (clock: Clock): string => new Date(clock.wallMs()).toISOString();

/**
 * Plugs that nobody knew, kept as soon as they are heard: whoever watches sees them come, and a look that is called off
 * has not found them in vain.
 */
class EarlyPlugs {
  /** Those that are new to the inventory. */
  readonly macs = new Set<string>();
  readonly #ports: ScanPorts;
  #heard: HeardPlug[] = [];

  constructor(ports: ScanPorts) {
    this.#ports = ports;
  }

  hear(plug: HeardPlug): void {
    this.#heard.push(plug);
  }

  keep(): void {
    if (this.#heard.length === 0) return;
    const { store, clock, networkOf } = this.#ports;
    const at = isoNow(clock);
    store.transaction(() => {
      for (const heard of this.#heard) {
        if (store.plugs.byMac(heard.mac) !== undefined) continue;
        const plug = mergeHeard(undefined, [heard], { at, network: networkOf(heard.address) });
        store.plugs.save({ ...plug, deviceId: null });
        this.macs.add(heard.mac);
      }
    });
    this.#heard = [];
  }
}

/** Without what one answer alone must not settle: by it the others of the same look are not to be judged. */
const unsettled = (plug: PlugRecord): PlugRecord => ({ ...plug, deviceId: null, route: null });

function keepHeard(
  ports: ScanPorts,
  byMac: Map<string, HeardPlug[]>,
  early: ReadonlySet<string>,
): { plug: PlugRecord; isNew: boolean }[] {
  const at = isoNow(ports.clock);
  return ports.store.transaction(() =>
    [...byMac].map(([mac, answers]) => {
      const kept = ports.store.plugs.byMac(mac);
      const known = kept !== undefined && early.has(mac) ? unsettled(kept) : kept;
      const network = answers.map((a) => ports.networkOf(a.address)).find((n) => n !== null) ?? null;
      const plug = ports.store.plugs.save(mergeHeard(known, answers, { at, network }));
      for (const { address, source, owner, factoryDefault } of answers)
        ports.store.plugs.addSighting(plug.id, { at, address, source, owner, factoryDefault });
      return { plug, isNew: known === undefined || early.has(mac) };
    }),
  );
}

function keepOthers(ports: ScanPorts, heard: readonly Heard[]): OtherRecord[] {
  const lastSeenAt = isoNow(ports.clock);
  const byKey = new Map<string, OtherRecord>();
  for (const one of heard)
    if (one.is === 'other') byKey.set(one.other.mac ?? one.other.address, { ...one.other, lastSeenAt });
  const others = [...byKey.values()];
  ports.store.transaction(() => {
    for (const other of others) ports.store.others.save(other);
  });
  return others;
}

/** Keeps what a visit told. The record is read again: a person may have changed it while the plug was being read. */
function keepVisit(ports: ScanPorts, plug: PlugRecord, { outcome, snapshot }: VisitResult): PlugRecord {
  return ports.store.transaction(() => {
    const merged = mergeVisit(ports.store.plugs.byMac(plug.mac) ?? plug, outcome);
    const kept = ports.store.plugs.save(merged);
    if (snapshot !== null) ports.store.plugs.addSnapshot(kept.id, snapshot);
    if (outcome.ok)
      ports.store.plugs.addSighting(kept.id, {
        at: isoNow(ports.clock),
        address: plug.route?.host ?? '',
        source: 'session',
        owner: outcome.identity.owner,
        factoryDefault: null,
      });
    return kept;
  });
}

/** Marks plugs that were asked and did not answer. What stands as `wiped` stays so: silence is what is expected of it. */
export function keepSilent(ports: Pick<ScanPorts, 'store'>, macs: readonly string[], code: ItemCode = 'silent'): void {
  ports.store.transaction(() => {
    for (const mac of macs) {
      const plug = ports.store.plugs.byMac(mac);
      if (plug !== undefined && plug.standing !== 'wiped')
        ports.store.plugs.save({ ...plug, standing: 'silent', why: code });
    }
  });
}
