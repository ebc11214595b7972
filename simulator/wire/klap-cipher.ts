import { createCipheriv, createDecipheriv } from 'node:crypto';
import { sha256 } from './hashes.ts';

const SIGNATURE_BYTES = 32;

/** The keys of one KLAP session, and the packing of its messages. The same for v1 and v2 but for `auth`. */
export class KlapCipher {
  readonly initialSeq: number;
  readonly #key: Buffer;
  readonly #ivPrefix: Buffer;
  readonly #signaturePrefix: Buffer;

  constructor(local: Buffer, remote: Buffer, auth: Buffer) {
    const secret = Buffer.concat([local, remote, auth]);
    const iv = sha256('iv', secret);
    this.#key = sha256('lsk', secret).subarray(0, 16);
    this.#ivPrefix = iv.subarray(0, 12);
    this.initialSeq = iv.readInt32BE(28);
    this.#signaturePrefix = sha256('ldk', secret).subarray(0, 28);
  }

  /** Signature (32 bytes), then AES-128-CBC. An answer is packed under its request's `seq`. */
  seal(seq: number, text: string): Buffer {
    const cipher = createCipheriv('aes-128-cbc', this.#key, this.#iv(seq));
    const hidden = Buffer.concat([cipher.update(text), cipher.final()]);
    return Buffer.concat([this.#sign(seq, hidden), hidden]);
  }

  /** @returns undefined when signature or padding is wrong. */
  open(seq: number, body: Buffer): string | undefined {
    const hidden = body.subarray(SIGNATURE_BYTES);
    if (!this.#sign(seq, hidden).equals(body.subarray(0, SIGNATURE_BYTES))) return undefined;
    const cipher = createDecipheriv('aes-128-cbc', this.#key, this.#iv(seq));
    try {
      return Buffer.concat([cipher.update(hidden), cipher.final()]).toString();
    } catch {
      return undefined;
    }
  }

  #iv(seq: number): Buffer {
    return Buffer.concat([this.#ivPrefix, int32(seq)]);
  }

  #sign(seq: number, hidden: Buffer): Buffer {
    return sha256(this.#signaturePrefix, int32(seq), hidden);
  }
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
