/**
 * Whether this window can be seen. A browser opens six connections to one host for all its windows together, so one
 * that nobody sees gives its own back.
 */
const isHidden = (): boolean => document.visibilityState === 'hidden';

/** Resolves once the window can be seen, or when the signal says that nobody waits any more. */
export async function untilVisible(signal: AbortSignal): Promise<void> {
  if (!isHidden() || signal.aborted) return;
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (isHidden() && !signal.aborted) return;
      document.removeEventListener('visibilitychange', look);
      signal.removeEventListener('abort', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', look);
  });
}

/** A signal that is aborted as soon as the window is hidden, or with the given one; `end` when nobody needs it. */
export function whileVisible(outer: AbortSignal): { signal: AbortSignal; end: () => void } {
  const hidden = new AbortController();
  const look = (): void => {
    if (isHidden()) hidden.abort();
  };
  document.addEventListener('visibilitychange', look);
  return {
    signal: AbortSignal.any([outer, hidden.signal]),
    end: () => document.removeEventListener('visibilitychange', look),
  };
}
