import type { Clock, OpenOptions, Route, Session } from '../../contract/index.ts';
import { Deadline } from '../deadline.ts';
import { IotDialect } from '../dialects/iot.ts';
import { SmartDialect } from '../dialects/smart.ts';
import type { DiscoverySources } from '../discovery/discover.ts';
import { openAes } from '../transports/aes.ts';
import { openKlap } from '../transports/klap.ts';
import { openTpap } from '../transports/tpap/tpap.ts';
import type { Opening, Transport } from '../transports/transport.ts';
import { openXor } from '../transports/xor.ts';
import { PlugSession } from './session.ts';
import { connectAwake } from './wake.ts';
import { type Doorman, doorman } from './who-answers.ts';

interface Way {
  open: (route: Route, o: Opening, deadline: Deadline, clock: Clock) => Promise<Transport>;
  /** Whether its port may sleep. Only HTTP servers do; a shut legacy port is one that newer firmware closed for good. */
  sleeps: boolean;
}

/** How each transport is opened. */
const ways: Readonly<Record<Route['transport'], Way>> = {
  xor: { open: (route, _o, deadline) => openXor(route, deadline), sleeps: false },
  'klap-1': { open: openKlap, sleeps: true },
  'klap-2': { open: openKlap, sleeps: true },
  aes: { open: openAes, sleeps: true },
  tpap: { open: openTpap, sleeps: true },
};

/**
 * Opens the conversation that a route names.
 * @throws as `Session` says
 */
export async function openSession(
  route: Route,
  o: OpenOptions,
  from: DiscoverySources,
  wakeGapsMs: readonly number[],
): Promise<Session> {
  const who = doorman(route.host, o.mac, from);
  const transport = await openTransport(route, o, from, wakeGapsMs, who);
  const dialect =
    route.dialect === 'iot' ? new IotDialect(transport, from.clock) : new SmartDialect(transport, from.clock);
  return new PlugSession(transport, dialect, who);
}

/**
 * Opens the conversation below the dialects.
 * @throws PlugfleetError as `openSession`
 */
export async function openTransport(
  route: Route,
  o: OpenOptions,
  from: DiscoverySources,
  wakeGapsMs: readonly number[],
  who: Doorman = doorman(route.host, o.mac, from),
): Promise<Transport> {
  const way = ways[route.transport];
  using deadline = new Deadline(o);
  const open = () => way.open(route, { ...o, check: who.check }, deadline, from.clock);
  try {
    return await connectAwake(route.host, open, way.sleeps ? wakeGapsMs : [], deadline, from);
  } catch (thrown) {
    throw await who.judge(thrown, deadline);
  }
}
