import { createCipheriv, createDecipheriv } from 'node:crypto';
import { garbled } from '../garbled.ts';
import { type KlapSecrets, sha256 } from './klap-hashes.ts';

const signatureBytes = 32;

/** One encrypted message; `seq` stands in the URL as a signed decimal. */
export interface Sealed {
  seq: number;
  body: Buffer;
}

/** Keys of one KLAP session, the same in both versions. Each message takes the next number of the sequence. */
export class KlapCipher {
  readonly #key: Buffer;
  readonly #ivPrefix: Buffer;
  readonly #signaturePrefix: Buffer;
  #seq: number;

  constructor({ local, remote, auth }: KlapSecrets) {
    const iv = sha256('iv', local, remote, auth);
    this.#key = sha256('lsk', local, remote, auth).subarray(0, 16);
    this.#ivPrefix = iv.subarray(0, 12);
    this.#seq = iv.readInt32BE(28);
    this.#signaturePrefix = sha256('ldk', local, remote, auth).subarray(0, 28);
  }

  seal(text: string): Sealed {
    this.#seq = (this.#seq + 1) | 0;
    const cipher = createCipheriv('aes-128-cbc', this.#key, this.#iv(this.#seq));
    const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    const signature = sha256(this.#signaturePrefix, int32(this.#seq), encrypted);
    return { seq: this.#seq, body: Buffer.concat([signature, encrypted]) };
  }

  /**
   * Opens the answer to message `seq`. Its signature is not compared: no library does, and not every firmware is
   * known to fill it by the rule.
   * @throws PlugfleetError `garbled`
   */
  open(seq: number, body: Buffer): string {
    try {
      const decipher = createDecipheriv('aes-128-cbc', this.#key, this.#iv(seq));
      return Buffer.concat([decipher.update(body.subarray(signatureBytes)), decipher.final()]).toString('utf8');
    } catch (cause) {
      throw garbled('an answer that does not decrypt', { bytes: body.length }, cause);
    }
  }

  #iv(seq: number): Buffer {
    return Buffer.concat([this.#ivPrefix, int32(seq)]);
  }
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
