import { createHmac } from 'node:crypto';
import type { WeierstrassPoint, WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js';
import { p256 } from '@noble/curves/nist.js';
import { p256Times, p256TimesBase } from './p256-times.ts';

export type CurvePoint = WeierstrassPoint<bigint>;

/** What a cipher suite fixes: curve, hash and confirmation MAC; protocols/tpap.md, "SPAKE2+". */
export interface Suite {
  curve: WeierstrassPointCons<bigint>;
  /** The two points of RFC 9383 whose logarithms nobody knows. */
  M: CurvePoint;
  N: CurvePoint;
  /** scalar · point, and scalar · G. */
  times(point: CurvePoint, scalar: bigint): CurvePoint;
  timesBase(scalar: bigint): CurvePoint;
  hash: 'sha256' | 'sha512';
  /** Length of each confirmation key. */
  macKeyBytes: number;
  mac(key: Uint8Array, data: Uint8Array): Uint8Array;
  /** w0 as the transcript has it. */
  w0Bytes(w0: bigint): Uint8Array;
}

const { Point } = p256;
const p256Bytes = 32;
/** M and N are multiplied in every log-in: a small table, made at the first, makes the others four times as fast. */
const withTable = (hex: string): CurvePoint => Point.fromHex(hex).precompute(4);

/** Suite 1: P-256, SHA-256, HMAC. No plug ever took another one, so it is the only one that is offered. */
export const suite1: Suite = {
  curve: Point,
  M: withTable('02886e2f97ace46e55ba9dd7242579f2993b64e16ef3dcab95afd497333d8fa12f'),
  N: withTable('03d8bbd6c639c62937b04d997f38c3770719c629d7014d49a24b4f98baa1292b49'),
  times: p256Times,
  timesBase: p256TimesBase,
  hash: 'sha256',
  macKeyBytes: 32,
  mac: (key, data) => createHmac('sha256', key).update(data).digest(),
  // always in full, as RFC 9383 says; one library shortens it, which differs for one w0 in 256
  w0Bytes: (w0) => Buffer.from(w0.toString(16).padStart(2 * p256Bytes, '0'), 'hex'),
};
