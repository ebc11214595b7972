/** Addresses from `first` to `last`, both included, as unsigned numbers. */
export interface Ipv4Range {
  first: number;
  last: number;
}

/** The number of a dotted address; undefined for any other text. */
export function ipv4Number(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text.trim())?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((number, part) => number * 256 + part, 0);
}

export const ipv4Text = (number: number): string => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');

/** The addresses of a network of which one address and the mask are known. */
export function rangeUnder(address: number, mask: number): Ipv4Range {
  return { first: (address & mask) >>> 0, last: (address | ~mask) >>> 0 };
}

/** The addresses a person means by `192.168.7.0/24`, `192.168.7.10-192.168.7.90` or `192.168.7.12`. */
export function rangeOf(network: string): Ipv4Range | undefined {
  const [left = '', right] = network.split(/[-/]/, 2);
  const first = ipv4Number(left);
  if (first === undefined) return undefined;
  if (right === undefined) return { first, last: first };
  if (network.includes('/')) {
    const bits = /^\d{1,2}$/.test(right) ? Number(right) : 33;
    return bits > 32 ? undefined : rangeUnder(first, maskOf(bits));
  }
  const last = ipv4Number(right);
  return last === undefined || last < first ? undefined : { first, last };
}

/** `1 << 32` is 1: the mask of /0 needs its own answer. */
const maskOf = (bits: number): number => (bits === 0 ? 0 : (-1 << (32 - bits)) >>> 0);

export const covers = (outer: Ipv4Range, inner: Ipv4Range): boolean =>
  outer.first <= inner.first && inner.last <= outer.last;
