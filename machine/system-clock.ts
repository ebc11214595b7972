import type { Clock } from '../contract/index.ts';

/** Node fires a longer timer at once. */
const longestTimerMs = 2 ** 31 - 1;

/** The clocks of this machine. */
export const systemClock = (): Clock => ({
  wallMs: () => Date.now(),
  monoMs: () => performance.now(),
  sleep: async (ms, signal) => {
    const until = performance.now() + ms;
    for (let left = ms; left > 0; left = until - performance.now()) await pause(Math.min(left, longestTimerMs), signal);
    signal?.throwIfAborted();
  },
});

/** The contract wants the signal's own reason; `node:timers/promises` rejects with an error of its own. */
function pause(ms: number, signal: Parameters<Clock['sleep']>[1]): Promise<void> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
