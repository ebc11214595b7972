import { useMemo, useSyncExternalStore } from 'react';
import type { LedgerEntry } from '../../contract/index.ts';
import { client } from './client.ts';
import { type Failure, failureOf } from './failure.ts';
import { untilVisible } from './visible.ts';

/** An entry without what stays inside: the sum over it, and whose account a plug was of. */
type Shown<E> = E extends { body: infer B } ? Omit<E, 'hash' | 'body'> & { body: Omit<B, 'owner'> } : never;
export type Entry = Shown<LedgerEntry>;

/** Which entries are asked for. Days are the days of this computer. */
export interface LedgerFilter {
  text: string;
  kind: readonly string[];
  mac: string | null;
  run: string | null;
  by: string | null;
  since: string;
  until: string;
}

export interface FollowedLedger {
  /** `lost`: the host does not answer; what is shown is as it was. */
  state: 'loading' | 'live' | 'lost';
  failure: Failure | null;
  /** Newest first. */
  entries: readonly Entry[];
  /** How many fit, those that are not here yet as well. */
  total: number;
  isFetching: boolean;
}

const nothingYet: FollowedLedger = { state: 'loading', failure: null, entries: [], total: 0, isFetching: false };

/** Most that the contract gives at once. */
const atOnce = 500;
const retryMs = 2000;
/** How often newer entries are asked for, and how many times longer than the answer took at the least. */
const lookAgainMs = 1000;
const restPerWork = 20;

/** A filter as the contract takes it. */
export function toInput({ text, kind, mac, run, by, since, until }: LedgerFilter) {
  const startOf = (day: string, daysOn: number): string => {
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
    return new Date(year, month - 1, date + daysOn).toISOString();
  };
  return {
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(kind.length === 0 ? {} : { kind: [...kind] }),
    ...(mac === null ? {} : { mac }),
    ...(run === null ? {} : { run }),
    ...(by === null ? {} : { by }),
    ...(since === '' ? {} : { since: startOf(since, 0) }),
    ...(until === '' ? {} : { until: startOf(until, 1) }),
  };
}

interface Following {
  get: () => FollowedLedger;
  subscribe: (listener: () => void) => () => void;
  /** Brings those that are older than what is here, if there are any. */
  fetchOlder: () => void;
  /** Asks again at once. */
  retry: () => void;
}

/**
 * The entries that fit, newest first: a chunk at first, older ones when they are asked for, newer ones as they are
 * written. They are asked for instead of watched, so that no connection is kept open.
 */
function openFollowing(filter: LedgerFilter): Following {
  const input = toInput(filter);
  const listeners = new Set<() => void>();
  let now = nothingYet;
  let leave: AbortController | undefined;
  let hurry: () => void = () => undefined;
  /** The newest entry of the ledger when it was last asked; undefined: everything is asked anew. */
  let seen: number | undefined;
  let hasOlder = false;

  const set = (next: Partial<FollowedLedger>): void => {
    now = { ...now, ...next };
    for (const listener of listeners) listener();
  };
  const ask = (where: { before?: number; after?: number }, signal: AbortSignal) =>
    client.ledger.list({ ...input, ...where, limit: atOnce }, { signal });
  const entriesOf = ({ entries }: Awaited<ReturnType<typeof ask>>): Entry[] =>
    // the contract's schema lets any body through; the host parsed each by its kind
    entries as Entry[];

  const look = async (signal: AbortSignal): Promise<void> => {
    const told = await ask(seen === undefined ? {} : { after: seen }, signal);
    if (seen === undefined) {
      hasOlder = told.more;
      set({ state: 'live', failure: null, entries: entriesOf(told), total: told.total ?? told.entries.length });
    } else if (told.more) {
      // more came than one answer holds: those between are missing
      seen = undefined;
      return await look(signal);
    } else if (told.entries.length > 0 || now.state !== 'live') {
      // an older answer may have brought the same ones while this one was under way
      const known = now.entries[0]?.seq ?? 0;
      const newer = entriesOf(told).filter(({ seq }) => seq > known);
      set({ state: 'live', failure: null, entries: [...newer, ...now.entries], total: now.total + newer.length });
    }
    seen = told.newest;
  };

  const follow = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await untilVisible(signal);
      if (signal.aborted) return;
      const askedMs = performance.now();
      try {
        await look(signal);
        await rest(Math.max(lookAgainMs, restPerWork * (performance.now() - askedMs)), signal);
      } catch (thrown) {
        if (signal.aborted) return;
        set({ state: 'lost', failure: failureOf(thrown) });
        await rest(retryMs, signal);
      }
    }
  };

  const rest = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      hurry = () => {
        clearTimeout(timer);
        resolve();
      };
      signal.addEventListener('abort', hurry, { once: true });
    });

  const fetchOlder = async (): Promise<void> => {
    const oldest = now.entries.at(-1);
    if (leave === undefined || oldest === undefined || !hasOlder || now.isFetching) return;
    const { signal } = leave;
    set({ isFetching: true });
    try {
      const told = await ask({ before: oldest.seq }, signal);
      // everything may have been asked anew meanwhile
      if (now.entries.at(-1) !== oldest) return set({ isFetching: false });
      hasOlder = told.more;
      set({ isFetching: false, entries: [...now.entries, ...entriesOf(told)] });
    } catch (thrown) {
      if (!signal.aborted) set({ isFetching: false, state: 'lost', failure: failureOf(thrown) });
    }
  };

  return {
    get: () => now,
    fetchOlder: () => void fetchOlder(),
    retry: () => hurry(),
    subscribe: (listener) => {
      listeners.add(listener);
      if (leave === undefined) {
        leave = new AbortController();
        void follow(leave.signal);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        leave?.abort();
        leave = undefined;
      };
    },
  };
}

/** The entries that fit, as long as somebody looks at them. */
export function useLedger(filter: LedgerFilter): FollowedLedger & Pick<Following, 'fetchOlder' | 'retry'> {
  const following = useMemo(() => openFollowing(filter), [filter]);
  const followed = useSyncExternalStore(following.subscribe, following.get);
  return { ...followed, fetchOlder: following.fetchOlder, retry: following.retry };
}
