import type { z } from 'zod';
import { canonicalMac, PlugfleetError, type Route } from '../../../contract/index.ts';
import type { Deadline } from '../../deadline.ts';
import { HttpWire } from '../http-wire.ts';
import { wireFailure } from '../wire-failure.ts';
import { askStep, codes, Discovered } from './messages.ts';

/** What a plug says before any log-in. */
export interface Greeting {
  /** Where everything that follows goes. */
  route: Route;
  /** Kinds of passcodes that it takes. */
  pake: readonly number[];
  /** Under which name an account registers. It is never the e-mail. */
  userName: string;
  /** `AA:BB:…`; '' if not told. */
  mac: string;
}

/** MD5 of "admin", and its SHA-256, by `user_hash_type`. */
const userNames: readonly string[] = [
  '21232f297a57a5a743894a0e4a801fc3',
  '8C6976E5B5410415BDE908BD4DEE15DFB167A9C873FC4BB8A81F6F2AB448A918',
];
const plainPort = 80;
const tlsPort = 4433;

/**
 * Asks how to log in: in plain HTTP always, and also where discovery told it, for it may have changed since. Costs
 * the plug nothing, and is not counted.
 * @throws PlugfleetError `unsupported`, `locked`, `silent`, `timeout`, `garbled`; a stop's reason
 */
export async function greet(route: Route, onLocked: () => void, deadline: Deadline): Promise<Greeting> {
  const port = route.discoverPort ?? (route.tls ? plainPort : route.port);
  const at = { ...route, port, tls: false };
  using wire = new HttpWire(at);
  const answer = await discover(wire, deadline).catch((thrown: unknown) => {
    throw wireFailure(thrown, at, deadline, wire);
  });
  if (!answer.ok) {
    if (answer.code === codes.locked) onLocked();
    throw refusal(answer.code);
  }
  return readGreeting(answer.result, at);
}

/**
 * @param at where it was asked
 * @throws PlugfleetError `unsupported`
 */
export function readGreeting({ tpap, mac = '' }: z.infer<typeof Discovered>, at: Route): Greeting {
  if (!tpap) throw new PlugfleetError('unsupported', 'it does not speak TPAP now: scan again');
  const { tls, pake, user_hash_type } = tpap;
  // 2 wants a chain to the maker's own root; no plug was seen to
  if (tls !== 0 && tls !== 1) throw unsupported('it wants another kind of TLS', { tls });
  const userName = userNames[user_hash_type];
  if (userName === undefined) throw unsupported('it wants the user name hashed in another way', { user_hash_type });
  const then = tpap.port || (tls === 1 ? tlsPort : at.port);
  return { route: { ...at, port: then, tls: tls === 1 }, pake, userName, mac: canonicalMac(mac) ?? '' };
}

async function discover(wire: HttpWire, deadline: Deadline) {
  try {
    const post = wire.postRepeatable.bind(wire);
    return await askStep(post, { sub_method: 'discover' }, Discovered, deadline);
  } catch (thrown) {
    const status = thrown instanceof PlugfleetError ? thrown.facts['status'] : undefined;
    if (status === 403 || status === 404) throw unsupported('it does not speak TPAP', { status });
    throw thrown;
  }
}

function refusal(code: number): PlugfleetError {
  if (code === codes.locked) return new PlugfleetError('locked', 'it locked itself after wrong log-ins');
  if (code === codes.olderProtocol) return unsupported('its firmware is from before TPAP: scan again', { code });
  return new PlugfleetError('garbled', 'it would not say how to log in', { facts: { code } });
}

const unsupported = (words: string, facts: Readonly<Record<string, number>>): PlugfleetError =>
  new PlugfleetError('unsupported', words, { facts });
