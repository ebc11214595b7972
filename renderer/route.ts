import { useSyncExternalStore } from 'react';

export const screens = ['fleet', 'scan', 'plan', 'checklists', 'ledger', 'settings'] as const;
export type Screen = (typeof screens)[number];

export interface Place {
  screen: Screen;
  /** What of it: a run, a plan, a MAC. */
  rest: readonly string[];
}

/** Screens have addresses behind the `#`, so that they survive a reload, go back and forth, and need no server. */
export function placeOf(hash: string): Place {
  const [screen, ...rest] = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  return { screen: screens.find((one) => one === screen) ?? 'fleet', rest: rest.filter((part) => part !== '') };
}

export const hrefOf = (screen: Screen, ...rest: readonly string[]): string =>
  `#/${[screen, ...rest].map(encodeURIComponent).join('/')}`;

export function goTo(screen: Screen, ...rest: readonly string[]): void {
  location.hash = hrefOf(screen, ...rest);
}

const listeners = new Set<() => void>();
let isListening = false;

/**
 * All who ask for the place hear of a new one in one go. With a listener of the browser's for each of them, a screen
 * could be drawn once more with the place of the next one before whoever shows it takes it away.
 */
function subscribe(listener: () => void): () => void {
  if (!isListening) {
    isListening = true;
    addEventListener('hashchange', () => {
      for (const one of [...listeners]) one();
    });
  }
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePlace(): Place {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return placeOf(hash);
}
