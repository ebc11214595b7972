import { type Clock, codeOf, PlugfleetError, type Route } from '../../contract/index.ts';
import type { Deadline } from '../deadline.ts';
import { garbled } from '../garbled.ts';
import { troubleOf, unspecific } from './aes-codes.ts';
import { type AesDesk, type AesLogin, accountsWorthATry, logInAsAny } from './aes-log-in.ts';
import { type AesChannel, lockedOut, movedOn, type PassedBack, passThrough, readInner } from './aes-session.ts';
import { ourTerminal, stamped } from './aes-words.ts';
import { HttpWire } from './http-wire.ts';
import type { Opening, SendOutcome, Transport } from './transport.ts';
import { sendFailure, statusOutcome, wireFailure } from './wire-failure.ts';

/**
 * Opens a securePassthrough conversation ("AES").
 * @throws PlugfleetError `needs-login`, `locked` (also PortShut), `unsupported`, `silent`, `timeout`, `garbled`,
 * `not-the-same-device`; a stop's reason
 */
export async function openAes(route: Route, o: Opening, deadline: Deadline, clock: Clock): Promise<Transport> {
  // no such plug is known, and its answers could not be told from errors
  if (route.dialect !== 'smart') throw new PlugfleetError('unsupported', 'AES carries the words of SMART plugs only');
  const wire = new HttpWire(route);
  const desk = { wire, tries: o.tries, check: o.check, clock };
  try {
    const versions = route.loginVersion === undefined ? ([1, 2] as const) : [route.loginVersion];
    const login = await logInAsAny(desk, accountsWorthATry(o.credentials, o.owner), versions, deadline);
    return new AesTransport(desk, route, login);
  } catch (thrown) {
    wire[Symbol.dispose]();
    throw wireFailure(thrown, route, deadline, wire);
  }
}

class AesTransport implements Transport {
  readonly login: string | null;
  readonly owner: string;
  readonly #desk: AesDesk;
  readonly #route: Route;
  readonly #opening: Pick<AesLogin, 'account' | 'version'>;
  /** Undefined once the plug no longer knows it. */
  #channel: AesChannel | undefined;
  /** Whether it answered anything well since the session was opened. */
  #proven = false;
  #opened = 1;

  constructor(desk: AesDesk, route: Route, { account, version, channel }: AesLogin) {
    this.#desk = desk;
    this.#route = route;
    this.#opening = { account, version };
    this.#channel = channel;
    this.login = account.login;
    this.owner = account.owner;
  }

  get opened(): number {
    return this.#opened;
  }

  async ask(json: string, deadline: Deadline): Promise<string> {
    try {
      const reply = (await this.#tryAsk(json, false, deadline)) ?? (await this.#tryAsk(json, true, deadline));
      if (reply !== undefined) return reply;
      throw garbled(`${this.#route.host} turned down two sessions in a row`);
    } catch (thrown) {
      throw wireFailure(thrown, this.#route, deadline, this.#desk.wire);
    }
  }

  /** Undefined where it may help to ask again in a new session: this one is gone, or the two sides are out of step. */
  async #tryAsk(json: string, isLast: boolean, deadline: Deadline): Promise<string | undefined> {
    const { wire, clock } = this.#desk;
    const channel = await this.#live(deadline);
    const request = stamped(json, clock.wallMs(), ourTerminal);
    try {
      const passed = await passThrough((question) => wire.postRepeatable(question, deadline), channel, request);
      const reply = this.#read(passed, isLast);
      if (reply !== undefined) return reply;
    } catch (thrown) {
      if (codeOf(thrown) !== 'garbled') throw thrown;
    }
    this.#channel = undefined;
    return undefined;
  }

  /** What the dialect is to see; undefined where the session is at fault. */
  #read(passed: PassedBack, isLast: boolean): string | undefined {
    if ('status' in passed) return undefined;
    if ('code' in passed) {
      const trouble = troubleOf(passed.code);
      if (trouble === 'moved-on') throw movedOn(passed.code);
      if (trouble === 'locked') throw lockedOut();
      return trouble ? undefined : JSON.stringify({ error_code: passed.code });
    }
    const { error_code: code } = readInner(passed.text);
    if (code === 0) this.#proven = true;
    // some plugs say so of a method that they do not have: a new session each time would never let a reset through
    if (code === unspecific && (this.#proven || isLast)) return passed.text;
    // inside, the other troubles are about the method
    const trouble = troubleOf(code);
    return trouble === 'session-gone' || trouble === 'turned-down' ? undefined : passed.text;
  }

  /** The session there is, else a new one of the same account: another account would mean another plug. */
  async #live(deadline: Deadline): Promise<AesChannel> {
    if (this.#channel && !this.#isOver(this.#channel)) return this.#channel;
    this.#channel = undefined;
    const { account, version } = this.#opening;
    this.#channel = (await logInAsAny(this.#desk, [account], [version], deadline)).channel;
    this.#proven = false;
    this.#opened++;
    return this.#channel;
  }

  #isOver(channel: AesChannel): boolean {
    return this.#desk.clock.monoMs() >= channel.endsMs;
  }

  async sendOnce(json: string, deadline: Deadline): Promise<SendOutcome> {
    const { wire, clock } = this.#desk;
    // as over KLAP: on a kept connection a plug's FIN may be on its way; the session does not depend on it
    wire.dropKept();
    if (deadline.over) return { sent: 'not-sent', detail: 'stopped before' };
    if (!this.#channel) return { sent: 'not-sent', detail: 'the session was gone before' };
    if (this.#isOver(this.#channel)) return { sent: 'not-sent', detail: 'the session had run out before' };
    const channel = this.#channel;
    // whatever comes of it, nothing else is said in this session
    this.#channel = undefined;
    const request = stamped(json, clock.wallMs(), ourTerminal);
    try {
      const passed = await passThrough((question) => wire.post(question, deadline), channel, request);
      if ('status' in passed) return statusOutcome(passed.status);
      // turned down before it was opened, for whatever reason: also a session that is gone is never a reason to repeat it
      if ('code' in passed) return { sent: 'refused', detail: `error_code ${passed.code}` };
      return { sent: 'answered', reply: passed.text };
    } catch (thrown) {
      return sendFailure(thrown, deadline);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#desk.wire[Symbol.dispose]();
  }
}
