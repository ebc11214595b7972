import {
  type Clock,
  type Code,
  type Credential,
  codeOf,
  type LoginTries,
  PlugfleetError,
  type Random,
  type Route,
} from '../../contract/index.ts';
import { numberOf } from '../discovery/networks.ts';
import { openTransport } from '../drivers/open-session.ts';
import { usualWakeGapsMs } from '../drivers/wake.ts';
import type { Transport } from '../transports/transport.ts';
import { askReads, type ReadAnswer } from './ask-reads.ts';
import { type DatagramHeard, hearAnswers } from './hear-answers.ts';
import { type HttpShape, httpShapes } from './http-shapes.ts';
import { deviceIn, type ObservedDevice } from './observed-route.ts';

export type { ReadAnswer } from './ask-reads.ts';
export type { DatagramHeard } from './hear-answers.ts';
export type { HttpShape } from './http-shapes.ts';

/** How far the conversation came. */
export type ObservedSession =
  /** `ended`: the code of what went wrong in the middle. */
  | { state: 'read'; login: 'given' | 'built-in'; reads: readonly ReadAnswer[]; ended: Code | null }
  | { state: 'failed'; code: Code; http: readonly HttpShape[] }
  | { state: 'not-tried'; why: 'not-a-plug' | 'unknown-answer' };

/** Everything one device told, as it told it: full of secrets, for a redactor and nobody else. */
export interface Observed {
  discovery: readonly DatagramHeard[];
  route: Route | null;
  session: ObservedSession;
}

export interface ObserveOptions {
  clock: Clock;
  random: Random;
  signal: AbortSignal;
  /** The account to log in with; null: only what opens without one. */
  account: Omit<Credential, 'name'> | null;
  /** Longest time for one answer, in ms. Default 10 s. */
  budgetMs?: number;
  /** Longest time for opening the conversation, waking included, in ms. Default 40 s. */
  openBudgetMs?: number;
  wakeGapsMs?: readonly number[];
}

/** How the account is called towards the session. */
const givenLogin = 'given';
/** A plug that counts wrong log-ins gets no more of them (law 9). */
const mostTries = 2;

/**
 * Finds out what can be known about one device without changing anything in it: its answers to discovery, and, if it is
 * no other kind of device and lets us in, to the closed list of harmless reads.
 * @throws PlugfleetError `bad-network`, `silent` (no answer to any probe), `no-interface`, `no-permission`
 */
export async function observePlug(address: string, o: ObserveOptions): Promise<Observed> {
  if (numberOf(address) === undefined)
    throw new PlugfleetError('bad-network', `'${address}' is not an IPv4 address`, { facts: { text: address } });
  const discovery = await hearAnswers(address, o.signal, o);
  if (discovery.length === 0) throw new PlugfleetError('silent', `${address} answers no probe`);
  const device = deviceIn(address, discovery);
  if (!device) return { discovery, route: null, session: { state: 'not-tried', why: 'unknown-answer' } };
  const { kind, route } = device;
  const mayTalk = kind === 'plug' || kind === 'unknown';
  const session: ObservedSession = mayTalk ? await talkTo(device, o) : { state: 'not-tried', why: 'not-a-plug' };
  return { discovery, route, session };
}

async function talkTo(device: ObservedDevice, o: ObserveOptions): Promise<ObservedSession> {
  const { route } = device;
  const call = { signal: o.signal, budgetMs: o.budgetMs ?? 10_000 };
  const opened = await open(device, o);
  if ('code' in opened) {
    const http = route.transport === 'xor' ? [] : await httpShapes(route, call);
    return { state: 'failed', code: opened.code, http };
  }
  await using transport = opened.transport;
  const login = transport.login === givenLogin ? 'given' : 'built-in';
  return { state: 'read', login, ...(await askReads(transport, route.dialect, call)) };
}

async function open(
  { route, owner }: ObservedDevice,
  o: ObserveOptions,
): Promise<{ transport: Transport } | { code: Code }> {
  const options = {
    signal: o.signal,
    budgetMs: o.openBudgetMs ?? 40_000,
    credentials: o.account === null ? [] : [{ name: givenLogin, ...o.account }],
    owner,
    tries: fewTries(),
  };
  try {
    return { transport: await openTransport(route, options, o, o.wakeGapsMs ?? usualWakeGapsMs) };
  } catch (thrown) {
    const code = codeOf(thrown);
    if (o.signal.aborted || code === undefined) throw thrown;
    return { code };
  }
}

function fewTries(): LoginTries {
  let wrong = 0;
  let isLocked = false;
  return {
    mayTry: (_login, times = 1) => (isLocked ? 'locked' : wrong + times <= mostTries ? 'yes' : 'no'),
    turnedDown: (_login, locked) => {
      wrong++;
      isLocked ||= locked;
    },
    accepted: () => {
      wrong = 0;
    },
  };
}
