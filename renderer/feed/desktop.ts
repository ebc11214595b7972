import { useSyncExternalStore } from 'react';
import type { DesktopShell, HostState } from '../../contract/index.ts';

declare global {
  /** What the preload of the desktop app gives this page; a browser has none. */
  var plugfleet: DesktopShell | undefined;
}

/** The desktop app around this page; undefined in a browser. */
export const desktop: DesktopShell | undefined = globalThis.plugfleet;

/** The computer whose fleet this page shows, by host and port; null for this one. */
export const attachedTo: string | null =
  desktop !== undefined && location.pathname.startsWith('/attached') ? await desktop.attachedTo() : null;

export interface SeenHost {
  state: HostState;
  /** It died while this page was open, however it is now. */
  died: boolean;
}

let seen: SeenHost = { state: { at: 'starting' }, died: false };
const listeners = new Set<() => void>();

function set(next: SeenHost): void {
  seen = next;
  for (const listener of listeners) listener();
}

desktop?.onHost((state) => set({ state, died: seen.died || state.at === 'lost' }));

/** A person has read that it died. */
export const forgetDeath = (): void => set({ ...seen, died: false });

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How the process behind the window is; in a browser nobody tells. */
export const useHost = (): SeenHost => useSyncExternalStore(subscribe, () => seen);
