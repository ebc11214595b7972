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

/** The devices room on a clock that can be put forward. */
export function devicesOnTime() {
  let aheadMs = 0;
  const clock: Clock = { ...realClock, monoMs: () => performance.now() + aheadMs };
  return {
    devices: openDevices({ clock, random: Math.random, wakeGapsMs: [] }),
    pass: (ms: number) => {
      aheadMs += ms;
    },
  };
}

export const within = (budgetMs = 3000, signal?: CallOptions['signal']): CallOptions => ({
  signal: signal ?? new AbortController().signal,
  budgetMs,
});
