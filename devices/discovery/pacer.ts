import type { Clock } from '../../contract/index.ts';

/** A stall (a slow timer, a busy machine) may be caught up by this much, never by a burst of everything missed. */
const slackMs = 20;
/** Shorter waits than a timer can measure are not waited. */
const tickMs = 4;

/** Lets callers pass at a steady rate. */
export class Pacer {
  readonly #clock: Clock;
  readonly #stepMs: number;
  #nextMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#stepMs = 1000 / perSecond;
  }

  /** Resolves when it is this caller's turn. */
  async turn(signal?: AbortSignal): Promise<void> {
    const now = this.#clock.monoMs();
    const dueMs = Math.max(this.#nextMs, now - slackMs);
    this.#nextMs = dueMs + this.#stepMs;
    if (dueMs - now >= tickMs) await this.#clock.sleep(dueMs - now, signal);
  }
}
