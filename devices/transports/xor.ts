import { connect, type Socket } from 'node:net';
import { PlugfleetError, type Route } from '../../contract/index.ts';
import type { Deadline } from '../deadline.ts';
import { garbled } from '../garbled.ts';
import { systemCode } from '../system-error.ts';
import { xorMessage, xorText } from '../xor-codec.ts';
import { connectError } from './connect.ts';
import { noticeArrived } from './notice-arrived.ts';
import type { SendOutcome, Transport } from './transport.ts';
import { XorFrames } from './xor-frames.ts';

/**
 * Opens the legacy conversation: one TCP connection, which is kept for all of it. It is never replaced by another one:
 * at the other end of a new connection another plug may have taken the address.
 * @throws PlugfleetError `silent`, `locked` (PortShut), `no-permission`; a stop's reason
 */
export async function openXor(route: Route, deadline: Deadline): Promise<Transport> {
  return new XorTransport(await connectTo(route, deadline), `${route.host}:${route.port}`);
}

function connectTo({ host, port }: Route, deadline: Deadline): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, autoSelectFamily: false });
    const giveUp = (): void => {
      socket.destroy();
      reject(deadline.failure(false, `connecting to ${host}:${port}`));
    };
    const settle = (): void => {
      deadline.signal.removeEventListener('abort', giveUp);
      socket.removeAllListeners('error');
    };
    socket.once('connect', () => {
      settle();
      resolve(socket);
    });
    socket.once('error', (error) => {
      settle();
      reject(connectError(error, host, port));
    });
    if (deadline.over) giveUp();
    else deadline.signal.addEventListener('abort', giveUp, { once: true });
  });
}

/** Why a connection is of no more use, and whether that is because what came over it made no sense. */
interface Broken {
  why: string;
  garbled: boolean;
}

/** How one exchange ended. */
type Exchange = { reply: string } | { broken: Broken } | { ended: true };

class XorTransport implements Transport {
  readonly login = null;
  readonly owner = null;
  readonly opened = 1;
  readonly #socket: Socket;
  readonly #peer: string;
  readonly #frames = new XorFrames();
  #broken: Broken | undefined;
  #answered = false;
  #waiting: ((exchange: Exchange) => void) | undefined;

  constructor(socket: Socket, peer: string) {
    this.#socket = socket;
    this.#peer = peer;
    socket.on('data', (part) => this.#read(part));
    socket.on('error', (error) => this.#break(systemCode(error)));
    socket.on('end', () => this.#break(this.#frames.pending ? 'closed in the middle' : 'closed', this.#frames.pending));
    socket.on('close', () => this.#break('closed'));
  }

  async ask(json: string, deadline: Deadline): Promise<string> {
    await noticeArrived();
    const exchange = this.#broken ? { broken: this.#broken } : await this.#exchange(json, deadline);
    if ('reply' in exchange) return exchange.reply;
    if ('ended' in exchange) throw deadline.failure(this.#answered, this.#peer);
    const words = `${this.#peer} ended the connection (${exchange.broken.why})`;
    if (exchange.broken.garbled) throw garbled(words);
    throw new PlugfleetError(this.#answered ? 'timeout' : 'silent', words, { facts: { error: exchange.broken.why } });
  }

  async sendOnce(json: string, deadline: Deadline): Promise<SendOutcome> {
    // what is noticed now need not be risked
    await noticeArrived();
    if (deadline.over) return { sent: 'not-sent', detail: 'stopped before' };
    if (this.#broken) return { sent: 'not-sent', detail: this.#broken.why };
    const exchange = await this.#exchange(json, deadline);
    if ('reply' in exchange) return { sent: 'answered', reply: exchange.reply };
    if ('broken' in exchange) return { sent: 'cut-off', detail: exchange.broken.why };
    return { sent: 'cut-off', detail: deadline.stopped ? 'stopped' : 'timeout' };
  }

  /** Writes one message, in one piece, and waits for what comes. After a time-out the connection is out of step. */
  async #exchange(json: string, deadline: Deadline): Promise<Exchange> {
    if (this.#waiting) throw new PlugfleetError('internal', 'two questions on one connection at once');
    if (deadline.over) return { ended: true };
    const done = Promise.withResolvers<Exchange>();
    const end = (): void => {
      done.resolve({ ended: true });
      this.#break('left without an answer');
    };
    this.#waiting = done.resolve;
    deadline.signal.addEventListener('abort', end, { once: true });
    this.#socket.write(xorMessage(json));
    const exchange = await done.promise;
    deadline.signal.removeEventListener('abort', end);
    this.#waiting = undefined;
    return exchange;
  }

  #read(part: Buffer): void {
    if (!this.#waiting) return this.#break('an answer that nobody asked for', true);
    this.#frames.push(part);
    try {
      const body = this.#frames.take();
      if (!body) return;
      this.#answered = true;
      this.#waiting({ reply: xorText(body) });
      this.#waiting = undefined;
      if (this.#frames.pending) this.#break('an answer that nobody asked for', true);
    } catch {
      // the one thing `take` throws: a length that cannot be true
      this.#break('an answer of impossible length', true);
    }
  }

  #break(why: string, nonsense = false): void {
    this.#broken ??= { why, garbled: nonsense };
    this.#waiting?.({ broken: this.#broken });
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#break('closed by us');
  }
}
