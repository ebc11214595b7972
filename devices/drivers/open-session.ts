import { type Clock, type OpenOptions, PlugfleetError, type Route, type Session } from '../../contract/index.ts';
import { Deadline } from '../deadline.ts';
import { IotDialect } from '../dialects/iot.ts';
import { SmartDialect } from '../dialects/smart.ts';
import type { DiscoverySources } from '../discovery/discover.ts';
import { openAes } from '../transports/aes.ts';
import { openKlap } from '../transports/klap.ts';
import type { Transport } from '../transports/transport.ts';
import { openXor } from '../transports/xor.ts';
import { PlugSession } from './session.ts';
import { connectAwake } from './wake.ts';

interface Way {
  open: (route: Route, o: OpenOptions, deadline: Deadline, clock: Clock) => Promise<Transport>;
  /** Whether its port may sleep. Only HTTP servers do; a shut legacy port is one that newer firmware closed for good. */
  sleeps: boolean;
}

/** The transports that this version speaks. */
const ways: Readonly<Partial<Record<Route['transport'], Way>>> = {
  xor: { open: (route, _o, deadline) => openXor(route, deadline), sleeps: false },
  'klap-1': { open: openKlap, sleeps: true },
  'klap-2': { open: openKlap, sleeps: true },
  aes: { open: openAes, sleeps: true },
};

/**
 * Opens the conversation that a route names.
 * @throws PlugfleetError `unsupported` for transports this version does not speak; else as `Session` says
 */
export async function openSession(
  route: Route,
  o: OpenOptions,
  from: DiscoverySources,
  wakeGapsMs: readonly number[],
): Promise<Session> {
  const way = ways[route.transport];
  if (!way) {
    const facts = { transport: route.transport };
    throw new PlugfleetError('unsupported', `this version does not speak ${route.transport}`, { facts });
  }
  using deadline = new Deadline(o);
  const open = () => way.open(route, o, deadline, from.clock);
  const transport = await connectAwake(route.host, open, way.sleeps ? wakeGapsMs : [], deadline, from);
  const dialect =
    route.dialect === 'iot' ? new IotDialect(transport, from.clock) : new SmartDialect(transport, from.clock);
  return new PlugSession(transport, dialect);
}
