import { type IncomingMessage, Agent as PlainAgent, request } from 'node:http';
import { request as requestOverTls, Agent as TlsAgent } from 'node:https';
import { PlugfleetError, type Route } from '../../contract/index.ts';
import type { Deadline } from '../deadline.ts';
import { systemCode } from '../system-error.ts';
import { BytePile } from './byte-pile.ts';
import { noticeArrived } from './notice-arrived.ts';
import { isPage } from './page.ts';

const mostHeaderBytes = 16 * 1024;
/** More parts than a plug's answer has bytes: a body in a million of them would cost seconds. */
const mostParts = 32_768;
/** Answers that only announce one (`100 Continue`); nobody asked for any. */
const mostAnnouncements = 8;

export interface HttpAnswer {
  status: number;
  /** Names and values in turn, as they came. */
  rawHeaders: readonly string[];
  body: Buffer;
}

export interface HttpQuestion {
  path: string;
  /** Without `Content-Length`, which is always sent. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** Longest body of the answer in bytes; a longer one is an error. */
  mostBytes: number;
}

/** What a plug can do against the rules that the parser does not notice. */
export const wireNonsense = ['too-long', 'cut-short', 'too-early', 'only-announced', 'upgraded'] as const;
type WireNonsense = (typeof wireNonsense)[number];

/** An exchange without a whole answer. */
export class WireError extends Error {
  override readonly name = 'WireError';
  /** What was seen: a code of the system or of the HTTP parser, or one of `WireNonsense`. */
  readonly code: string;
  /** Whether a byte of the question may have left; false only before it was handed to a connection that stands. */
  readonly mayHaveLeft: boolean;
  /** Whether a kept connection was dead or out of step already, which says nothing about the plug. */
  readonly stale: boolean;

  constructor(code: string, mayHaveLeft: boolean, stale: boolean, cause?: unknown) {
    super(`HTTP exchange failed: ${code}`, { cause });
    this.code = code;
    this.mayHaveLeft = mayHaveLeft;
    this.stale = stale;
  }
}

/**
 * HTTP to one plug, in TLS where its route says so. No plug's certificate can be checked (they sign their own), so TLS
 * proves nothing about who answers: that is what the log-in inside is for. An agent of its own keeps the connection where the plug does; plugs' servers bend the rules of
 * HTTP, hence the lenient parser (libraries.md, section 8). Sends nothing twice by itself.
 */
export class HttpWire implements Disposable {
  readonly #route: Route;
  readonly #agent: PlainAgent | TlsAgent;
  /** Whether it ever answered anything, be it nonsense. */
  answered = false;
  /** Whether it was seen to close a kept connection (a P100 does after each answer): then none is kept. */
  #hangsUp = false;

  constructor(route: Route) {
    this.#route = route;
    const keep = { keepAlive: true, maxSockets: 1, maxFreeSockets: 1 };
    this.#agent = route.tls ? new TlsAgent({ ...keep, rejectUnauthorized: false }) : new PlainAgent(keep);
  }

  /**
   * For what may be asked again: repeats it once where the kept connection turned out to be of no use.
   * @throws WireError; PlugfleetError `login-page`
   */
  async postRepeatable(question: HttpQuestion, deadline: Deadline): Promise<HttpAnswer> {
    try {
      return await this.post(question, deadline);
    } catch (thrown) {
      if (!(thrown instanceof WireError && thrown.stale)) throw thrown;
      this.#hangsUp = true;
      return await this.post(question, deadline);
    }
  }

  /** @throws WireError; PlugfleetError `login-page` */
  post(question: HttpQuestion, deadline: Deadline): Promise<HttpAnswer> {
    if (this.#hangsUp) this.dropKept();
    const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
    let mayHaveLeft = false;
    let begun = false;
    let announced = 0;
    const fail = (code: string, cause?: unknown): void => {
      const stale = outgoing.reusedSocket && !begun && !deadline.over;
      reject(new WireError(code, mayHaveLeft, stale, cause));
    };
    const outgoing = (this.#route.tls ? requestOverTls : request)({
      host: this.#route.host,
      port: this.#route.port,
      path: question.path,
      method: 'POST',
      agent: this.#agent,
      insecureHTTPParser: true,
      maxHeaderSize: mostHeaderBytes,
      signal: deadline.signal,
      headers: {
        ...question.headers,
        'Content-Length': question.body.length,
      },
    });
    const take = (answer: HttpAnswer): void => {
      if (!isPage(answer)) return resolve(answer);
      const words = `${this.#route.host}:${this.#route.port} answered with a web page`;
      reject(new PlugfleetError('login-page', words, { facts: { status: answer.status } }));
    };
    const nonsense = (what: WireNonsense): void => {
      fail(what);
      outgoing.destroy();
    };
    const ask = async (): Promise<void> => {
      await noticeArrived();
      if (outgoing.destroyed) return;
      mayHaveLeft = true;
      outgoing.end(question.body);
    };
    outgoing.on('socket', (socket) => {
      if (socket.connecting) socket.once(this.#route.tls ? 'secureConnect' : 'connect', ask);
      else void ask();
    });
    outgoing.on('error', (error) => fail(systemCode(error), error));
    // some ends come without an error; after a whole answer this changes nothing
    outgoing.on('close', () => fail(begun ? 'cut-short' : 'closed'));
    outgoing.on('information', () => {
      this.answered = true;
      if (++announced > mostAnnouncements) nonsense('only-announced');
    });
    outgoing.on('upgrade', () => nonsense('upgraded'));
    outgoing.on('response', (incoming) => {
      this.answered = true;
      // an answer to nobody, or to a question asked before: the connection is out of step
      if (!mayHaveLeft) return nonsense('too-early');
      begun = true;
      collect(incoming, question.mostBytes, take, fail);
    });
    return promise;
  }

  /** Lets go of a kept connection: the next exchange makes a new one. */
  dropKept(): void {
    this.#agent.destroy();
  }

  [Symbol.dispose](): void {
    this.dropKept();
  }
}

function collect(
  incoming: IncomingMessage,
  mostBytes: number,
  resolve: (answer: HttpAnswer) => void,
  fail: (code: string, cause?: unknown) => void,
): void {
  const body = new BytePile();
  let parts = 0;
  incoming.on('data', (part: Buffer) => {
    if (++parts <= mostParts && body.length + part.length <= mostBytes) return body.add(part);
    fail('too-long');
    incoming.destroy();
  });
  incoming.on('error', (error) => fail(systemCode(error) === 'ECONNRESET' ? 'cut-short' : systemCode(error), error));
  incoming.on('end', () => {
    const { statusCode, rawHeaders } = incoming;
    if (incoming.complete) resolve({ status: statusCode ?? 0, rawHeaders, body: body.bytes });
    else fail('cut-short');
  });
}
