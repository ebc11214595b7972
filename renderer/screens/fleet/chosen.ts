import { useSyncExternalStore } from 'react';

/** MACs chosen in the fleet. It outlives the screen, so that planning or printing can take it up. */
let chosen: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

export function choose(macs: ReadonlySet<string>): void {
  chosen = macs;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useChosen = (): ReadonlySet<string> => useSyncExternalStore(subscribe, () => chosen);
