import type { Clock } from '../contract/index.ts';

/** Both clocks read at one moment. */
export interface Tick {
  wallMs: number;
  monoMs: number;
}

/** More than a clock that is being set right drifts between two ticks. */
const wallAheadMs = 5_000;
/** More than a busy machine keeps a timer waiting. */
const lateMs = 15_000;

/**
 * Whether the machine slept between two ticks that should be `everyMs` apart. The monotonic clock stands still in
 * sleep on Linux and macOS, so the wall clock runs ahead of it; on Windows it goes on, so the tick itself comes late.
 * A wall clock set forward looks the same: then a run pauses once for nothing, which is the safe side.
 */
export function sleptBetween(before: Tick, now: Tick, everyMs: number): boolean {
  const passed = now.monoMs - before.monoMs;
  return now.wallMs - before.wallMs - passed > wallAheadMs || passed - everyMs > lateMs;
}

/** Looks at the clocks each time it is asked; the caller asks every `everyMs`. */
export class SleepWatch {
  readonly #clock: Pick<Clock, 'wallMs' | 'monoMs'>;
  readonly #everyMs: number;
  #last: Tick;

  constructor(clock: Pick<Clock, 'wallMs' | 'monoMs'>, everyMs: number) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#last = this.#read();
  }

  /** Whether the machine slept since it was asked last. */
  slept(): boolean {
    const before = this.#last;
    this.#last = this.#read();
    return sleptBetween(before, this.#last, this.#everyMs);
  }

  #read(): Tick {
    return { wallMs: this.#clock.wallMs(), monoMs: this.#clock.monoMs() };
  }
}
