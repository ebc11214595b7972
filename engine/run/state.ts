import type {
  FrozenPlug,
  Identity,
  ItemCode,
  NewLedgerEntry,
  Plan,
  ReasonCode,
  Receipt,
  Route,
} from '../../contract/index.ts';
import { around } from '../planning/plan.ts';
import type { FoldedRun } from './fold.ts';
import type { ReadBack } from './read-back.ts';

/** One item of the way `network`, with what the ledger need not know. All `…Ms` are monotonic moments. */
export interface Working {
  readonly mac: string;
  readonly plug: FrozenPlug;
  /** Same model, hardware and firmware: plugs that can be expected to behave alike. */
  readonly group: string;
  readonly network: string;
  /** Where it was heard last; changes when it is heard elsewhere before it was sent anything. */
  readonly route: Route;
  readonly visit: 'connecting' | 'checking-identity' | null;
  readonly attempts: number;
  readonly notBeforeMs: number;
  /** A visit failed in a way that only counts while the network is alive. */
  readonly doubt: { sinceMs: number; code: ItemCode } | null;
  readonly askedMs: number;
  /** Probes in a row that it did not answer. */
  readonly missed: number;
  readonly heardMs: number | null;
  /** When it fell silent, having answered before. */
  readonly silentMs: number | null;
  readonly watch: { dueMs: number; quietFromMs: number } | null;
  /** When the reset that was sent in this sitting was due, or when this look began; stays when the watch is over. */
  readonly dueMs: number | null;
  /** It said that nobody set it up before it was sent anything: the same words afterwards prove nothing. */
  readonly saidFresh: boolean;
  /** It was heard again at this address after its reset and is being read, or was. */
  readonly readBack: { address: string; isOver: boolean } | null;
}

/** A device on a network that is sent nothing: its answers show that the network is alive. */
export interface Witness {
  readonly mac: string | null;
  readonly address: string;
  readonly network: string;
  /** What it speaks; undefined where that is not known. */
  readonly only: 'tdp' | 'xor' | undefined;
  readonly askedMs: number;
  readonly heardMs: number | null;
}

export interface NetworkState {
  readonly network: string;
  /** Last answer of a plug that was sent nothing, or of a witness. */
  readonly witnessMs: number | null;
  readonly gatewayMs: number | null;
  readonly gatewayAskedMs: number;
  readonly isLoopback: boolean;
}

export interface RunState {
  readonly folded: FoldedRun;
  readonly mode: 'send' | 'check';
  /** `finishing`: nothing new starts. `halting`: only answers to resets on the wire are awaited. */
  readonly phase: 'working' | 'finishing' | 'halting' | 'over';
  readonly haltCode: ItemCode | null;
  readonly work: ReadonlyMap<string, Working>;
  readonly witnesses: ReadonlyMap<string, Witness>;
  readonly networks: ReadonlyMap<string, NetworkState>;
  readonly sweep: { startedMs: number } | null;
  readonly sweptMs: number | null;
  /** What a person said about going on after an unproven pilot, by group. */
  readonly verdicts: ReadonlyMap<string, 'ask' | 'go' | 'leave'>;
  /** Unproven before this sitting: a person looked and continued, so they hold nobody up. */
  readonly oldUnproven: ReadonlySet<string>;
  /** Resets sent before this sitting: a person looked at how they ended and continued. */
  readonly sentBefore: number;
  /** Why it was paused before this sitting. */
  readonly pausedBefore: ItemCode;
  /** Whether somebody is there to be asked. */
  readonly canAsk: boolean;
  readonly startedMs: number;
  readonly lastStartMs: number;
}

