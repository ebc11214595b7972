const FIRST_KEY = 171;

/** Autokey XOR (protocols/xor.md): each byte is hidden under the cipher byte before it. */
export function xorEncrypt(plain: Buffer): Buffer {
  let key = FIRST_KEY;
  return Buffer.from(plain.map((byte) => (key = byte ^ key)));
}

export function xorDecrypt(cipher: Buffer): Buffer {
  return Buffer.from(cipher.map((byte, index) => byte ^ (cipher[index - 1] ?? FIRST_KEY)));
}

/** The TCP form: a 4-byte big-endian length, then the cipher text. */
export function xorFrame(text: string): Buffer {
  const body = xorEncrypt(Buffer.from(text));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}

/** Old plugs have small buffers; nothing a client may ask comes near this. */
export const XOR_LONGEST_REQUEST = 64 * 1024;

/**
 * Cuts the first whole frame off what has arrived. `text` is undefined while it is incomplete.
 * @returns null if the announced length is absurd and the connection is past saving.
 */
export function takeXorFrame(arrived: Buffer): { text: string | undefined; rest: Buffer } | null {
  if (arrived.length < 4) return { text: undefined, rest: arrived };
  const length = arrived.readUInt32BE();
  if (length > XOR_LONGEST_REQUEST) return null;
  if (arrived.length < 4 + length) return { text: undefined, rest: arrived };
  return { text: xorDecrypt(arrived.subarray(4, 4 + length)).toString(), rest: arrived.subarray(4 + length) };
}
