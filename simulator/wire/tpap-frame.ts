import { hkdfSync } from 'node:crypto';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import type { TpapCipherName } from '../spec/plug-spec.ts';
import { ccmOpen, ccmSeal } from './ccm.ts';

const SEQUENCE_BYTES = 4;
const NONCE_BYTES = 12;

/** What keys are derived under, and how long they are. */
const KEYS: Record<TpapCipherName, { name: string; bytes: number }> = {
  aes_128_ccm: { name: 'aes128', bytes: 16 },
  aes_256_ccm: { name: 'aes256', bytes: 32 },
  chacha20_poly1305: { name: 'chacha20', bytes: 32 },
};

/** The packing of one TPAP session's messages: sequence (4 bytes), cipher text, tag (16). */
export class TpapFrames {
  readonly #cipher: TpapCipherName;
  readonly #key: Buffer;
  readonly #baseNonce: Buffer;

  constructor(cipher: TpapCipherName, shared: Buffer) {
    const { name, bytes } = KEYS[cipher];
    const derive = (what: string, length: number) =>
      Buffer.from(hkdfSync('sha256', shared, `tp-kdf-salt-${name}-${what}`, `tp-kdf-info-${name}-${what}`, length));
    this.#cipher = cipher;
    this.#key = derive('key', bytes);
    this.#baseNonce = derive('iv', NONCE_BYTES);
  }

  /** An answer is packed under its request's sequence. */
  seal(seq: number, text: string): Buffer {
    const head = uint32(seq);
    const plain = Buffer.from(text);
    const sealed =
      this.#cipher === 'chacha20_poly1305'
        ? chacha20poly1305(this.#key, this.#nonce(head)).encrypt(plain)
        : ccmSeal(this.#key, this.#nonce(head), plain);
    return Buffer.concat([head, sealed]);
  }

  /** @returns undefined when it is too short or its tag is wrong. */
  open(frame: Buffer): { seq: number; text: string } | undefined {
    if (frame.length < SEQUENCE_BYTES) return undefined;
    const head = frame.subarray(0, SEQUENCE_BYTES);
    const plain = this.#unseal(this.#nonce(head), frame.subarray(SEQUENCE_BYTES));
    return plain && { seq: head.readUInt32BE(), text: plain.toString() };
  }

  #unseal(nonce: Buffer, sealed: Buffer): Buffer | undefined {
    if (this.#cipher !== 'chacha20_poly1305') return ccmOpen(this.#key, nonce, sealed);
    try {
      return Buffer.from(chacha20poly1305(this.#key, nonce).decrypt(sealed));
    } catch {
      return undefined;
    }
  }

  #nonce(head: Buffer): Buffer {
    return Buffer.concat([this.#baseNonce.subarray(0, NONCE_BYTES - SEQUENCE_BYTES), head]);
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
