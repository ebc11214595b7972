import { createECDH } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import type { CurvePoint } from './suite.ts';

const { Point } = p256;
const order = Point.Fn.ORDER;
const bytesOf = (scalar: bigint): Buffer => Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');

/** The x of scalar · point, by the system's own key agreement. */
function xOf(point: Uint8Array, scalar: bigint): bigint {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(bytesOf(scalar));
  return BigInt(`0x${ecdh.computeSecret(point).toString('hex')}`);
}

/**
 * scalar · point on P-256, several times as fast as the library's. The system tells the x of a product only; which of
 * the two points with that x it is, the x of the next multiple decides.
 */
export function p256Times(point: CurvePoint, scalar: bigint): CurvePoint {
  // next to the ends the multiples meet the point itself or infinity, where the sum below says nothing
  if (scalar < 3n || scalar > order - 3n) return point.multiply(scalar);
  const bytes = point.toBytes(false);
  const x = xOf(bytes, scalar);
  const { Fp } = Point;
  const { a, b } = Point.CURVE();
  const y = Fp.sqrt(Fp.add(Fp.mul(Fp.add(Fp.sqr(x), a), x), b));
  const one = Point.fromAffine({ x, y });
  return one.add(point).toAffine().x === xOf(bytes, scalar + 1n) ? one : one.negate();
}

/** scalar · G, by the system's own key generation. */
export function p256TimesBase(scalar: bigint): CurvePoint {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(bytesOf(scalar));
  return Point.fromBytes(ecdh.getPublicKey());
}
