import { hkdfSync } from 'node:crypto';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { openCcm, sealCcm } from './aes-ccm.ts';

/** The ciphers that plugs name. */
export const cipherNames = ['aes_128_ccm', 'aes_256_ccm', 'chacha20_poly1305'] as const;
export type CipherName = (typeof cipherNames)[number];

interface Cipher {
  /** How it is called inside the labels of the key derivation. */
  label: string;
  keyBytes: number;
  seal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Uint8Array;
  /** Undefined where the tag does not fit. */
  open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Uint8Array | undefined;
}

const ccm = (bits: 128 | 256): Cipher => ({
  label: `aes${bits}`,
  keyBytes: bits / 8,
  seal: (key, nonce, plain) => sealCcm(bits, key, nonce, plain),
  open: (key, nonce, sealed) => openCcm(bits, key, nonce, sealed),
});

const ciphers: Readonly<Record<CipherName, Cipher>> = {
  aes_128_ccm: ccm(128),
  aes_256_ccm: ccm(256),
  // not from node:crypto: Electron's has none
  chacha20_poly1305: {
    label: 'chacha20',
    keyBytes: 32,
    seal: (key, nonce, plain) => chacha20poly1305(key, nonce).encrypt(plain),
    open: (key, nonce, sealed) => {
      try {
        return chacha20poly1305(key, nonce).decrypt(sealed);
      } catch {
        // the library has no other way to say that the tag does not fit
        return undefined;
      }
    },
  },
};

/** Key and nonces of one session. */
export interface SessionKeys {
  cipher: CipherName;
  key: Buffer;
  /** 12 bytes; each frame's sequence number takes the place of the last four. */
  baseNonce: Buffer;
}

/** @param hash that of the suite */
export function sessionKeys(cipher: CipherName, hash: 'sha256' | 'sha512', shared: Uint8Array): SessionKeys {
  const { label, keyBytes } = ciphers[cipher];
  const derive = (what: 'key' | 'iv', bytes: number): Buffer =>
    Buffer.from(hkdfSync(hash, shared, `tp-kdf-salt-${label}-${what}`, `tp-kdf-info-${label}-${what}`, bytes));
  return { cipher, key: derive('key', keyBytes), baseNonce: derive('iv', nonceBytes) };
}

const nonceBytes = 12;
const headBytes = 4;
const tagBytes = 16;

/** A frame: sequence number, cipher text, tag. Never two different ones under one number. */
export function sealFrame({ cipher, key, baseNonce }: SessionKeys, seq: number, text: string): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(seq);
  const nonce = Buffer.concat([baseNonce.subarray(0, nonceBytes - headBytes), head]);
  return Buffer.concat([head, ciphers[cipher].seal(key, nonce, Buffer.from(text, 'utf8'))]);
}

/** The number and the text of a frame; undefined for whatever is no frame of this session. */
export function openFrame(
  { cipher, key, baseNonce }: SessionKeys,
  frame: Buffer,
): { seq: number; text: string } | undefined {
  if (frame.length < headBytes + tagBytes) return undefined;
  const head = frame.subarray(0, headBytes);
  const nonce = Buffer.concat([baseNonce.subarray(0, nonceBytes - headBytes), head]);
  const plain = ciphers[cipher].open(key, nonce, frame.subarray(headBytes));
  return plain && { seq: head.readUInt32BE(0), text: Buffer.from(plain).toString('utf8') };
}
