import { type Clock, PlugfleetError, type Route } from '../../../contract/index.ts';
import type { Deadline } from '../../deadline.ts';
import { garbled } from '../../garbled.ts';
import { type HttpAnswer, HttpWire, WireError } from '../http-wire.ts';
import type { Opening, SendOutcome, Transport } from '../transport.ts';
import { sendFailure, statusOutcome, wireFailure } from '../wire-failure.ts';
import { chooseAccount, unlessLocked } from './account.ts';
import { greet } from './greet.ts';
import { type Door, logIn, type TpapSession } from './log-in.ts';
import { codes, isSessionGone, plainErrorCode, question } from './messages.ts';

const mostAnswerBytes = 1 << 20;
/** How long a session is trusted while nothing is said: how long it really lasts is not known. */
const longestIdleMs = 10 * 60_000;

/**
 * Opens a TPAP conversation: SPAKE2+ log-in, then sealed frames (protocols/tpap.md).
 * @throws PlugfleetError `needs-login`, `unsupported`, `silent`, `locked` (PortShut, or too many wrong log-ins),
 *   `timeout`, `garbled`, `not-the-same-device`; a stop's reason
 */
export async function openTpap(route: Route, o: Opening, deadline: Deadline, clock: Clock): Promise<Transport> {
  unlessLocked(o.tries);
  await o.check(deadline);
  const greeting = await greet(route, () => o.tries.turnedDown(null, true), deadline);
  // without a MAC in its greeting only the log-in can tell
  if (o.mac !== undefined && greeting.mac !== '' && greeting.mac !== o.mac)
    throw new PlugfleetError('not-the-same-device', `${o.mac} was asked for, ${greeting.mac} answered`, {
      facts: { asked: o.mac, found: greeting.mac },
    });
  const account = chooseAccount(greeting.pake, o);
  const wire = new HttpWire(greeting.route);
  const door: Door = { wire, greeting, account, tries: o.tries, check: o.check };
  try {
    return new TpapTransport(door, await logIn(door, deadline), clock);
  } catch (thrown) {
    wire[Symbol.dispose]();
    throw wireFailure(thrown, greeting.route, deadline, wire);
  }
}

/** How the plug met one frame. */
type Met = { reply: string } | { refused: string; gone: boolean };

class TpapTransport implements Transport {
  readonly login: string | null;
  readonly owner: string;
  readonly #door: Door;
  readonly #clock: Clock;
  /** Undefined once it is of no more use. */
  #session: TpapSession | undefined;
  #usedAtMs: number;
  #opened = 1;

  constructor(door: Door, session: TpapSession, clock: Clock) {
    this.#door = door;
    this.#clock = clock;
    this.#session = session;
    this.#usedAtMs = clock.monoMs();
    this.login = door.account.login;
    this.owner = door.account.owner;
  }

  get opened(): number {
    return this.#opened;
  }

  async ask(json: string, deadline: Deadline): Promise<string> {
    const { wire, greeting } = this.#door;
    try {
      const reply = (await this.#tryAsk(json, deadline)) ?? (await this.#tryAsk(json, deadline));
      if (reply !== undefined) return reply;
      throw garbled(`${greeting.route.host} turned down two sessions in a row`);
    } catch (thrown) {
      throw wireFailure(thrown, greeting.route, deadline, wire);
    }
  }

  /** Undefined where the plug no longer knows the session: a new one may help. */
  async #tryAsk(json: string, deadline: Deadline): Promise<string | undefined> {
    const session = this.#take() ?? (await this.#reopen(deadline));
    const { seq, answer } = await this.#askRepeatable(session, json, deadline);
    const met = meet(session, seq, answer);
    if ('reply' in met) {
      this.#session = session;
      this.#usedAtMs = this.#clock.monoMs();
      return met.reply;
    }
    if (met.gone) return undefined;
    if (met.refused === lockedDetail) throw this.#locked();
    throw garbled('an answer that is no frame of this session', { seen: met.refused });
  }

  /** Repeats a read once where the kept connection turned out dead; under a new number, for each may go out once only. */
  async #askRepeatable(session: TpapSession, json: string, deadline: Deadline) {
    const { wire } = this.#door;
    const post = async (): Promise<{ seq: number; answer: HttpAnswer }> => {
      if (session.cipher.usedUp) throw garbled('the numbers of this session are used up');
      const { seq, frame } = session.cipher.seal(json);
      return { seq, answer: await wire.post(frameQuestion(session, frame), deadline) };
    };
    try {
      return await post();
    } catch (thrown) {
      if (!(thrown instanceof WireError && thrown.stale)) throw thrown;
      wire.dropKept();
      return await post();
    }
  }

  /** The session, if it can be used. It is put back only after an answer: on any error it is dropped. */
  #take(): TpapSession | undefined {
    const session = this.#session;
    this.#session = undefined;
    const idleMs = this.#clock.monoMs() - this.#usedAtMs;
    return session && idleMs <= longestIdleMs && !session.cipher.usedUp ? session : undefined;
  }

  /** A new log-in of the same account, which the plug has accepted before: another one would mean another plug. */
  async #reopen(deadline: Deadline): Promise<TpapSession> {
    const { account, tries, check } = this.#door;
    const may = tries.mayTry(account.login);
    if (may !== 'yes') throw new PlugfleetError(may === 'locked' ? 'locked' : 'needs-login');
    await check(deadline);
    const session = await logIn(this.#door, deadline);
    this.#opened++;
    return session;
  }

  #locked(): PlugfleetError {
    this.#door.tries.turnedDown(this.#door.account.login, true);
    return new PlugfleetError('locked', 'it locked itself after wrong log-ins');
  }

  async sendOnce(json: string, deadline: Deadline): Promise<SendOutcome> {
    const { wire } = this.#door;
    // some plugs close after each answer, and their FIN may still be on its way: what is written on such a connection
    // is lost in a way that nobody can tell from a reset. A new one proves more; the session does not depend on it
    wire.dropKept();
    if (deadline.over) return { sent: 'not-sent', detail: 'stopped before' };
    // whatever comes of it, nothing else is said in this session
    const session = this.#take();
    if (!session) return { sent: 'not-sent', detail: 'the session was gone before' };
    try {
      const { seq, frame } = session.cipher.seal(json);
      const answer = await wire.post(frameQuestion(session, frame), deadline);
      const met = meet(session, seq, answer);
      if ('reply' in met) return { sent: 'answered', reply: met.reply };
      if (answer.status !== 200) return statusOutcome(answer.status);
      return { sent: met.gone ? 'refused' : 'cut-off', detail: met.refused };
    } catch (thrown) {
      return sendFailure(thrown, deadline);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#door.wire[Symbol.dispose]();
  }
}

const lockedDetail = `error_code ${codes.locked}`;

/**
 * Takes an answer as a frame first: a frame may begin like JSON.
 * @throws PlugfleetError `garbled`: a frame that answers another message
 */
function meet({ cipher }: TpapSession, seq: number, { status, body }: HttpAnswer): Met {
  if (status !== 200) return { refused: `http ${status}`, gone: status === 401 || status === 403 };
  const reply = cipher.open(seq, body);
  if (reply !== undefined) return { reply };
  const code = plainErrorCode(body);
  if (code === undefined) return { refused: 'an answer that does not decrypt', gone: false };
  return { refused: `error_code ${code}`, gone: isSessionGone(code) };
}

const frameQuestion = ({ path }: TpapSession, frame: Buffer) =>
  question(path, 'application/octet-stream', frame, mostAnswerBytes);
