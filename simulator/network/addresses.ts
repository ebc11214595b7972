import { isIPv4 } from 'node:net';
import { SimulatorError } from '../simulator-error.ts';

export function toNumber(address: string): number {
  if (!isIPv4(address)) throw new SimulatorError('bad-spec', `"${address}" is not an IPv4 address`);
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

/** Addresses from `first` upward, without the .0 and .255 that people and scanners take for something else. */
export function addressesFrom(first: string, count: number): string[] {
  const found: string[] = [];
  for (let value = toNumber(first); found.length < count; value += 1) {
    const last = value % 256;
    if (last !== 0 && last !== 255) found.push(toAddress(value));
  }
  return found;
}

/** A virtual plug on a real network would be taken for a real one. */
export function refuseOutsideLoopback(address: string): void {
  if (Math.floor(toNumber(address) / 2 ** 24) === 127) return;
  throw new SimulatorError(
    'outside-loopback',
    `${address} is not in 127.0.0.0/8; virtual plugs leave loopback only with allowOutsideLoopback`,
  );
}
