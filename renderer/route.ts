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

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

export function usePlace(): Place {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return placeOf(hash);
}
