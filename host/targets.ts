import { PlugfleetError, type Target } from '../contract/index.ts';
import { broadcastOf, contains, hostCount, parseNetwork } from '../devices/index.ts';
import type { Ipv4Interface } from '../machine/index.ts';

/** Local networks larger than this are not swept unasked: broadcast reaches what is in them. */
const mostUnasked = 1024;

export interface Look {
  targets: Target[];
  /** The networks that are swept, as typed. */
  networks: string[];
  /** The network an address lies in, of those asked and of the own ones that are small enough to be swept. */
  networkOf: (address: string) => string | null;
}

/**
 * Which network an address lies in: the smallest that fits. One address alone is no network: nothing else on it could
 * show that it lives.
 */
function finder(networks: readonly string[]): (address: string) => string | null {
  const parsed = [...new Set(networks)]
    .map((text) => ({ text, network: parseNetwork(text) }))
    .filter(({ network }) => hostCount(network) > 1)
    .sort((a, b) => hostCount(a.network) - hostCount(b.network));
  return (address) => parsed.find(({ network }) => contains(network, address))?.text ?? null;
}

/**
 * Where to look again for plugs that are known: sweeps of their networks, and a broadcast on every interface that is in
 * one of them, since a plug that got another address there is still the same plug.
 */
export function targetsOf(networks: readonly string[], interfaces: readonly Ipv4Interface[]): Target[] {
  const parsed = networks.map(parseNetwork);
  const isThere = ({ address, cidr }: Ipv4Interface): boolean =>
    parsed.some((network) => contains(network, address) || isInside(network, cidr));
  return [...networks.map(sweep), ...broadcasting(interfaces).filter(isThere).map(broadcastOn)];
}

/** A look for known plugs of these networks. */
export const lookAgain = (networks: readonly string[], interfaces: readonly Ipv4Interface[]): Look => ({
  targets: targetsOf(networks, interfaces),
  networks: [...networks],
  networkOf: finder([...networks, ...smallNetworks(interfaces)]),
});

/**
 * Where a scan looks. Networks that are named are the only ones anything is sent to. With none, the sites' networks
 * and the local interfaces' (by broadcast, and by sweep where they are small).
 * @throws `bad-network`, `network-too-large`, `no-interface` where there is nowhere to send to
 */
export function lookFor(
  asked: { networks: readonly string[]; broadcast: readonly string[] },
  known: { sites: readonly string[]; interfaces: readonly Ipv4Interface[] },
): Look {
  const small = smallNetworks(known.interfaces);
  if (asked.networks.length > 0 || asked.broadcast.length > 0) {
    const networks = [...new Set(asked.networks)];
    const targets: Target[] = [
      ...networks.map(sweep),
      ...networks.flatMap((network) => broadcastInto(network, known.interfaces)),
      ...asked.broadcast.flatMap((address) => broadcastTargets(address, known.interfaces)),
    ];
    return { targets, networks, networkOf: finder([...networks, ...small]) };
  }
  const networks = [...new Set([...known.sites, ...small])];
  const targets: Target[] = [...networks.map(sweep), ...broadcasting(known.interfaces).map(broadcastOn)];
  if (targets.length === 0) throw new PlugfleetError('no-interface');
  return { targets, networks, networkOf: finder(networks) };
}

const sweep = (network: string): Target => ({ kind: 'sweep', network });
const broadcastOn = (own: Ipv4Interface): Target => ({ kind: 'broadcast', address: own.broadcast, from: own.address });

/** How many bits of an address the network of an interface fixes. It may be larger than what can be swept. */
const bitsOf = ({ cidr }: Ipv4Interface): number => Number(cidr.split('/')[1]);

/** Interfaces with a network around them: a tunnel of one or two addresses has nobody to broadcast to. */
const broadcasting = (interfaces: readonly Ipv4Interface[]): Ipv4Interface[] =>
  interfaces.filter((i) => !i.isLoopback && bitsOf(i) <= 30);

/** The local networks that a sweep of is no burden, as CIDR. */
const smallNetworks = (interfaces: readonly Ipv4Interface[]): string[] =>
  broadcasting(interfaces)
    .filter((i) => 2 ** (32 - bitsOf(i)) <= mostUnasked)
    .map((i) => i.cidr);

/** The networks of this computer that a scan of nothing in particular goes into: by sweep, or only by broadcast. */
export function unasked(interfaces: readonly Ipv4Interface[]): { swept: string[]; broadcast: string[] } {
  const swept = [...new Set(smallNetworks(interfaces))];
  const all = new Set(broadcasting(interfaces).map((i) => i.cidr));
  return { swept, broadcast: [...all].filter((cidr) => !swept.includes(cidr)) };
}

/** A broadcast stays inside the network that was named: only where that is the whole of an interface's own. */
function broadcastInto(text: string, interfaces: readonly Ipv4Interface[]): Target[] {
  const network = parseNetwork(text);
  const own = broadcasting(interfaces).find(
    (i) => i.broadcast === broadcastOf(network) && bitsOf(i) === network.prefix,
  );
  return own === undefined ? [] : [broadcastOn(own)];
}

/** Whether a network lies in that of an interface. */
function isInside({ first, last }: ReturnType<typeof parseNetwork>, cidr: string): boolean {
  const [base = '', bits] = cidr.split('/');
  const from = parseNetwork(base).first;
  return first >= from && last < from + 2 ** (32 - Number(bits));
}

/** A named broadcast address, or every interface's own for an empty text. */
function broadcastTargets(address: string, interfaces: readonly Ipv4Interface[]): Target[] {
  if (address !== '') {
    const { text, prefix, first, last } = parseBroadcast(address);
    if (prefix !== null || first !== last) throw new PlugfleetError('bad-network', `'${text}' is not one address`);
    return [{ kind: 'broadcast', address, from: null }];
  }
  const own = broadcasting(interfaces);
  if (own.length === 0) throw new PlugfleetError('no-interface');
  return own.map(broadcastOn);
}

/** 255.255.255.255 is nobody's address, but it is one that can be broadcast to. */
const parseBroadcast = (address: string): ReturnType<typeof parseNetwork> =>
  address === '255.255.255.255'
    ? { text: address, prefix: null, first: 0xff_ff_ff_ff, last: 0xff_ff_ff_ff }
    : parseNetwork(address);
