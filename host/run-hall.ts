import {
  type ItemCode,
  type LedgerEntry,
  type Plan,
  PlugfleetError,
  type Run,
  type RunCounts,
  type RunItem,
  type RunNews,
} from '../contract/index.ts';
import { countItems, type FoldedRun, type RunHandle, settled, stateOf, toRun, toRunItem } from '../engine/index.ts';

type Listener = (news: RunNews) => void;

/** A run this process is working on, with those who watch it. */
interface LiveRun {
  plan: Plan;
  folded: FoldedRun;
  /** Whether it sends, or only looks. */
  sends: boolean;
  handle: RunHandle | undefined;
  n: number;
  listeners: Set<Listener>;
  /** Questions that nobody answered yet, by group: whoever comes to watch is asked them too. */
  asked: Map<string, RunNews>;
  /** Settles when the run is over and all of it is on disk. */
  over: Promise<void>;
}

function tell(live: LiveRun, news: RunNews): void {
  for (const listener of live.listeners) listener(news);
}

/** A run under way, for those who only have to know that there is one: a taskbar, a guard at the exit. */
export interface UnderWay {
  run: string;
  /** It may send resets; otherwise it only looks. */
  sends: boolean;
  /** Plugs that go over the network, */
  total: number;
  /** those of them that came to an end, */
  over: number;
  /** and those that somebody is talking to or watching now. */
  inFlight: number;
}

/** What a run came to when nobody works on it any more. */
export interface WorkOver {
  run: string;
  sends: boolean;
  state: Run['state'];
  code: ItemCode | null;
  counts: RunCounts;
}

/** The runs under way in this process. At most one of them sends. */
export class RunHall {
  readonly #live = new Map<string, LiveRun>();
  #observer: (over: WorkOver | null) => void = () => undefined;

  /** Calls back at every change of what `underWay` tells; with what a run came to when its work is over. */
  observe(observer: (over: WorkOver | null) => void): void {
    this.#observer = observer;
  }

  underWay(): UnderWay[] {
    return [...this.#live.values()].map(underWay);
  }

  /** @throws `run-active` where another run sends, or this very run is already under way */
  refuseSecond(run: string | null, sends: boolean): void {
    for (const [id, live] of this.#live)
      if (id === run || (sends && live.sends))
        throw new PlugfleetError('run-active', `run ${id} is under way`, { facts: { run: id } });
  }

  /** Takes a run in and keeps it until it is over. */
  enter(folded: FoldedRun, plan: Plan, sends: boolean, start: (live: { news: RunHallNews }) => RunHandle): void {
    const live: LiveRun = {
      plan,
      folded,
      sends,
      handle: undefined,
      n: 0,
      listeners: new Set(),
      asked: new Map(),
      over: Promise.resolve(),
    };
    this.#live.set(folded.id, live);
    try {
      live.handle = start({
        news: {
          entries: (now, entries) => {
            live.folded = now;
            const counts = countItems(now.items.values());
            for (const mac of macsOf(entries)) {
              const item = toRunItem(now, plan, mac);
              if (item !== undefined) tell(live, { n: ++live.n, kind: 'item', item, counts });
            }
            this.#observer(null);
          },
          askPilot: (group, mac) => {
            const question: RunNews = { n: ++live.n, kind: 'ask-pilot', group, mac };
            live.asked.set(group, question);
            tell(live, question);
          },
        },
      });
    } catch (thrown) {
      this.#live.delete(folded.id);
      throw thrown;
    }
    this.#observer(null);
    live.over = live.handle.done.finally(() => {
      this.#live.delete(folded.id);
      this.#observer(workOver(live));
    });
    // whoever watches gets the failure from `over`; without a watcher it is in the ledger that the run was cut short
    live.over.catch(() => undefined);
  }

  isLive(run: string): boolean {
    return this.#live.has(run);
  }

  /** The run under way that has this plug among its items. */
  workingOn(mac: string): string | undefined {
    for (const [id, { folded }] of this.#live) if (folded.items.has(mac)) return id;
    return undefined;
  }

  folded(run: string): FoldedRun | undefined {
    return this.#live.get(run)?.folded;
  }

  /** Calls back with a snapshot at once and every change after it; settles when the run is over. */
  watch(run: string, listener: Listener): Promise<void> | undefined {
    const live = this.#live.get(run);
    if (live === undefined) return undefined;
    live.listeners.add(listener);
    listener({ n: live.n, kind: 'snapshot', run: toRun(live.folded, live.plan, true), sends: live.sends });
    for (const question of live.asked.values()) listener(question);
    return live.over.finally(() => live.listeners.delete(listener));
  }

  stop(run: string, how: 'after-current' | 'now'): boolean {
    const handle = this.#live.get(run)?.handle;
    handle?.stop(how);
    return handle !== undefined;
  }

  verdict(run: string, group: string, go: boolean): boolean {
    const live = this.#live.get(run);
    if (live === undefined) return false;
    live.handle?.verdict(group, go);
    if (live.asked.delete(group)) tell(live, { n: ++live.n, kind: 'pilot-answered', group });
    return live.handle !== undefined;
  }

  /** Stops every run and waits until they are over. */
  async close(): Promise<void> {
    const all = [...this.#live.values()];
    for (const live of all) live.handle?.stop('now');
    await Promise.allSettled(all.map((live) => live.over));
  }
}

export interface RunHallNews {
  entries: (folded: FoldedRun, entries: readonly LedgerEntry[]) => void;
  askPilot: (group: string, mac: string) => void;
}

const isOver = ({ at }: Pick<RunItem, 'at'>): boolean => !underWayAt.has(at) && at !== 'waiting';
const underWayAt: ReadonlySet<RunItem['at']> = new Set(['connecting', 'checking-identity', 'sending', 'watching']);

function underWay({ folded, plan, sends }: LiveRun): UnderWay {
  const targets = new Set(plan.items.filter(({ way }) => way === 'network').map(({ mac }) => mac));
  const items = [...folded.items.values()].filter(({ mac }) => targets.has(mac));
  const inFlight = items.filter(({ at }) => underWayAt.has(at)).length;
  return { run: folded.id, sends, total: items.length, over: items.filter(isOver).length, inFlight };
}

function workOver({ folded, sends }: LiveRun): WorkOver {
  const counts = countItems([...folded.items.values()].map(settled));
  return { run: folded.id, sends, state: stateOf(folded, false), code: folded.code, counts };
}

const macsOf = (entries: readonly LedgerEntry[]): Set<string> =>
  new Set(entries.flatMap((e) => (e.mac === null ? [] : [e.mac])));
