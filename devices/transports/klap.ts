import { type Clock, codeOf, type OpenOptions, type Route } from '../../contract/index.ts';
import type { Deadline } from '../deadline.ts';
import { garbled } from '../garbled.ts';
import { type HttpQuestion, HttpWire } from './http-wire.ts';
import { accountsToTry, type KlapAccount } from './klap-accounts.ts';
import { type KlapSession, klapHeaders, openKlapSession } from './klap-session.ts';
import type { SendOutcome, Transport } from './transport.ts';
import { sendFailure, statusOutcome, wireFailure } from './wire-failure.ts';

const mostAnswerBytes = 1 << 20;

/**
 * Opens a KLAP conversation of either generation: the hash that the plug shows decides which, whatever the route said.
 * @throws PlugfleetError `needs-login`, `unsupported`, `silent`, `locked` (PortShut), `timeout`, `garbled`; a stop's reason
 */
export async function openKlap(
  route: Route,
  o: Pick<OpenOptions, 'credentials' | 'owner'>,
  deadline: Deadline,
  clock: Clock,
): Promise<Transport> {
  const wire = new HttpWire(route);
  try {
    const accounts = accountsToTry(o.credentials, o.owner);
    const open = () => openKlapSession(wire, accounts, clock, deadline);
    const session = await open().catch((thrown: unknown) => {
      // a handshake that went wrong half-way may be begun again, once (klap.md, "Failures")
      if (codeOf(thrown) !== 'garbled' || deadline.over) throw thrown;
      return open();
    });
    return new KlapTransport(wire, route, session, clock);
  } catch (thrown) {
    wire[Symbol.dispose]();
    throw wireFailure(thrown, route, deadline, wire);
  }
}

class KlapTransport implements Transport {
  readonly login: string | null;
  readonly owner: string;
  readonly #wire: HttpWire;
  readonly #route: Route;
  readonly #clock: Clock;
  readonly #account: KlapAccount;
  /** Undefined once the plug no longer knows it. */
  #session: KlapSession | undefined;
  #opened = 1;

  constructor(wire: HttpWire, route: Route, session: KlapSession, clock: Clock) {
    this.#wire = wire;
    this.#route = route;
    this.#clock = clock;
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
      throw wireFailure(thrown, this.#route, deadline, this.#wire);
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
    if (this.#session && !this.#isOver(this.#session)) return this.#session;
    this.#session = undefined;
    this.#session = await openKlapSession(this.#wire, [this.#account], this.#clock, deadline);
    this.#opened++;
    return this.#session;
  }

  #isOver(session: KlapSession): boolean {
    return this.#clock.monoMs() >= session.endsMs;
  }

  async sendOnce(json: string, deadline: Deadline): Promise<SendOutcome> {
    // some plugs close after each answer, and their FIN may still be on its way: what is written on such a connection
    // is lost in a way that nobody can tell from a reset. A new one proves more; the session does not depend on it
    this.#wire.dropKept();
    if (deadline.over) return { sent: 'not-sent', detail: 'stopped before' };
    if (!this.#session) return { sent: 'not-sent', detail: 'the session was gone before' };
    if (this.#isOver(this.#session)) return { sent: 'not-sent', detail: 'the session had run out before' };
    const session = this.#session;
    // whatever comes of it, nothing else is said in this session
    this.#session = undefined;
    try {
      const { seq, question } = ask(session, json);
      const { status, body } = await this.#wire.post(question, deadline);
      return status === 200 ? { sent: 'answered', reply: session.cipher.open(seq, body) } : statusOutcome(status);
    } catch (thrown) {
      return sendFailure(thrown, deadline);
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
