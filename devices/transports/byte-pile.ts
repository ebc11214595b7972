const firstBytes = 1024;

/** Bytes in the order they come, in parts of any size: a flood of tiny parts takes no more room than its bytes. */
export class BytePile {
  #room = Buffer.alloc(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** All of it so far; good until something is added. */
  get bytes(): Buffer {
    return this.#room.subarray(0, this.#length);
  }

  add(part: Buffer): void {
    const length = this.#length + part.length;
    if (length > this.#room.length) {
      const larger = Buffer.alloc(Math.max(length, this.#room.length * 2, firstBytes));
      this.#room.copy(larger, 0, 0, this.#length);
      this.#room = larger;
    }
    part.copy(this.#room, this.#length);
    this.#length = length;
  }
}
