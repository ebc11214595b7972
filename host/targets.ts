import { PlugfleetError, type Target } from '../contract/index.ts';
import { broadcastOf, contains, hostCount, parseNetwork } from '../devices/index.ts';
import type { Ipv4Interface } from '../machine/index.ts';

/** Local networks larger than this are not swept unasked: broadcast reaches what is in them. */
const mostUnasked = 1024;

export interface Look {
  targets: Target[];
  /** The networks that are swept, as typed. */
  networks: string[];
  /** The network an address lies in, of those asked and of the own ones. */
  networkOf: (address: string) => string | null;
}

/** Which network an address lies in: the smallest that fits. */
function finder(networks: readonly string[]): (address: string) => string | null {
  const parsed = [...new Set(networks)]
    .map((text) => ({ text, network: parseNetwork(text) }))
    .sort((a, b) => hostCount(a.network) - hostCount(b.network));
  return (address) => parsed.find(({ network }) => contains(network, address))?.text ?? null;
}

/** Sweeps of the networks, and a broadcast into each that this machine has an interface in. */
export function targetsOf(networks: readonly string[], interfaces: readonly Ipv4Interface[]): Target[] {
  return [
    ...networks.map((network): Target => ({ kind: 'sweep', network })),
    ...networks.flatMap((network) => broadcastInto(network, interfaces)),
  ];
}

/** A broadcast stays inside the network that was named: only where the whole of it is an interface's own. */
function broadcastInto(network: string, interfaces: readonly Ipv4Interface[]): Target[] {
  const address = broadcastOf(parseNetwork(network));
  const own = interfaces.find((i) => !i.isLoopback && i.broadcast === address);
  return own === undefined || address === null ? [] : [{ kind: 'broadcast', address, from: own.address }];
}

/**
 * Where a scan looks. Networks that are named are the only ones anything is sent to. With none, the sites' networks
 * and the local interfaces' (by broadcast, and by sweep where they are small).
 * @throws `bad-network`, `network-too-large`, `no-interface` where there is nowhere to send to
 */
export function lookFor(
  asked: { networks: readonly string[]; broadcast: readonly string[] },
  known: { sites: readonly string[]; interfaces: readonly Ipv4Interface[] },
): Look {
  if (asked.networks.length > 0 || asked.broadcast.length > 0) {
    const networks = [...new Set(asked.networks)];
    const targets: Target[] = [
      ...targetsOf(networks, known.interfaces),
      ...asked.broadcast.flatMap((address) => broadcastTargets(address, known.interfaces)),
    ];
    return { targets, networks, networkOf: finder([...networks, ...localNetworks(known.interfaces)]) };
  }
  const local = known.interfaces.filter((i) => !i.isLoopback);
  const small = local.map((i) => i.cidr).filter((cidr) => hostCount(parseNetwork(cidr)) <= mostUnasked);
  const networks = [...new Set([...known.sites, ...small])];
  const targets: Target[] = [
    ...networks.map((network): Target => ({ kind: 'sweep', network })),
    ...local.map((i): Target => ({ kind: 'broadcast', address: i.broadcast, from: i.address })),
  ];
  if (targets.length === 0) throw new PlugfleetError('no-interface');
  return { targets, networks, networkOf: finder([...networks, ...localNetworks(known.interfaces)]) };
}

const localNetworks = (interfaces: readonly Ipv4Interface[]): string[] =>
  interfaces.filter((i) => !i.isLoopback).map((i) => i.cidr);

/** A named broadcast address, or every interface's own for an empty text. */
function broadcastTargets(address: string, interfaces: readonly Ipv4Interface[]): Target[] {
  if (address !== '') {
    const { text, prefix, first, last } = parseBroadcast(address);
    if (prefix !== null || first !== last) throw new PlugfleetError('bad-network', `'${text}' is not one address`);
    return [{ kind: 'broadcast', address, from: null }];
  }
  const own = interfaces.filter((i) => !i.isLoopback);
  if (own.length === 0) throw new PlugfleetError('no-interface');
  return own.map((i): Target => ({ kind: 'broadcast', address: i.broadcast, from: i.address }));
}

/** 255.255.255.255 is nobody's address, but it is one that can be broadcast to. */
const parseBroadcast = (address: string): ReturnType<typeof parseNetwork> =>
  address === '255.255.255.255'
    ? { text: address, prefix: null, first: 0xff_ff_ff_ff, last: 0xff_ff_ff_ff }
    : parseNetwork(address);
