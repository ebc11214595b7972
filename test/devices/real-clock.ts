import { setTimeout as sleep } from 'node:timers/promises';
import type { CallOptions, Clock } from '../../contract/index.ts';
import { openDevices } from '../../devices/index.ts';

export const realClock: Clock = {
  wallMs: () => Date.now(),
  monoMs: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await sleep(ms, undefined, signal ? { signal: signal as globalThis.AbortSignal } : {});
    } catch (thrown) {
      throw signal?.aborted ? signal.reason : thrown;
    }
  },
};

/** The devices room on real time, with short waits between tries to wake a plug. */
export const realDevices = (wakeGapsMs: readonly number[] = [60, 60]) =>
  openDevices({ clock: realClock, random: Math.random, wakeGapsMs });

export const within = (budgetMs = 3000, signal?: CallOptions['signal']): CallOptions => ({
  signal: signal ?? new AbortController().signal,
  budgetMs,
});
