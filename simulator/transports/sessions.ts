/** A plug has little memory: the oldest session goes when a further one comes. */
const SESSIONS_KEPT = 4;

/** The sessions a plug knows, from power-up to power-up. */
export class Sessions<S> {
  readonly #kept = new Map<string, { session: S; served: number }>();
  readonly #expires: (served: number) => boolean;

  /** @param expires whether a session is forgotten after so many requests. */
  constructor(expires: (served: number) => boolean) {
    this.#expires = expires;
  }

  /** Takes the place of a session of the same id. */
  keep(id: string, session: S): void {
    this.#kept.delete(id);
    this.#kept.set(id, { session, served: 0 });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > SESSIONS_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }

  get(id: string): S | undefined {
    return this.#kept.get(id)?.session;
  }

  /** The session for one more request; undefined when the plug has forgotten it. */
  forRequest(id: string): S | undefined {
    const kept = this.#kept.get(id);
    if (kept === undefined) return undefined;
    if (this.#expires(kept.served)) {
      this.#kept.delete(id);
      return undefined;
    }
    kept.served += 1;
    return kept.session;
  }

  forget(id: string): void {
    this.#kept.delete(id);
  }
}
