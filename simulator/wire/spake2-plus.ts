import { createHmac, hkdfSync, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { p256 } from '@noble/curves/nist.js';
import { sha256 } from './hashes.ts';

/** The plug's side of SPAKE2+ (RFC 9383) as TPAP uses it: P-256, SHA-256, HMAC, no identities. */

const { Point } = p256;
type Point = InstanceType<typeof Point>;

const ORDER = Point.Fn.ORDER;
const M = Point.fromHex('02886e2f97ace46e55ba9dd7242579f2993b64e16ef3dcab95afd497333d8fa12f');
const N = Point.fromHex('03d8bbd6c639c62937b04d997f38c3770719c629d7014d49a24b4f98baa1292b49');
const SECRET_BYTES = 40;
for (const fixedPoint of [M, N]) fixedPoint.precompute();
const KEY_BYTES = 32;

const stretch = promisify(pbkdf2);

/** What a plug keeps in place of the password. Dear to make, so it is made once for each salt. */
export interface Verifier {
  readonly w0: Buffer;
  readonly w0M: Point;
  readonly w0N: Point;
  readonly L: Point;
}

export async function makeVerifier(credential: string, salt: Buffer, iterations: number): Promise<Verifier> {
  const stretched = await stretch(credential, salt, iterations, 2 * SECRET_BYTES, 'sha256');
  const w0 = toScalar(stretched.subarray(0, SECRET_BYTES));
  const w1 = toScalar(stretched.subarray(SECRET_BYTES));
  return { w0: fixed(w0), w0M: M.multiply(w0), w0N: N.multiply(w0), L: Point.BASE.multiply(w1) };
}

/** What the plug has said in `pake_register`. */
export interface Offer {
  readonly verifier: Verifier;
  readonly y: bigint;
  /** Uncompressed, `dev_share`. */
  readonly share: Buffer;
}

/** @param chance 40 random bytes. */
export function makeOffer(verifier: Verifier, chance: Buffer): Offer {
  const y = toScalar(chance);
  return { verifier, y, share: bytesOf(Point.BASE.multiply(y).add(verifier.w0N)) };
}

export interface Agreement {
  /** What the client proves with, and what the plug proves with. */
  readonly userConfirm: Buffer;
  readonly devConfirm: Buffer;
  readonly shared: Buffer;
}

/** @returns undefined when `userShare` is no point that a client may send. */
export function agree(
  { verifier, y, share }: Offer,
  userShare: Buffer,
  userRandom: Buffer,
  devRandom: Buffer,
): Agreement | undefined {
  const X = pointIn(userShare);
  const unmasked = X?.subtract(verifier.w0M);
  if (X === undefined || unmasked === undefined || unmasked.is0()) return undefined;
  const context = sha256('PAKE V1', userRandom, devRandom);
  // "Unsafe" says that the time taken tells about y. Virtual plugs have no secrets worth keeping, and share a processor.
  const [Z, V] = [unmasked.multiplyUnsafe(y), verifier.L.multiplyUnsafe(y)];
  const none = Buffer.alloc(0);
  const parts = [context, none, none, ...[M, N, X].map(bytesOf), share, ...[Z, V].map(bytesOf), verifier.w0];
  const main = sha256(...parts.flatMap((part) => [lengthOf(part), part]));
  const confirm = derive(main, 'ConfirmationKeys', 2 * KEY_BYTES);
  return {
    userConfirm: hmac(confirm.subarray(0, KEY_BYTES), share),
    devConfirm: hmac(confirm.subarray(KEY_BYTES), bytesOf(X)),
    shared: derive(main, 'SharedKey', KEY_BYTES),
  };
}

function pointIn(bytes: Buffer): Point | undefined {
  try {
    const point = Point.fromBytes(bytes);
    return point.is0() ? undefined : point;
  } catch {
    return undefined;
  }
}

function toScalar(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`) % ORDER;
}

function fixed(scalar: bigint): Buffer {
  return Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
}

function bytesOf(point: Point): Buffer {
  return Buffer.from(point.toBytes(false));
}

function lengthOf(part: Buffer): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(part.length);
  return bytes;
}

function derive(secret: Buffer, info: string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), info, length));
}

function hmac(key: Buffer, text: Buffer): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
