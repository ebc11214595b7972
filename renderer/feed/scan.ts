import { useSyncExternalStore } from 'react';
import type { LookProgress, Plug, ScanResult } from '../../contract/index.ts';
import { client } from './client.ts';
import { type Failure, failureOf } from './failure.ts';
import { currentPlugs } from './plugs.ts';

/** Where to look: nothing named means the sites' networks and this computer's own. */
export interface Where {
  networks: readonly string[];
  broadcast: readonly string[];
}

export interface Scan {
  at: 'running' | 'done' | 'stopped' | 'failed';
  where: Where;
  /** The newest of each step. */
  asking: LookProgress | null;
  reading: LookProgress | null;
  result: ScanResult | null;
  failure: Failure | null;
  /** When each plug that was known had been heard last before this scan. */
  heardBefore: ReadonlyMap<string, string | null>;
}

/** It outlives the screen: one may look at the fleet while it goes on. */
let scan: Scan | null = null;
let stop = new AbortController();
const listeners = new Set<() => void>();

function set(next: Scan | null): void {
  scan = next;
  for (const listener of listeners) listener();
}

export async function startScan(where: Where): Promise<void> {
  stop.abort();
  const mine = new AbortController();
  stop = mine;
  const heardBefore = new Map(currentPlugs().map(({ mac, lastSeenAt }) => [mac, lastSeenAt]));
  let now: Scan = {
    at: 'running',
    where,
    asking: null,
    reading: null,
    result: null,
    failure: null,
    heardBefore,
  };
  /** A scan that another one took the place of says nothing more. */
  const tell = (change: Partial<Scan>): void => {
    now = { ...now, ...change };
    if (stop === mine) set(now);
  };
  tell({});
  try {
    const input = { networks: [...where.networks], broadcast: [...where.broadcast] };
    const news = await client.plugs.scan(input, { signal: mine.signal });
    for (let next = await news.next(); ; next = await news.next()) {
      if (next.done) return tell({ at: 'done', result: next.value });
      tell(next.value.step === 'asking' ? { asking: next.value } : { reading: next.value });
    }
  } catch (thrown) {
    if (mine.signal.aborted) tell({ at: 'stopped' });
    else tell({ at: 'failed', failure: failureOf(thrown) });
  }
}

export const stopScan = (): void => stop.abort();

/** Back to choosing where to look. */
export function forgetScan(): void {
  stop.abort();
  set(null);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The scan under way or the last one; null: none yet. */
export const useScan = (): Scan | null => useSyncExternalStore(subscribe, () => scan);

/** Plugs that were heard since the scan began. */
export const arrived = (plugs: readonly Plug[], { heardBefore }: Scan): readonly Plug[] =>
  plugs.filter(({ mac, lastSeenAt }) => lastSeenAt !== null && heardBefore.get(mac) !== lastSeenAt);
