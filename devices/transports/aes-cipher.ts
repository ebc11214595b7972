import { createCipheriv, createDecipheriv } from 'node:crypto';
import { garbled } from '../garbled.ts';

/** Seals and opens the messages of one session. The IV is the same for all of them: that is the plugs' way. */
export class AesCipher {
  readonly #key: Buffer;
  readonly #iv: Buffer;

  constructor({ key, iv }: { key: Buffer; iv: Buffer }) {
    this.#key = key;
    this.#iv = iv;
  }

  /** In base64. */
  seal(text: string): string {
    const cipher = createCipheriv('aes-128-cbc', this.#key, this.#iv);
    return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
  }

  /**
   * Some firmware answers in the clear when it is unhappy; base64 never begins with a brace.
   * @throws PlugfleetError `garbled`
   */
  open(told: string): string {
    if (told.trimStart().startsWith('{')) return told;
    try {
      const decipher = createDecipheriv('aes-128-cbc', this.#key, this.#iv);
      return Buffer.concat([decipher.update(told, 'base64'), decipher.final()]).toString('utf8');
    } catch (cause) {
      throw garbled('an answer that does not decrypt', { length: told.length }, cause);
    }
  }
}
