import { useSyncExternalStore } from 'react';
import type { AllowableCode, LookProgress, Selection } from '../../../contract/index.ts';
import { client } from '../../feed/client.ts';
import { type Failure, failureOf } from '../../feed/failure.ts';
import { goTo } from '../../route.ts';

/** What is to be planned, and what a person said yes to a second time. */
interface Wish {
  selection: Selection;
  allow: readonly AllowableCode[];
}

/** A plan that is being made, or could not be. */
export interface Making {
  wish: Wish;
  progress: LookProgress | null;
  failure: Failure | null;
}

let making: Making | null = null;
let stop: AbortController | undefined;
const listeners = new Set<() => void>();

function set(next: Making | null): void {
  making = next;
  for (const listener of listeners) listener();
}

/** Makes a plan and goes to it. A second wish takes the place of the first. */
export async function makePlan(wish: Wish): Promise<void> {
  stop?.abort();
  const mine = new AbortController();
  stop = mine;
  const { signal } = mine;
  set({ wish, progress: null, failure: null });
  try {
    const stream = await client.plans.make({ ...wish, allow: [...wish.allow] }, { signal });
    for (;;) {
      const { done, value } = await stream.next();
      if (signal.aborted) return;
      if (done) {
        set(null);
        return goTo('plan', value.plan.id);
      }
      set({ wish, progress: value, failure: null });
    }
  } catch (thrown) {
    if (!signal.aborted) set({ wish, progress: null, failure: failureOf(thrown) });
  }
}

/** The host stops looking as soon as nobody listens. */
export function cancelMaking(): void {
  stop?.abort();
  if (making !== null) set(null);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useMaking = (): Making | null => useSyncExternalStore(subscribe, () => making);
