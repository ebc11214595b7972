import { codeOf, type OpenOptions, PlugfleetError, type Route } from '../../contract/index.ts';
import type { Deadline } from '../deadline.ts';
import { garbled } from '../garbled.ts';
import { connectError } from './connect.ts';
import { type HttpQuestion, HttpWire, WireError } from './http-wire.ts';
import { accountsToTry } from './klap-accounts.ts';
import { type KlapSession, klapHeaders, openKlapSession } from './klap-session.ts';
import type { SendOutcome, Transport } from './transport.ts';

const mostAnswerBytes = 1 << 20;

/**
 * Opens a KLAP conversation of the second generation.
 * @throws PlugfleetError `needs-login`, `unsupported`, `silent`, `locked` (PortShut), `timeout`, `garbled`; a stop's reason
 */
export async function openKlap2(
  route: Route,
  o: Pick<OpenOptions, 'credentials' | 'owner'>,
  deadline: Deadline,
): Promise<Transport> {
  const wire = new HttpWire(route);
  try {
    const accounts = accountsToTry(2, o.credentials, o.owner);
    const open = () => openKlapSession(wire, 2, accounts, deadline);
    const session = await open().catch((thrown: unknown) => {
      // a handshake that went wrong half-way may be begun again, once (klap.md, "Failures")
      if (codeOf(thrown) !== 'garbled' || deadline.over) throw thrown;
      return open();
    });
    return new Klap2Transport(wire, route, session);
  } catch (thrown) {
    wire[Symbol.dispose]();
    throw wireFailure(thrown, route, deadline, wire.answered);
  }
}

class Klap2Transport implements Transport {
  readonly login: string | null;
  readonly owner: string;
  readonly #wire: HttpWire;
  readonly #route: Route;
  readonly #account: KlapSession['account'];
  /** Undefined once the plug no longer knows it. */
  #session: KlapSession | undefined;
  #opened = 1;

  constructor(wire: HttpWire, route: Route, session: KlapSession) {
    this.#wire = wire;
    this.#route = route;
    this.#account = session.account;
    this.#session = session;
    this.login = session.account.login;
    this.owner = session.account.owner;
  }

  get opened(): number {
    return this.#opened;
  }

  async ask(json: string, deadline: Deadline): Promise<string> {
    try {
      const reply = await this.#tryAsk(json, deadline);
      if (reply !== undefined) return reply;
      const again = await this.#tryAsk(json, deadline);
      if (again !== undefined) return again;
      throw garbled(`${this.#route.host} turned down two sessions in a row`);
    } catch (thrown) {
      throw wireFailure(thrown, this.#route, deadline, this.#wire.answered);
    }
  }

  /** Undefined where it may help to ask again in a new session: this one is gone, or the two sides are out of step. */
  async #tryAsk(json: string, deadline: Deadline): Promise<string | undefined> {
    const session = await this.#live(deadline);
    const { seq, question } = ask(session, json);
    try {
      const { status, body } = await this.#wire.postRepeatable(question, deadline);
      if (status === 200) return session.cipher.open(seq, body);
    } catch (thrown) {
      if (codeOf(thrown) !== 'garbled') throw thrown;
    }
    this.#session = undefined;
    return undefined;
  }

  /** The session there is, else a new one of the same account: another account would mean another plug. */
  async #live(deadline: Deadline): Promise<KlapSession> {
    if (this.#session) return this.#session;
    this.#session = await openKlapSession(this.#wire, 2, [this.#account], deadline);
    this.#opened++;
    return this.#session;
  }

  async sendOnce(json: string, deadline: Deadline): Promise<SendOutcome> {
    // some plugs close after each answer, and their FIN may still be on its way: what is written on such a connection
    // is lost in a way that nobody can tell from a reset. A new one proves more; the session does not depend on it
    this.#wire.dropKept();
    if (deadline.over) return { sent: 'not-sent', detail: 'stopped before' };
    if (!this.#session) return { sent: 'not-sent', detail: 'the session was gone before' };
    const session = this.#session;
    // whatever comes of it, nothing else is said in this session
    this.#session = undefined;
    try {
      const { seq, question } = ask(session, json);
      const { status, body } = await this.#wire.post(question, deadline);
      if (status === 200) return { sent: 'answered', reply: session.cipher.open(seq, body) };
      // 4xx: the plug did not take it (403: session gone). 5xx may come from a plug on its way down.
      return { sent: status >= 400 && status < 500 ? 'refused' : 'cut-off', detail: `http ${status}` };
    } catch (thrown) {
      if (thrown instanceof WireError)
        return { sent: thrown.mayHaveLeft ? 'cut-off' : 'not-sent', detail: reasonOf(thrown, deadline) };
      return { sent: 'cut-off', detail: 'an answer that does not decrypt' };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#wire[Symbol.dispose]();
  }
}

/** A request of a session, sealed, with its number. */
function ask(session: KlapSession, json: string): { seq: number; question: HttpQuestion } {
  const { seq, body } = session.cipher.seal(json);
  const path = `/app/request?seq=${seq}`;
  return { seq, question: { path, headers: klapHeaders(session.cookie), body, mostBytes: mostAnswerBytes } };
}

const reasonOf = (failure: WireError, deadline: Deadline): string =>
  deadline.over ? (deadline.stopped ? 'stopped' : 'timeout') : failure.code;

/** What a failed exchange means for a reader; anything else stays as it is. */
function wireFailure(thrown: unknown, route: Route, deadline: Deadline, answered: boolean): unknown {
  if (!(thrown instanceof WireError)) return thrown;
  const peer = `${route.host}:${route.port}`;
  if (deadline.over) return deadline.failure(answered, peer);
  if (!thrown.mayHaveLeft) return connectError(thrown.cause, route.host, route.port);
  if (/^HPE_|^too-long$|^cut-short$/.test(thrown.code))
    return garbled(`${peer}: no proper HTTP answer`, { error: thrown.code }, thrown);
  const words = `${peer} ended the connection (${thrown.code})`;
  return new PlugfleetError(answered ? 'timeout' : 'silent', words, { facts: { error: thrown.code } });
}
