import { garbled } from '../garbled.ts';
import { BytePile } from './byte-pile.ts';

const headerBytes = 4;
/** Real answers stay below 16 KiB; a length beyond this is an attack or noise. */
export const longestFrame = 1 << 20;

/** Takes a TCP stream apart into bodies: 4 bytes of length (big-endian), then exactly so many, however they were cut. */
export class XorFrames {
  #pile = new BytePile();

  push(part: Buffer): void {
    this.#pile.add(part);
  }

  /** Whether bytes are there that no `take` has returned. */
  get pending(): boolean {
    return this.#pile.length > 0;
  }

  /**
   * The next body once it is there in full.
   * @throws PlugfleetError `garbled` as soon as the length cannot be true
   */
  take(): Buffer | undefined {
    if (this.#pile.length < headerBytes) return undefined;
    const { bytes } = this.#pile;
    const end = headerBytes + bytes.readUInt32BE(0);
    if (end > headerBytes + longestFrame)
      throw garbled('an answer of impossible length', { length: end - headerBytes });
    if (bytes.length < end) return undefined;
    this.#pile = new BytePile();
    if (bytes.length > end) this.#pile.add(bytes.subarray(end));
    return bytes.subarray(headerBytes, end);
  }
}
