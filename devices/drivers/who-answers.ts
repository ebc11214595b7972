import { codeOf, PlugfleetError } from '../../contract/index.ts';
import type { Deadline } from '../deadline.ts';
import type { DiscoverySources } from '../discovery/discover.ts';
import { whoIsAt } from '../discovery/who-is-at.ts';

/** What may have been said by another device than the one that was meant. */
const doubtful = ['needs-login', 'unsupported', 'locked', 'garbled', 'login-page'];

/** Tells whether the plug that is meant is still the one at its address; an address may have a new tenant any time. */
export interface Doorman {
  /** @throws PlugfleetError `not-the-same-device` where another device is known to be there */
  check(deadline: Deadline): Promise<void>;
  /** The failure of a conversation: as it is, or that it was one with another device. */
  judge(thrown: unknown, deadline: Deadline): Promise<unknown>;
}

/** @param mac who is meant; undefined for whoever is there */
export function doorman(host: string, mac: string | undefined, from: DiscoverySources): Doorman {
  if (mac === undefined) return { check: async () => undefined, judge: async (thrown) => thrown };
  const notTheSame = (found: string, cause?: unknown): PlugfleetError => {
    const words = `${mac} was asked for, ${found} answers at ${host}`;
    return new PlugfleetError('not-the-same-device', words, { facts: { asked: mac, found }, cause });
  };
  return {
    check: async (deadline) => {
      const found = await whoIsAt(host, mac, deadline, from);
      if (found !== null && found !== mac) throw notTheSame(found);
    },
    judge: async (thrown, deadline) => {
      if (deadline.over || !doubtful.some((code) => code === codeOf(thrown))) return thrown;
      const found = await whoIsAt(host, mac, deadline, from);
      if (found !== null && found !== mac) return notTheSame(found, thrown);
      // a network that wants a log-in lets nothing through but its page: then of the plug nothing was heard at all
      if (found === null && codeOf(thrown) === 'login-page')
        return new PlugfleetError('silent', `only a web page answers at ${host}`, { cause: thrown });
      return thrown;
    },
  };
}
