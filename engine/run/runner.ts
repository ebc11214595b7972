import type {
  Clock,
  Credential,
  DevicesPort,
  Ear,
  Heard,
  LedgerEntry,
  NetworkPort,
  Plan,
  ReasonCode,
  Route,
  Session,
  Store,
  Target,
} from '../../contract/index.ts';
import { loginTries } from '../inventory/login-tries.ts';
import { isFresh } from '../inventory/merge.ts';
import { ownerTold, visitCode } from '../inventory/visit.ts';
import { blocks, concerns, isOccupied } from '../planning/refusals.ts';
import type { FoldedRun } from './fold.ts';
import { type ReadBack, readBackOf } from './read-back.ts';
import { beginRun, type Effect, type RunEvent, type RunState, type Witness } from './state.ts';
import { step } from './step.ts';

export interface RunPorts {
  devices: DevicesPort;
  network: NetworkPort;
  store: Store;
  clock: Clock;
  credentials: () => readonly Credential[];
  /** Where to look for plugs of these networks: sweeps and broadcasts. */
  targetsOf: (networks: readonly string[]) => Target[];
  /** Tells when this machine slept between two looks at the clocks. */
  sleepWatch: (everyMs: number) => { slept(): boolean };
}

export interface RunWatcher {
  /** After every change of the durable state, with the entries just written. */
  onEntries?: (folded: FoldedRun, entries: readonly LedgerEntry[]) => void;
  /** After every change at all. */
  onState?: (state: RunState) => void;
  /** A pilot is unproven: may its group follow? Answer with `verdict`. */
  onAskPilot?: (group: string, mac: string) => void;
}

export interface RunHandle {
  /** Resolves when the run is over; rejects where it cannot be recorded any more (then nothing more was sent). */
  done: Promise<void>;
  stop(how: 'after-current' | 'now'): void;
  verdict(group: string, go: boolean): void;
}

/** Time for opening and reading one plug, and for the answer to its reset. */
const visitBudgetMs = 20_000;
const sendBudgetMs = 10_000;
/** For each try to read a plug that is back. */
const readBackBudgetMs = 5_000;
const readBackTries = 3;
const readBackPauseMs = 500;
const tickMs = 25;
const wayCheckMs = 1000;

