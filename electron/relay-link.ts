import { Agent, type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { Readable } from 'node:stream';
import { challenge } from '../contract/index.ts';
import type { OtherComputer } from './messages.ts';
import { PinnedAgent, Refused } from './relay-agent.ts';

/** A command may take long to answer. */
const answerMs = 300_000;
/** A live answer says something every few seconds; this long without a byte, and nobody is there any more. */
const silenceMs = 30_000;
/** For questions that are answered at once. */
const shortMs = 10_000;

interface Question {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: Buffer;
  signal: AbortSignal;
}

/** HTTP with the Plugfleet of one other computer, as a browser would speak it that was let in. */
export class RelayLink {
  readonly #to: OtherComputer;
  readonly #agent: Agent;
  #session: string | undefined;
  #entering: Promise<void> | undefined;

  constructor(to: OtherComputer) {
    this.#to = to;
    const o = { keepAlive: true, maxSockets: 64 };
    this.#agent = to.origin.startsWith('https:') ? new PinnedAgent(to.fingerprint, o) : new Agent(o);
  }

  /**
   * Finds out whether a Plugfleet answers, without a word of the token.
   * @throws Refused
   */
  async knock(): Promise<void> {
    const { statusCode, headers } = await this.#briefly('/');
    if (statusCode === 421) throw new Refused({ is: 'other-name' });
    if (statusCode !== 401 || headers['www-authenticate'] !== challenge) throw new Refused({ is: 'not-plugfleet' });
  }

  /**
   * Exchanges the token for a session, once for all who wait for it.
   * @throws Refused where it is not the right one
   */
  async enter(): Promise<void> {
    this.#entering ??= this.#exchange().finally(() => {
      this.#entering = undefined;
    });
    await this.#entering;
  }

  /**
   * One request in our session. It is sent a second time in one case only: it was turned away at the door, unread, and
   * the token opens that door again.
   * @throws Refused
   */
  async send(request: Request): Promise<Response> {
    const body = Buffer.from(await request.arrayBuffer());
    const type = request.headers.get('content-type');
    const disposition = request.headers.get('content-disposition');
    const lastEvent = request.headers.get('last-event-id');
    const { pathname, search } = new URL(request.url);
    const ask = (): Promise<IncomingMessage> =>
      this.#ask({
        method: request.method,
        path: `${pathname}${search}`,
        headers: {
          ...(type === null ? {} : { 'content-type': type }),
          ...(disposition === null ? {} : { 'content-disposition': disposition }),
          ...(lastEvent === null ? {} : { 'last-event-id': lastEvent }),
          cookie: this.#session ?? '',
        },
        body,
        signal: request.signal,
      });
    const used = this.#session;
    let answer = await ask();
    if (answer.statusCode === 401) {
      answer.resume();
      // another call may have been let in again meanwhile
      if (used === this.#session) await this.enter();
      answer = await ask();
      if (answer.statusCode === 401) throw new Refused({ is: 'token-wrong' });
    }
    const { statusCode: status = 502, headers } = answer;
    if (status >= 300 && status < 400) throw new Refused({ is: 'not-plugfleet' });
    const isLive = headers['content-type']?.startsWith('text/event-stream') === true;
    answer.setTimeout(isLive ? silenceMs : answerMs, () => {
      answer.destroy(new Error('it fell silent'));
      // what else is owed on other connections will not come either, and new ones say soon whether anybody is there
      this.#agent.destroy();
    });
    const told = new Headers();
    for (const name of ['content-type', 'content-disposition'] as const) {
      const value = headers[name];
      if (value !== undefined) told.set(name, value);
    }
    // Node's own types know two kinds of web streams
    const stream = Readable.toWeb(answer) as unknown as ReadableStream<Uint8Array>;
    return new Response(stream, { status, headers: told });
  }

  async #exchange(): Promise<void> {
    const { statusCode, headers } = await this.#briefly(`/?token=${encodeURIComponent(this.#to.token)}`);
    if (statusCode === 429) throw new Refused({ is: 'too-many-tries' });
    if (statusCode === 401) throw new Refused({ is: 'token-wrong' });
    const session = headers['set-cookie']?.[0]?.split(';')[0];
    if (statusCode !== 303 || session === undefined) throw new Refused({ is: 'not-plugfleet' });
    this.#session = session;
  }

  async #briefly(path: string): Promise<IncomingMessage> {
    const signal = AbortSignal.timeout(shortMs);
    const answer = await this.#ask({ method: 'GET', path, headers: {}, signal });
    answer.resume();
    return answer;
  }

  async #ask({ method, path, headers, body, signal }: Question): Promise<IncomingMessage> {
    const url = new URL(this.#to.origin);
    const request = url.protocol === 'https:' ? tlsRequest : plainRequest;
    const length = body === undefined || body.length === 0 ? {} : { 'content-length': String(body.length) };
    return await new Promise((resolve, reject) => {
      const asking = request(
        url,
        { agent: this.#agent, method, path, headers: { ...headers, ...length }, signal, timeout: answerMs },
        resolve,
      );
      asking.once('timeout', () => asking.destroy(new Error('no answer in time')));
      asking.once('error', reject);
      asking.end(body);
    });
  }
}
