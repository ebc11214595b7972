import { hash, hkdfSync, pbkdf2Sync, randomBytes } from 'node:crypto';
import type { CurvePoint, Suite } from './suite.ts';

/** A share of the other side that is no point of the curve, or that hides one. */
export class BadShare extends Error {
  override readonly name = 'BadShare';
}

const halfBytes = 40;

/** Both secrets that stand for the password, from the credential string. Slow on purpose. */
export function passwordScalars(
  suite: Suite,
  credential: string,
  salt: Uint8Array,
  iterations: number,
): { w0: bigint; w1: bigint } {
  // SHA-256 whatever the suite
  const ws = pbkdf2Sync(credential, salt, iterations, 2 * halfBytes, 'sha256');
  const order = suite.curve.Fn.ORDER;
  return { w0: toNumber(ws.subarray(0, halfBytes)) % order, w1: toNumber(ws.subarray(halfBytes)) % order };
}

/** A random scalar in 1..n-1; the 16 bytes beyond the curve's own make the bias of the remainder vanish. */
export function randomScalar({ curve }: Suite): bigint {
  return (toNumber(randomBytes(curve.Fn.BYTES + 16)) % (curve.Fn.ORDER - 1n)) + 1n;
}

/** The points of one exchange: both shares and what both sides computed. */
export interface Points {
  X: CurvePoint;
  Y: CurvePoint;
  Z: CurvePoint;
  V: CurvePoint;
}

/**
 * Our part: the share X to send, and what it makes with the plug's share Y.
 * @throws BadShare
 */
export function clientPoints(
  suite: Suite,
  { w0, w1 }: { w0: bigint; w1: bigint },
  x: bigint,
  share: Uint8Array,
): Points {
  const Y = pointOf(suite, share);
  const X = suite.timesBase(x).add(suite.M.multiply(w0));
  const U = Y.subtract(suite.N.multiply(w0));
  if (U.is0()) throw new BadShare('the share hides the point at infinity');
  return { X, Y, Z: suite.times(U, x), V: suite.times(U, w1) };
}

/** The 32 random bytes that each side named. */
export interface Nonces {
  userRandom: Uint8Array;
  devRandom: Uint8Array;
}

export interface Keys {
  /** What each side shows to prove that it knows the password. */
  userConfirm: Buffer;
  devConfirm: Buffer;
  /** The key that session keys come from. */
  shared: Buffer;
}

/** The key schedule; both sides come to the same. */
export function keysOf(suite: Suite, points: Points, w0: bigint, nonces: Nonces): Keys {
  const mainKey = digest(suite, transcriptOf(suite, points, w0, nonces));
  const derive = (info: string, bytes: number): Buffer =>
    Buffer.from(hkdfSync(suite.hash, mainKey, Buffer.alloc(0), info, bytes));
  const confirm = derive('ConfirmationKeys', 2 * suite.macKeyBytes);
  const [ours, theirs] = [confirm.subarray(0, suite.macKeyBytes), confirm.subarray(suite.macKeyBytes)];
  return {
    userConfirm: Buffer.from(suite.mac(ours, points.Y.toBytes(false))),
    devConfirm: Buffer.from(suite.mac(theirs, points.X.toBytes(false))),
    shared: derive('SharedKey', mainKey.length),
  };
}

/** Everything both sides must agree on, each part behind its length. */
export function transcriptOf(suite: Suite, { X, Y, Z, V }: Points, w0: bigint, nonces: Nonces): Buffer {
  const context = digest(suite, Buffer.concat([Buffer.from('PAKE V1'), nonces.userRandom, nonces.devRandom]));
  const nobody = Buffer.alloc(0);
  const points = [suite.M, suite.N, X, Y, Z, V].map((point) => point.toBytes(false));
  const parts = [context, nobody, nobody, ...points, suite.w0Bytes(w0)];
  return Buffer.concat(parts.flatMap((part) => [lengthOf(part), part]));
}

export function pointOf({ curve }: Suite, bytes: Uint8Array): CurvePoint {
  try {
    const point = curve.fromBytes(bytes);
    point.assertValidity();
    return point;
  } catch (cause) {
    throw new BadShare('the share is no point of the curve', { cause });
  }
}

const digest = (suite: Suite, data: Buffer): Buffer => hash(suite.hash, data, 'buffer');
const toNumber = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);

function lengthOf(part: Uint8Array): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(part.length));
  return bytes;
}
