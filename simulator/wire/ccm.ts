import { createCipheriv, timingSafeEqual } from 'node:crypto';

const BLOCK = 16;
const TAG = 16;
/** Flags of B0: no associated data, tag of 16, a length field of 3 bytes, which a nonce of 12 leaves. */
const FLAGS_FIRST_BLOCK = 0x3a;
const FLAGS_COUNTER = 0x02;

/**
 * AES-CCM (RFC 3610) with a 12-byte nonce, a 16-byte tag and no associated data, from ECB, CBC and CTR: Electron's
 * BoringSSL has these, but no CCM.
 * @param key 16 or 32 bytes.
 * @returns cipher text, then tag.
 */
export function ccmSeal(key: Buffer, nonce: Buffer, plain: Buffer): Buffer {
  return Buffer.concat([ctr(key, nonce, plain), tagOf(key, nonce, plain)]);
}

/** @returns undefined when the tag is wrong. */
export function ccmOpen(key: Buffer, nonce: Buffer, sealed: Buffer): Buffer | undefined {
  if (sealed.length < TAG) return undefined;
  const plain = ctr(key, nonce, sealed.subarray(0, -TAG));
  return timingSafeEqual(tagOf(key, nonce, plain), sealed.subarray(-TAG)) ? plain : undefined;
}

function ctr(key: Buffer, nonce: Buffer, text: Buffer): Buffer {
  return createCipheriv(`aes-${key.length * 8}-ctr`, key, counter(nonce, 1)).update(text);
}

function tagOf(key: Buffer, nonce: Buffer, plain: Buffer): Buffer {
  const length = Buffer.alloc(3);
  length.writeUIntBE(plain.length, 0, 3);
  const padding = Buffer.alloc((BLOCK - (plain.length % BLOCK)) % BLOCK);
  const blocks = Buffer.concat([Buffer.from([FLAGS_FIRST_BLOCK]), nonce, length, plain, padding]);
  const chained = createCipheriv(`aes-${key.length * 8}-cbc`, key, Buffer.alloc(BLOCK)).update(blocks);
  const mask = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).update(counter(nonce, 0));
  return Buffer.from(chained.subarray(-BLOCK).map((byte, index) => byte ^ (mask[index] ?? 0)));
}

function counter(nonce: Buffer, position: number): Buffer {
  return Buffer.concat([Buffer.from([FLAGS_COUNTER]), nonce, Buffer.from([0, 0, position])]);
}
