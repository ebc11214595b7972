/** What a device is going to do later. Forgotten when it loses power; no timer runs while nothing is due. */
export class Plans {
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #onError: (cause: unknown) => void;

  constructor(onError: (cause: unknown) => void) {
    this.#onError = onError;
  }

  later(ms: number, plan: () => void | Promise<void>): void {
    const timer = setTimeout(async () => {
      this.#timers.delete(timer);
      try {
        await plan();
      } catch (cause) {
        this.#onError(cause);
      }
    }, ms);
    this.#timers.add(timer);
  }

  forget(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
