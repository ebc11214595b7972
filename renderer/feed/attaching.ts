import { useSyncExternalStore } from 'react';

let isOpen = false;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  isOpen = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Asks which computer to connect to; the menu wants that, and a screen where a connection ended. */
export const openAttaching = (): void => set(true);
export const closeAttaching = (): void => set(false);

/** Whether a person is being asked. */
export const useAttaching = (): boolean => useSyncExternalStore(subscribe, () => isOpen);
