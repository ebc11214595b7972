import assert from 'node:assert/strict';
import { PlugfleetError } from '../../contract/index.ts';
import type { FuzzTarget } from './fuzz-target.ts';

/** No input here has more than some 100 kB: what takes longer than this hangs, on however busy a machine. */
const longestMs = 10_000;

const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Promise.prototype];
const properties = prototypes.map((one) => Reflect.ownKeys(one).length);

/**
 * Reads one input.
 * @returns what it took, in ms
 * @throws where anything but a good answer or an expected code comes of it, and where it leaves something behind
 */
export async function tryInput({ name, read, codes }: FuzzTarget, input: Buffer): Promise<number> {
  const startMs = performance.now();
  try {
    await read(input);
  } catch (thrown) {
    if (!(thrown instanceof PlugfleetError)) throw thrown;
    assert.ok(codes.includes(thrown.code), `${name} raised ${thrown.code}: ${thrown.message}`);
  }
  const tookMs = performance.now() - startMs;
  assert.ok(tookMs < longestMs, `${name} took ${tookMs} ms`);
  for (const [i, one] of prototypes.entries())
    assert.equal(Reflect.ownKeys(one).length, properties[i], `${name} changed a prototype`);
  return tookMs;
}
