import { createCipheriv, createHmac } from 'node:crypto';
import type { WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { type Suite, suite1 } from '../../devices/transports/tpap/suite.ts';

/** M and N of RFC 9383, compressed. */
const points = {
  p256: [suite1.M.toHex(true), suite1.N.toHex(true)],
  p384: [
    '030ff0895ae5ebf6187080a82d82b42e2765e3b2f8749c7e05eba366434b363d3dc36f15314739074d2eb8613fceec2853',
    '02c72cf2e390853a1c1c4ad816a62fd15824f56078918f43f922ca21518f9c543bb252c5490214cf9aa3f0baab4b665c10',
  ],
  p521: [
    '02003f06f38131b2ba2600791e82488e8d20ab889af753a41806c5db18d37d85608cfae06b82e4a72cd744c719193562a653ea1f119eef9356907edc9b56979962d7aa',
    '0200c7924b9ec017f3094562894336a53c50167ba8c5963876880542bc669e494b2532d76c5b53dfb349fdf69154b9e0048c58a42e8ed04cef052a3bc349d95575cd25',
  ],
} as const;

/** Without leading zero bytes; one is put back where the rest is odd in number and begins with a set bit. */
export function shortForm(w0: bigint): Buffer {
  const hex = w0.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return bytes.length % 2 === 1 && (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
}

const withHmac = (
  curve: WeierstrassPointCons<bigint>,
  [M, N]: readonly [string, string],
  hash: Suite['hash'],
): Suite => ({
  curve,
  M: curve.fromHex(M),
  N: curve.fromHex(N),
  times: (point, scalar) => point.multiply(scalar),
  timesBase: (scalar) => curve.BASE.multiply(scalar),
  hash,
  macKeyBytes: 32,
  mac: (key, data) => createHmac(hash, key).update(data).digest(),
  w0Bytes: shortForm,
});

const blockBytes = 16;

/** AES-128-CMAC (RFC 4493). */
function cmac(key: Uint8Array, data: Uint8Array): Buffer {
  const encrypt = (blocks: Uint8Array): Buffer =>
    createCipheriv('aes-128-cbc', key, Buffer.alloc(blockBytes)).setAutoPadding(false).update(blocks);
  const doubled = (block: Buffer): Buffer => {
    const number = BigInt(`0x${block.toString('hex')}`) << 1n;
    const carry = number >> 128n;
    return Buffer.from(((number & ((1n << 128n) - 1n)) ^ (carry * 0x87n)).toString(16).padStart(32, '0'), 'hex');
  };
  const once = doubled(encrypt(Buffer.alloc(blockBytes)));
  const whole = data.length > 0 && data.length % blockBytes === 0;
  const padding = whole ? Buffer.alloc(0) : Buffer.alloc(blockBytes - (data.length % blockBytes));
  if (!whole) padding[0] = 0x80;
  const blocks = Buffer.concat([data, padding]);
  const subkey = whole ? once : doubled(once);
  for (let i = 0; i < blockBytes; i++) {
    const at = blocks.length - blockBytes + i;
    blocks[at] = (blocks[at] ?? 0) ^ (subkey[i] ?? 0);
  }
  return encrypt(blocks).subarray(-blockBytes);
}

const withCmac = (hash: Suite['hash']): Suite => ({
  ...withHmac(p256.Point, points.p256, hash),
  macKeyBytes: 16,
  mac: cmac,
});

/**
 * Suite 1 is the product's. The others were never seen on a plug; their transcripts come from a library that writes w0
 * in its shortest form (protocols/vectors.md).
 */
export const suites: Readonly<Record<number, Suite>> = {
  1: suite1,
  2: withHmac(p256.Point, points.p256, 'sha512'),
  3: withHmac(p384.Point, points.p384, 'sha256'),
  4: withHmac(p384.Point, points.p384, 'sha512'),
  5: withHmac(p521.Point, points.p521, 'sha512'),
  8: withCmac('sha256'),
  9: withCmac('sha512'),
};
