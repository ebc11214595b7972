import { createCipheriv, timingSafeEqual } from 'node:crypto';

const blockBytes = 16;
/** The length field has 3 bytes beside a nonce of 12. */
const longest = 2 ** 24 - 1;

/**
 * AES-CCM (RFC 3610) for nonces of 12 bytes, tags of 16 and no associated data, out of CBC and CTR: Electron's
 * BoringSSL has no CCM of its own.
 * @param bits of the key
 * @returns the cipher text, the tag behind it
 */
export function sealCcm(bits: 128 | 256, key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Buffer {
  // counter 0 hides the tag, the following ones the text: one run of CTR over both, in that order
  const mixed = counterMode(bits, key, nonce, Buffer.concat([authenticator(bits, key, nonce, plain), plain]));
  return Buffer.concat([mixed.subarray(blockBytes), mixed.subarray(0, blockBytes)]);
}

/** The text, or undefined where the tag does not fit. */
export function openCcm(bits: 128 | 256, key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Buffer | undefined {
  const end = sealed.length - blockBytes;
  if (end < 0 || end > longest) return undefined;
  const mixed = counterMode(bits, key, nonce, Buffer.concat([sealed.subarray(end), sealed.subarray(0, end)]));
  const plain = mixed.subarray(blockBytes);
  return timingSafeEqual(mixed.subarray(0, blockBytes), authenticator(bits, key, nonce, plain)) ? plain : undefined;
}

function counterMode(bits: 128 | 256, key: Uint8Array, nonce: Uint8Array, data: Uint8Array): Buffer {
  const first = Buffer.concat([Buffer.of(0x02), nonce, Buffer.alloc(3)]);
  return createCipheriv(`aes-${bits}-ctr`, key, first).update(data);
}

/** The last block of CBC over a head that tells nonce and length, and the text. */
function authenticator(bits: 128 | 256, key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Buffer {
  if (plain.length > longest) throw new RangeError(`${plain.length} bytes are too long for this CCM`);
  const length = Buffer.alloc(3);
  length.writeUIntBE(plain.length, 0, 3);
  const padding = Buffer.alloc((blockBytes - (plain.length % blockBytes)) % blockBytes);
  const blocks = Buffer.concat([Buffer.of(0x3a), nonce, length, plain, padding]);
  const cipher = createCipheriv(`aes-${bits}-cbc`, key, Buffer.alloc(blockBytes)).setAutoPadding(false);
  return cipher.update(blocks).subarray(-blockBytes);
}
