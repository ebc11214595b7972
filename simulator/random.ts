/**
 * A seeded source of chance (mulberry32), so that a run can be repeated from its printed seed.
 * Not for secrets: the virtual plugs have none worth keeping.
 */
export class Random {
  #state: number;

  /** @param seed the fleet's seed. @param lane anything that tells two users of the same seed apart, such as a MAC. */
  constructor(seed: number, lane = '') {
    let state = seed | 0;
    for (const char of lane) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x01000193) + 0x9e3779b9;
    this.#state = state | 0;
  }

  /** A number in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number in [0, below). */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  /** A shuffled copy. */
  shuffled<T>(items: readonly T[]): T[] {
    const keyed = items.map((item) => ({ item, key: this.next() }));
    return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
  }
}