/** Carries out what the state machine says, with real sockets and a real ledger. Decides nothing itself. */
export function carryOut(
  ports: RunPorts,
  o: {
    folded: FoldedRun;
    plan: Plan;
    mode: 'send' | 'check';
    canAsk: boolean;
    pausedBefore: RunState['pausedBefore'];
    witnesses: readonly Omit<Witness, 'askedMs' | 'heardMs'>[];
  },
  watcher: RunWatcher = {},
): RunHandle {
  const { clock, devices, store } = ports;
  let state = beginRun(o.folded, o.plan, { ...o, atMs: clock.monoMs() });
  const over = new AbortController();
  const visits = new Map<string, { abort: AbortController; session: Session | null }>();
  const pending = new Set<Promise<unknown>>();
  let ear: Ear | undefined;
  let failure: unknown;

  const background = (work: Promise<unknown>): void => {
    const guarded = work.catch(fail).finally(() => pending.delete(guarded));
    pending.add(guarded);
  };
  const fail = (thrown: unknown): void => {
    if (over.signal.aborted) return;
    failure = thrown;
    over.abort(thrown);
  };

  type Told = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, 'atMs'> & { atMs?: number } : never) : never;
  const inbox: RunEvent[] = [];
  const sleep = ports.sleepWatch(tickMs);
  let isStepping = false;
  /** One event at a time: whatever an effect or a watcher dispatches waits until this step is through. */
  const dispatch = (event: Told): void => {
    // the first thing to know after a sleep, whatever comes first then: what was learnt before it is old
    if (sleep.slept()) inbox.push({ kind: 'slept', atMs: clock.monoMs() });
    inbox.push({ atMs: clock.monoMs(), ...event } as RunEvent);
    if (isStepping) return;
    isStepping = true;
    for (let next = inbox.shift(); next !== undefined; next = inbox.shift()) if (!over.signal.aborted) take(next);
    isStepping = false;
  };
  const take = (event: RunEvent): void => {
    const result = step(state, event);
    state = result.state;
    try {
      for (const effect of result.effects) perform(effect);
      watcher.onState?.(state);
    } catch (thrown) {
      // what could not be recorded did not happen: nothing that was to follow is done
      fail(thrown);
    }
    if (state.phase === 'over') over.abort();
  };

  const perform = (effect: Effect): void => {
    switch (effect.do) {
      case 'journal': {
        const written = store.ledger.append(new Date(clock.wallMs()).toISOString(), ...effect.entries);
        watcher.onEntries?.(state.folded, written);
        return;
      }
      case 'visit':
        return background(visitPlug(effect.mac, effect.route));
      case 'send':
        return background(sendTo(effect.mac));
      case 'release':
        return release(effect.mac);
      case 'read-back':
        return background(readBack(effect));
      case 'ask':
        if (ear !== undefined) background(ear.ask([effect.address], effect.only));
        return;
      case 'ask-gateway':
        return background(askGateway(effect.network));
      case 'sweep':
        return background(sweep(effect.networks));
      case 'ask-pilot':
        return watcher.onAskPilot?.(effect.group, effect.mac);
    }
  };

  const release = (mac: string): void => {
    const visit = visits.get(mac);
    visits.delete(mac);
    visit?.abort.abort();
    if (visit?.session != null) background(close(visit.session));
  };

  async function visitPlug(mac: string, route: Route): Promise<void> {
    const record = store.plugs.byMac(mac);
    const abort = new AbortController();
    const visit: { abort: AbortController; session: Session | null } = { abort, session: null };
    visits.set(mac, visit);
    const call = { signal: abort.signal, budgetMs: visitBudgetMs };
    const isCurrent = (): boolean => visits.get(mac) === visit;
    try {
      const session = await devices.open(route, {
        ...call,
        credentials: ports.credentials(),
        mac,
        owner: record?.owner ?? null,
        tries: loginTries(ports, { mac, owner: record?.owner ?? null }),
      });
      if (!isCurrent()) return await close(session);
      visit.session = session;
      dispatch({ kind: 'connected', mac });
      const told = await session.identify(call);
      const facts = await session.readFacts(call);
      if (!isCurrent()) return;
      const identity = { ...told, owner: ownerTold(session, route.transport, told.owner) };
      dispatch({ kind: 'identified', mac, identity, watts: facts.watts, codes: refusalsNow(mac, identity, facts) });
    } catch (thrown) {
      if (!isCurrent()) return;
      dispatch({ kind: 'visit-failed', mac, code: visitCode(thrown) });
    }
  }

  /** The refusals again, over what was read a moment ago and what people said meanwhile. */
  function refusalsNow(
    mac: string,
    identity: { owner: string | null; alias: string },
    facts: Pick<Parameters<typeof concerns>[0], 'relay' | 'watts' | 'outlets'>,
  ): ReasonCode[] {
    const record = store.plugs.byMac(mac);
    if (record === undefined) return ['not-owned'];
    const nowMs = clock.wallMs();
    const now = {
      ...record,
      ...facts,
      alias: identity.alias,
      owner: identity.owner ?? record.owner,
      lastSeenAt: new Date(nowMs).toISOString(),
      occupied: isOccupied(store.places.all(), record, nowMs),
    };
    return [...blocks(now), ...concerns(now, nowMs).filter((code) => !o.plan.allow.includes(code))];
  }

  async function sendTo(mac: string): Promise<void> {
    const session = visits.get(mac)?.session;
    // the session that identified the plug is the only one that may carry its reset
    const receipt =
      session == null
        ? ({ receipt: 'not-sent', detail: 'session closed' } as const)
        : await session.sendReset({ signal: new AbortController().signal, budgetMs: sendBudgetMs });
    dispatch({ kind: 'receipt', mac, receipt });
  }

  /** Reads only, so it may be tried again; no log-in is spent on it. */
  async function readBack({ mac, route, owner }: Extract<Effect, { do: 'read-back' }>): Promise<void> {
    const plug = state.work.get(mac)?.plug;
    const call = { signal: over.signal, budgetMs: readBackBudgetMs };
    let told: ReadBack = 'unread';
    for (let attempt = 1; plug !== undefined && told === 'unread' && attempt <= readBackTries; attempt++) {
      if (attempt > 1) await clock.sleep(readBackPauseMs, over.signal);
      try {
        const tries = loginTries(ports, { mac, owner });
        await using session = await devices.open(route, { ...call, mac, credentials: [], owner, tries });
        const identity = await session.identify(call);
        if (identity.mac === mac && (plug.deviceId === null || identity.deviceId === plug.deviceId))
          told = readBackOf({ plug, owner }, identity, await session.snapshot(call));
      } catch (thrown) {
        over.signal.throwIfAborted();
        visitCode(thrown);
      }
    }
    dispatch({ kind: 'read-back', mac, told });
  }

  async function askGateway(network: string): Promise<void> {
    const call = { signal: over.signal, budgetMs: 2000 };
    if (await ports.network.gatewayAnswers(network, call)) dispatch({ kind: 'gateway-answered', network });
  }

  async function sweep(networks: readonly string[]): Promise<void> {
    const startedMs = clock.monoMs();
    try {
      await devices.discover(ports.targetsOf(networks), { signal: over.signal, rounds: 2, onHeard: hear });
      dispatch({ kind: 'sweep-ended', startedMs });
    } catch (thrown) {
      if (over.signal.aborted) return;
      // a look that could not be made proves nothing; the way to the network is what failed
      if (!isNetworkTrouble(thrown)) throw thrown;
      dispatch({ kind: 'network-changed' });
    }
  }

  function hear(heard: Heard): void {
    if (heard.is === 'other')
      return dispatch({
        kind: 'heard',
        atMs: heard.atMs,
        sureMs: heard.atMs,
        mac: null,
        address: heard.other.address,
        owner: null,
        fresh: false,
        route: null,
      });
    const { mac, address, owner, route, atMs, sureMs } = heard.plug;
    dispatch({ kind: 'heard', atMs, sureMs, mac, address, owner, fresh: isFresh(heard.plug), route });
  }

  /** Time passes: ticks, and looks at the own interfaces. */
  async function watchTime(): Promise<void> {
    const ways = new Map([...state.networks.keys()].map((n) => [n, ports.network.wayTo(n)]));
    let lookedMs = clock.monoMs();
    while (!over.signal.aborted) {
      const monoMs = clock.monoMs();
      if (monoMs - lookedMs >= wayCheckMs) {
        lookedMs = monoMs;
        for (const [network, way] of ways)
          if (ports.network.wayTo(network) !== way) dispatch({ kind: 'network-changed' });
      }
      dispatch({ kind: 'tick' });
      if (!over.signal.aborted) await clock.sleep(tickMs, over.signal);
    }
  }

  async function work(): Promise<void> {
    try {
      ear = await devices.listen(hear);
      await watchTime();
    } catch (thrown) {
      fail(thrown);
    } finally {
      for (const mac of [...visits.keys()]) release(mac);
      await Promise.all(pending);
      await ear?.[Symbol.asyncDispose]();
    }
    if (failure !== undefined) throw failure;
  }

  return {
    done: work(),
    stop: (how) => dispatch({ kind: 'stop', how }),
    verdict: (group, go) => dispatch({ kind: 'pilot-verdict', group, go }),
  };
}

const close = async (session: Session): Promise<void> => {
  await session[Symbol.asyncDispose]();
};

const isNetworkTrouble = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'no-interface' || thrown.code === 'no-permission');
