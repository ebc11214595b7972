import { type OpenOptions, PlugfleetError, type Route, type Session } from '../../contract/index.ts';
import { Deadline } from '../deadline.ts';
import { IotDialect } from '../dialects/iot.ts';
import { SmartDialect } from '../dialects/smart.ts';
import type { DiscoverySources } from '../discovery/discover.ts';
import { openKlap2 } from '../transports/klap-2.ts';
import { openXor } from '../transports/xor.ts';
import { PlugSession } from './session.ts';
import { connectAwake } from './wake.ts';

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
  const { open, gapsMs } = opener(route, o, wakeGapsMs);
  using deadline = new Deadline(o);
  const transport = await connectAwake(route.host, () => open(deadline), gapsMs, deadline, from);
  const dialect =
    route.dialect === 'iot' ? new IotDialect(transport, from.clock) : new SmartDialect(transport, from.clock);
  return new PlugSession(transport, dialect);
}

function opener(route: Route, o: OpenOptions, wakeGapsMs: readonly number[]) {
  // only HTTP servers of plugs sleep; a shut legacy port is one that newer firmware closed for good
  if (route.transport === 'xor') return { open: (deadline: Deadline) => openXor(route, deadline), gapsMs: [] };
  if (route.transport === 'klap-2')
    return { open: (deadline: Deadline) => openKlap2(route, o, deadline), gapsMs: wakeGapsMs };
  throw new PlugfleetError('unsupported', `this version does not speak ${route.transport}`, {
    facts: { transport: route.transport },
  });
}
