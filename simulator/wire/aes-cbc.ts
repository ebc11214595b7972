import { createCipheriv, createDecipheriv } from 'node:crypto';

/** AES-128-CBC with PKCS#7, under one key and one IV for a whole session (protocols/aes.md). */
export class AesCbc {
  readonly #key: Buffer;
  readonly #iv: Buffer;

  /** @param keyAndIv 32 bytes. */
  constructor(keyAndIv: Buffer) {
    this.#key = keyAndIv.subarray(0, 16);
    this.#iv = keyAndIv.subarray(16);
  }

  /** @returns base64. */
  seal(text: string): string {
    const cipher = createCipheriv('aes-128-cbc', this.#key, this.#iv);
    return Buffer.concat([cipher.update(text), cipher.final()]).toString('base64');
  }

  /** @returns undefined when the padding is wrong. */
  open(hidden: string): string | undefined {
    const cipher = createDecipheriv('aes-128-cbc', this.#key, this.#iv);
    try {
      return Buffer.concat([cipher.update(Buffer.from(hidden, 'base64')), cipher.final()]).toString();
    } catch {
      return undefined;
    }
  }
}
