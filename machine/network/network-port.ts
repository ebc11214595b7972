import { connect } from 'node:net';
import type { CallOptions, NetworkPort } from '../../contract/index.ts';
import { type Ipv4Interface, interfaces } from './interfaces.ts';
import { covers, type Ipv4Range, ipv4Number, rangeOf } from './ipv4.ts';
import { type Ipv4Route, systemRoutes } from './routes.ts';

/** What the port looks at; another machine in tests. */
export interface NetworkView {
  interfaces(): Ipv4Interface[];
  routes(): Ipv4Route[];
  /** Ports on which a gateway is asked: its pages and its name server. */
  gatewayPorts: readonly number[];
}

const thisMachine: NetworkView = { interfaces, routes: systemRoutes, gatewayPorts: [80, 443, 53] };

const loopback: Ipv4Range = { first: 0x7f000000, last: 0x7fffffff };

export function networkPort(view: NetworkView = thisMachine): NetworkPort {
  return {
    wayTo(network) {
      const range = rangeOf(network);
      if (range === undefined) return null;
      if (covers(loopback, range)) return 'loopback';
      const ways = [...new Set([...onWire(view, range), ...throughRoutes(view, range)])];
      return ways.length === 0 ? null : ways.toSorted().join(', ');
    },

    async gatewayAnswers(network, o) {
      const range = rangeOf(network);
      const gateway = range === undefined ? undefined : gatewayIn(view, range);
      if (gateway === undefined) return false;
      return answers(gateway, view.gatewayPorts, o);
    },
  };
}

const rangeOfInterface = ({ cidr }: Ipv4Interface): Ipv4Range | undefined => rangeOf(cidr);

/** Own interfaces in these addresses: around them, or inside them where several networks were named as one. */
function onWire(view: NetworkView, range: Ipv4Range): string[] {
  return view
    .interfaces()
    .filter((own) => {
      const wire = rangeOfInterface(own);
      return wire !== undefined && !own.isLoopback && (covers(wire, range) || covers(range, wire));
    })
    .map((own) => describe(own, gatewayIn(view, rangeOfInterface(own)) ?? null));
}

/**
 * The way to addresses that are not on our own wire: the narrowest route around them. Where the system tells no
 * routes it is every address of ours, since any of them may carry it.
 */
function throughRoutes(view: NetworkView, range: Ipv4Range): string[] {
  const outside = view.interfaces().filter((own) => !own.isLoopback);
  if (outside.some((own) => covers(rangeOfInterface(own) ?? loopback, range))) return [];
  const routes = view.routes();
  if (routes.length === 0) return outside.map((own) => describe(own, null));
  const [narrowest] = routes.filter(({ to }) => covers(to, range)).toSorted((a, b) => sizeOf(a.to) - sizeOf(b.to));
  const own = outside.find(({ name }) => name === narrowest?.interfaceName);
  return narrowest === undefined || own === undefined ? [] : [describe(own, narrowest.gateway)];
}

const sizeOf = ({ first, last }: Ipv4Range): number => last - first;

const describe = ({ name, address }: Ipv4Interface, gateway: string | null): string =>
  `${name} ${address} ${gateway ?? 'no gateway'}`;

/**
 * The gateway that stands in the network itself. A gateway on the way to a distant network is none of it: that it
 * answers says nothing about the network behind it.
 */
function gatewayIn(view: NetworkView, range: Ipv4Range | undefined): string | undefined {
  if (range === undefined) return undefined;
  const wire = view
    .interfaces()
    .map(rangeOfInterface)
    .find((each) => each !== undefined && covers(each, range));
  return (
    view
      .routes()
      .map(({ gateway }) => gateway)
      .find((gateway) => {
        const number = gateway === null ? undefined : ipv4Number(gateway);
        return number !== undefined && covers(wire ?? range, { first: number, last: number });
      }) ?? undefined
  );
}

/** Whether anything at that address takes or refuses a connection in time; either shows that it is there. */
async function answers(host: string, ports: readonly number[], { signal, budgetMs }: CallOptions): Promise<boolean> {
  signal.throwIfAborted();
  const enough = new AbortController();
  const over = AbortSignal.any([signal, enough.signal, AbortSignal.timeout(budgetMs)]);
  const asked = ports.map(async (port) => {
    const answered = await answersAt(host, port, over);
    if (answered) enough.abort();
    return answered;
  });
  const answered = (await Promise.all(asked)).includes(true);
  if (!answered) signal.throwIfAborted();
  return answered;
}

function answersAt(host: string, port: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    // also what `signal` does to it
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'ECONNREFUSED'));
  });
}
