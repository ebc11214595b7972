import { type CallOptions, PlugfleetError } from '../contract/index.ts';

/** Longest delay a Node timer takes; more would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** The end of one call: the caller's signal or the used-up budget, whichever comes first. Dispose it with the call. */
export class Deadline implements Disposable {
  readonly #ender = new AbortController();
  readonly #caller: AbortSignal;
  readonly #timer: NodeJS.Timeout;
  readonly #stop = (): void => this.#ender.abort(this.#caller.reason);

  constructor(o: CallOptions) {
    this.#caller = o.signal;
    this.#timer = setTimeout(() => this.#ender.abort(), Math.min(o.budgetMs, longestTimerMs));
    if (o.signal.aborted) this.#stop();
    else o.signal.addEventListener('abort', this.#stop, { once: true });
  }

  /** Fires at the end, for whatever takes a signal. */
  get signal(): AbortSignal {
    return this.#ender.signal;
  }

  get over(): boolean {
    return this.#ender.signal.aborted;
  }

  /** Whether a person (or another part of the program) stopped it, as opposed to time. */
  get stopped(): boolean {
    return this.#caller.aborted;
  }

  /**
   * The error of a call that ended here: the caller's own reason, else `timeout` or `silent`.
   * @param answered whether the plug had answered anything before
   */
  failure(answered: boolean, what: string): unknown {
    if (this.stopped) return this.#caller.reason;
    return new PlugfleetError(answered ? 'timeout' : 'silent', `${what}: no answer in time`);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#caller.removeEventListener('abort', this.#stop);
  }
}
