/** Numbers that pace a run, all derived from its quiet time so that a short one is noticed as quickly as it ends. */
export interface Pace {
  quietMs: number;
  /** How often each unsent plug, witness and watched plug is asked. */
  askEveryMs: number;
  /** Without any sign of life for this long, a network that something depends on counts as lost. */
  lostAfterMs: number;
}

const clamp = (low: number, value: number, high: number): number => Math.max(low, Math.min(value, high));

/** @param asked how many addresses are asked again and again: at most 1,000 datagrams go out per second */
export function paceOf(quietS: number, asked: number): Pace {
  const quietMs = quietS * 1000;
  const askEveryMs = Math.max(clamp(100, quietMs / 10, 3000), asked);
  return {
    quietMs,
    askEveryMs,
    lostAfterMs: Math.max(clamp(3000, quietMs, 20_000), 3 * askEveryMs),
  };
}

/** From acknowledging a reset to carrying it out: plugs are asked for 1 s, so that the answer still gets through. */
export const resetDelayMs = 1000;
/** Between the starts of two visits. */
export const startGapMs = 20;
/** Visits to one plug before its last failure counts. */
export const maxAttempts = 4;
/** Probes in a row that go unanswered before a plug counts as silent. */
export const missesForSilence = 3;
/** And at least so long: with a short quiet time the probes follow one another faster than a busy machine answers. */
export const leastSilenceMs = 1000;
/** Plugs that fall silent within this time fell silent together. */
export const togetherMs = 10_000;
/** How many of the last sent plugs are looked at for `too-many-failures`. */
export const failureWindow = 20;
