import { md5, sha256 } from './hashes.ts';

const DIGITS = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const MD5_ROUNDS = 1000;
const LONGEST_SHA_SALT = 16;
export const SHA_CRYPT_ROUNDS = 5000;

type Digest = (...parts: (Buffer | string)[]) => Buffer;

/** MD5-crypt as in FreeBSD's `crypt`. @param salt at most 8 characters. */
export function md5Crypt(password: string, salt: string): string {
  const pw = Buffer.from(password);
  const first = [pw, '$1$', salt, stretched(md5(pw, salt, pw), pw.length)];
  for (let bits = pw.length; bits > 0; bits >>= 1) first.push(bits & 1 ? Buffer.alloc(1) : pw.subarray(0, 1));
  const last = rounds(md5, md5(...first), pw, Buffer.from(salt), MD5_ROUNDS);
  const order = [0, 6, 12, 1, 7, 13, 2, 8, 14, 3, 9, 15, 4, 10, 5];
  return `$1$${salt}$${digits(last, order, [11])}`;
}

/** SHA-256-crypt (Drepper). `rounds=` is written only where it is not the default. */
export function sha256Crypt(password: string, wholeSalt: string, count = SHA_CRYPT_ROUNDS): string {
  const pw = Buffer.from(password);
  const salt = wholeSalt.slice(0, LONGEST_SHA_SALT);
  const other = sha256(pw, salt, pw);
  const first = [pw, salt, stretched(other, pw.length)];
  for (let bits = pw.length; bits > 0; bits >>= 1) first.push(bits & 1 ? other : pw);
  const start = sha256(...first);
  const pwText = stretched(sha256(...Array.from({ length: pw.length }, () => pw)), pw.length);
  const saltDigest = sha256(...Array.from({ length: 16 + (start[0] ?? 0) }, () => salt));
  const last = rounds(sha256, start, pwText, stretched(saltDigest, salt.length), count);
  const order = [
    0, 10, 20, 21, 1, 11, 12, 22, 2, 3, 13, 23, 24, 4, 14, 15, 25, 5, 6, 16, 26, 27, 7, 17, 18, 28, 8, 9, 19, 29,
  ];
  const named = count === SHA_CRYPT_ROUNDS ? '' : `rounds=${count}$`;
  return `$5$${named}${salt}$${digits(last, order, [31, 30])}`;
}

/** The same for both: what goes in, and in which order, depends on the number of the round. */
function rounds(digest: Digest, start: Buffer, pw: Buffer, salt: Buffer, count: number): Buffer {
  let last = start;
  for (let round = 0; round < count; round += 1) {
    const parts = [round & 1 ? pw : last];
    if (round % 3 !== 0) parts.push(salt);
    if (round % 7 !== 0) parts.push(pw);
    parts.push(round & 1 ? last : pw);
    last = digest(...parts);
  }
  return last;
}

/** Repeated and cut to a length. */
function stretched(bytes: Buffer, length: number): Buffer {
  return Buffer.alloc(length, bytes);
}

/** Triples of bytes as four digits each, least significant first; then what is left over. */
function digits(bytes: Buffer, order: readonly number[], left: readonly number[]): string {
  const at = (index: number | undefined) => bytes[index ?? -1] ?? 0;
  let text = '';
  for (let index = 0; index + 2 < order.length; index += 3) {
    text += sixes((at(order[index]) << 16) | (at(order[index + 1]) << 8) | at(order[index + 2]), 4);
  }
  const rest = left.reduce((sum, index) => (sum << 8) | at(index), 0);
  return text + sixes(rest, left.length + 1);
}

function sixes(value: number, count: number): string {
  return Array.from({ length: count }, (_, index) => DIGITS[(value >> (6 * index)) & 0x3f]).join('');
}
