import ipaddr from 'ipaddr.js';
import { PlugfleetError } from '../../contract/index.ts';

/** A sweep over more than a /16 would take hours and fill neighbour tables: such networks are refused. */
export const mostAddresses = 65_536;

/** A network, range or address as asked for. `first` and `last` are inclusive, as unsigned 32-bit numbers. */
export interface Network {
  /** As typed. */
  text: string;
  first: number;
  last: number;
  /** Whether it was given with a prefix, so that it has a broadcast address. */
  prefix: number | null;
}

/**
 * Reads a CIDR (`192.168.7.0/24`; host bits are ignored), a range (`192.168.7.10-192.168.7.90`) or one IPv4 address.
 * @throws PlugfleetError `bad-network`; `network-too-large` beyond 65,536 addresses
 */
export function parseNetwork(text: string): Network {
  const network = readNetwork(text.trim());
  if (!network || network.last < network.first || !isUnicast(network.first) || !isUnicast(network.last))
    throw new PlugfleetError('bad-network', `'${text}' is not an IPv4 network, range or address`, { facts: { text } });
  const addresses = network.last - network.first + 1;
  if (addresses > mostAddresses) {
    const words = `${text} has ${addresses.toLocaleString('en')} addresses, ${mostAddresses.toLocaleString('en')} can be swept`;
    throw new PlugfleetError('network-too-large', words, { facts: { text, addresses, most: mostAddresses } });
  }
  return { ...network, text };
}

function readNetwork(text: string): Omit<Network, 'text'> | undefined {
  const [start = '', end, more] = text.split('-').map((part) => part.trim());
  if (more !== undefined) return undefined;
  if (end !== undefined) return span(numberOf(start), numberOf(end), null);
  const [address = '', bits, rest] = text.split('/');
  const at = numberOf(address);
  if (rest !== undefined || at === undefined) return undefined;
  if (bits === undefined) return span(at, at, null);
  if (!/^(?:[0-9]|[12][0-9]|3[0-2])$/.test(bits)) return undefined;
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(at / size) * size;
  return span(first, first + size - 1, Number(bits));
}

const span = (first: number | undefined, last: number | undefined, prefix: number | null) =>
  first === undefined || last === undefined ? undefined : { first, last, prefix };

/** An IPv4 address in four decimal parts as a number; undefined for any other text. */
export function numberOf(address: string): number | undefined {
  if (!ipaddr.IPv4.isValidFourPartDecimal(address)) return undefined;
  return ipaddr.IPv4.parse(address)
    .toByteArray()
    .reduce((number, byte) => number * 256 + byte, 0);
}

const addressOf = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

/** Multicast, 0.0.0.0 and 255.255.255.255 are nobody's address. */
const isUnicast = (number: number): boolean =>
  !['multicast', 'broadcast', 'unspecified'].includes(ipaddr.IPv4.parse(addressOf(number)).range());

/** Without the network's own and its broadcast address, where it has them. */
function edges(network: Network): [first: number, last: number] {
  const whole = network.prefix === null || network.prefix > 30;
  return whole ? [network.first, network.last] : [network.first + 1, network.last - 1];
}

/** How many addresses a sweep of it asks. */
export function hostCount(network: Network): number {
  const [first, last] = edges(network);
  return last - first + 1;
}

/** Every address a sweep of it asks, in order. */
export function* hostsOf(network: Network): Generator<string> {
  const [first, last] = edges(network);
  for (let number = first; number <= last; number++) yield addressOf(number);
}

/** Whether an address lies in it (the network's own and the broadcast address included). */
export function contains(network: Network, address: string): boolean {
  const number = numberOf(address);
  return number !== undefined && number >= network.first && number <= network.last;
}

/** Its broadcast address; null for a range, an address, a /31 and a /32. */
export const broadcastOf = (network: Network): string | null =>
  network.prefix === null || network.prefix > 30 ? null : addressOf(network.last);

/** Whether all of it is this machine itself (127.0.0.0/8). */
export const isLoopback = (address: string): boolean => address.startsWith('127.');
