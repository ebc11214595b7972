import { codeOf, PlugfleetError } from '../../contract/index.ts';
import type { Deadline } from '../deadline.ts';
import { anotherAt } from '../discovery/another-at.ts';
import type { DiscoverySources } from '../discovery/discover.ts';

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
  const another = async (deadline: Deadline, cause?: unknown): Promise<PlugfleetError | undefined> => {
    if (mac === undefined) return undefined;
    const found = await anotherAt(host, mac, deadline, from);
    if (found === null) return undefined;
    const words = `${mac} was asked for, ${found} answers at ${host}`;
    return new PlugfleetError('not-the-same-device', words, { facts: { asked: mac, found }, cause });
  };
  return {
    check: async (deadline) => {
      const error = await another(deadline);
      if (error) throw error;
    },
    judge: async (thrown, deadline) => {
      if (deadline.over || !doubtful.some((code) => code === codeOf(thrown))) return thrown;
      return (await another(deadline, thrown)) ?? thrown;
    },
  };
}
