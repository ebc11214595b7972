import { hash } from 'node:crypto';

/** The alphabet of crypt(3), which is not that of base64. */
const letters = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Which bytes of the digest go together into four letters, the highest first; crypt(3) shuffles them. */
const md5Order = [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5], [11]];
const sha256Order = [
  [0, 10, 20],
  [21, 1, 11],
  [12, 22, 2],
  [3, 13, 23],
  [24, 4, 14],
  [15, 25, 5],
  [6, 16, 26],
  [27, 7, 17],
  [18, 28, 8],
  [9, 19, 29],
  [31, 30],
];

const usualRounds = 5000;
const leastRounds = 1000;
/** The plug names the number: more than this is no plug's (5,000 is what was seen) and would burn time for it. */
export const mostRounds = 20_000;

/** `$1$…`: MD5-crypt (Poul-Henning Kamp, FreeBSD 2.0). */
export function md5Crypt(password: string, salt: string): string {
  const key = Buffer.from(password, 'utf8');
  const salted = Buffer.from(salt, 'utf8');
  const inner = md5(key, salted, key);
  const parts = [key, Buffer.from('$1$'), salted, repeated(inner, key.length)];
  for (let bits = key.length; bits > 0; bits >>= 1) parts.push(bits & 1 ? Buffer.of(0) : key.subarray(0, 1));
  let digest = md5(...parts);
  for (let round = 0; round < 1000; round++) digest = md5(...roundParts(round, digest, key, salted));
  return `$1$${salt}$${inLetters(digest, md5Order)}`;
}

/** `$5$…`: SHA-256-crypt (Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512"); `rounds` at most `mostRounds`. */
export function sha256Crypt(password: string, salt: string, rounds = usualRounds): string {
  const key = Buffer.from(password, 'utf8');
  const salted = Buffer.from(salt, 'utf8');
  const turns = Math.max(leastRounds, rounds);
  const inner = sha256(key, salted, key);
  const parts = [key, salted, repeated(inner, key.length)];
  for (let bits = key.length; bits > 0; bits >>= 1) parts.push(bits & 1 ? inner : key);
  let digest = sha256(...parts);
  const longKey = repeated(sha256(...times(key, key.length)), key.length);
  const longSalt = repeated(sha256(...times(salted, 16 + (digest[0] ?? 0))), salted.length);
  for (let round = 0; round < turns; round++) digest = sha256(...roundParts(round, digest, longKey, longSalt));
  return `$5$${turns === usualRounds ? '' : `rounds=${turns}$`}${salt}$${inLetters(digest, sha256Order)}`;
}

const md5 = (...parts: Buffer[]): Buffer => hash('md5', Buffer.concat(parts), 'buffer');
const sha256 = (...parts: Buffer[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer');
const times = (bytes: Buffer, count: number): Buffer[] => Array.from({ length: count }, () => bytes);
const repeated = (bytes: Buffer, length: number): Buffer => Buffer.alloc(length, bytes);

/** What one round hashes: both schemes mix in the same rhythm. */
function roundParts(round: number, digest: Buffer, key: Buffer, salt: Buffer): Buffer[] {
  const parts = [round & 1 ? key : digest];
  if (round % 3 !== 0) parts.push(salt);
  if (round % 7 !== 0) parts.push(key);
  parts.push(round & 1 ? digest : key);
  return parts;
}

function inLetters(digest: Buffer, order: readonly (readonly number[])[]): string {
  let text = '';
  for (const group of order) {
    let bits = group.reduce((sum, at) => sum * 256 + (digest[at] ?? 0), 0);
    for (let left = group.length + 1; left > 0; left--, bits >>= 6) text += letters[bits & 63];
  }
  return text;
}
