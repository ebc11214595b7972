import { useSyncExternalStore } from 'react';
import type { Plug } from '../../contract/index.ts';
import { client } from './client.ts';
import { type Failure, failureOf } from './failure.ts';
import { untilVisible, whileVisible } from './visible.ts';

export interface Inventory {
  /** `lost`: the host does not answer; what is shown is as it was. */
  state: 'loading' | 'live' | 'lost';
  failure: Failure | null;
  plugs: readonly Plug[];
  /** How many there are; the last of a large fleet arrive a moment after the first. */
  total: number;
}

const retryMs = 2000;
let inventory: Inventory = { state: 'loading', failure: null, plugs: [], total: 0 };
const listeners = new Set<() => void>();
let isFollowing = false;

function set(next: Inventory): void {
  inventory = next;
  for (const listener of listeners) listener();
}

/** The page is there as long as its window. */
const { signal: forever } = new AbortController();

/**
 * One stream for the whole page: a snapshot, then numbered rows; after a gap or a loss, a new snapshot. A window that
 * nobody sees lets go of it, and asks anew when it is seen again.
 */
async function follow(): Promise<never> {
  for (;;) {
    await untilVisible(forever);
    const sitting = whileVisible(forever);
    try {
      let expected: number | undefined;
      let total = 0;
      const rows = new Map<string, Plug>();
      for await (const news of await client.plugs.watch(undefined, { signal: sitting.signal })) {
        if (news.kind === 'snapshot') {
          rows.clear();
          total = news.total;
        }
        // a gap: the rows between are missing, so everything is asked anew
        if (news.kind === 'plugs' && news.from !== expected) break;
        for (const plug of news.plugs) rows.set(plug.mac, plug);
        if (news.kind !== 'more') expected = news.n + 1;
        set({ state: 'live', failure: null, plugs: [...rows.values()], total: Math.max(total, rows.size) });
      }
    } catch (thrown) {
      if (sitting.signal.aborted) continue;
      set({ ...inventory, state: 'lost', failure: failureOf(thrown) });
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    } finally {
      sitting.end();
    }
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  startInventory();
  return () => listeners.delete(listener);
}

/** Asks for the inventory before anything is drawn, so that its first rows are on their way meanwhile. */
export function startInventory(): void {
  if (isFollowing) return;
  isFollowing = true;
  void follow();
}

/** Resolves when there is something to be shown of the inventory, or of its loss. */
export async function inventoryTold(): Promise<void> {
  if (inventory.state !== 'loading') return;
  await new Promise<void>((resolve) => {
    const look = (): void => {
      listeners.delete(look);
      resolve();
    };
    listeners.add(look);
  });
}

/** What is known of the inventory at this moment. */
export const currentPlugs = (): readonly Plug[] => inventory.plugs;

/** The inventory, live. */
export const useInventory = (): Inventory => useSyncExternalStore(subscribe, () => inventory);
