/** Numbers that pace a run, all derived from its quiet time so that a short one is noticed as quickly as it ends. */
export interface Pace {
  quietMs: number;
  /** How often each unsent plug, witness and watched plug is asked. */
  askEveryMs: number;
  /** Without any sign of life for this long, a network that something depends on counts as lost. */
  lostAfterMs: number;
}

const clamp = (low: number, value: number, high: number): number => Math.max(low, Math.min(value, high));

/**
 * The time that each address asked again and again takes up. In the air an ask is up to three datagrams and a look over
 * the networks sends 600 a second beside them: together no more than 1,000 go out per second. Asks that came faster than
 * devices/ lets them out (200 addresses a second) would queue up, come later and later, and make the living look silent.
 */
const perAddressMs = { air: 8, loopback: 1 };

/** @param asked how many addresses are asked again and again */
export function paceOf(quietS: number, asked: number, where: keyof typeof perAddressMs = 'air'): Pace {
  const quietMs = quietS * 1000;
  const askEveryMs = Math.max(clamp(100, quietMs / 10, 3000), asked * perAddressMs[where]);
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
