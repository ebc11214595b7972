import { garbled } from '../garbled.ts';

const headerBytes = 4;
/** Real answers stay below 16 KiB; a length beyond this is an attack or noise. */
export const longestFrame = 1 << 20;

/** Takes a TCP stream apart into bodies: 4 bytes of length (big-endian), then exactly so many, however they were cut. */
export class XorFrames {
  #parts: Buffer[] = [];
  #bytes = 0;

  push(part: Buffer): void {
    this.#parts.push(part);
    this.#bytes += part.length;
  }

  /** Whether bytes are there that no `take` has returned. */
  get pending(): boolean {
    return this.#bytes > 0;
  }

  /**
   * The next body once it is there in full.
   * @throws PlugfleetError `garbled` as soon as the length cannot be true
   */
  take(): Buffer | undefined {
    if (this.#bytes < headerBytes) return undefined;
    const length = this.#head().readUInt32BE(0);
    if (length > longestFrame) throw garbled('an answer of impossible length', { length });
    if (this.#bytes < headerBytes + length) return undefined;
    const whole = Buffer.concat(this.#parts);
    const rest = whole.subarray(headerBytes + length);
    this.#parts = rest.length > 0 ? [rest] : [];
    this.#bytes = rest.length;
    return whole.subarray(headerBytes, headerBytes + length);
  }

  #head(): Buffer {
    const [first] = this.#parts;
    if (first && first.length >= headerBytes) return first;
    // drip-fed: join what is there, so that a flood of tiny parts is not joined again and again
    const joined = Buffer.concat(this.#parts);
    this.#parts = [joined];
    return joined;
  }
}