export type RunEvent = { atMs: number } & (
  | { kind: 'tick' }
  /** Any answer of a device, with who it said it is. */
  | {
      kind: 'heard';
      /** After which it surely arrived; `atMs` is when it was read. */
      sureMs: number;
      mac: string | null;
      address: string;
      owner: string | null;
      fresh: boolean;
      route: Route | null;
    }
  | { kind: 'connected'; mac: string }
  /** Identity and facts were read again in the session that is held open; `codes` are the refusals over them. */
  | { kind: 'identified'; mac: string; identity: Identity; watts: number | null; codes: readonly ReasonCode[] }
  | { kind: 'visit-failed'; mac: string; code: ItemCode }
  | { kind: 'receipt'; mac: string; receipt: Receipt }
  | { kind: 'read-back'; mac: string; told: ReadBack }
  | { kind: 'sweep-ended'; startedMs: number }
  | { kind: 'gateway-answered'; network: string }
  | { kind: 'network-changed' }
  | { kind: 'slept' }
  | { kind: 'stop'; how: 'after-current' | 'now' }
  | { kind: 'pilot-verdict'; group: string; go: boolean }
);

/** What the runner does next, in order. A journal that cannot be written stops everything after it. */
export type Effect =
  | { do: 'journal'; entries: readonly NewLedgerEntry[] }
  | { do: 'visit'; mac: string; route: Route }
  | { do: 'send'; mac: string }
  /** Closes the plug's session, or abandons the visit under way. */
  | { do: 'release'; mac: string }
  /** Reads a plug that is back and whose datagrams do not say whose it is. */
  | { do: 'read-back'; mac: string; route: Route; owner: string | null }
  | { do: 'ask'; address: string; only: 'tdp' | 'xor' | undefined }
  | { do: 'ask-gateway'; network: string }
  | { do: 'sweep'; networks: readonly string[] }
  | { do: 'ask-pilot'; group: string; mac: string };

export const groupOf = (plug: Pick<FrozenPlug, 'model' | 'hardware' | 'firmware'>): string =>
  [plug.model, plug.hardware ?? '?', plug.firmware ?? '?'].join(' / ');

/** A network's name where a plug was found outside every known one. */
export const networkOfPlug = (plug: Pick<FrozenPlug, 'network' | 'route'>): string =>
  plug.network ?? around(plug.route?.host ?? '');

const isLoopback = (network: string): boolean => network.startsWith('127.');

/** The state a run begins or goes on from. */
export function beginRun(
  folded: FoldedRun,
  plan: Plan,
  o: {
    mode: 'send' | 'check';
    atMs: number;
    canAsk: boolean;
    pausedBefore: ItemCode;
    witnesses: readonly Omit<Witness, 'askedMs' | 'heardMs'>[];
  },
): RunState {
  const work = new Map<string, Working>();
  const networks = new Map<string, NetworkState>();
  const oldUnproven = new Set<string>();
  for (const { mac, plug, way } of plan.items) {
    const item = folded.items.get(mac);
    if (item === undefined || way !== 'network' || plug.route === null) continue;
    const network = networkOfPlug(plug);
    const unproven = item.at === 'watching';
    if (unproven) oldUnproven.add(mac);
    work.set(mac, {
      mac,
      plug,
      group: groupOf(plug),
      network,
      route: plug.route,
      visit: null,
      attempts: 0,
      notBeforeMs: o.atMs,
      doubt: null,
      askedMs: Number.NEGATIVE_INFINITY,
      missed: 0,
      heardMs: null,
      silentMs: null,
      saidFresh: false,
      readBack: null,
      watch: unproven ? { dueMs: o.atMs, quietFromMs: o.atMs } : null,
      dueMs: unproven ? o.atMs : null,
    });
    if (!networks.has(network))
      networks.set(network, {
        network,
        witnessMs: null,
        gatewayMs: null,
        gatewayAskedMs: Number.NEGATIVE_INFINITY,
        isLoopback: isLoopback(network),
      });
  }
  return {
    folded,
    mode: o.mode,
    phase: 'working',
    haltCode: null,
    work,
    witnesses: new Map(o.witnesses.map((w) => [w.address, { ...w, askedMs: Number.NEGATIVE_INFINITY, heardMs: null }])),
    networks,
    sweep: null,
    sweptMs: null,
    verdicts: new Map(),
    oldUnproven,
    sentBefore: folded.sent,
    pausedBefore: o.pausedBefore,
    canAsk: o.canAsk,
    startedMs: o.atMs,
    lastStartMs: Number.NEGATIVE_INFINITY,
  };
}
