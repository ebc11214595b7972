import { ErrorEvent, ORPCError } from '@orpc/client';
import { LinkFetchClient } from '@orpc/client/fetch';
import { type EncodedMessage, ServerPeer } from '@orpc/standard-server-peer';
import type { AttachProblem } from '../contract/index.ts';
import { Refused } from './relay-agent.ts';
import type { RelayLink } from './relay-link.ts';

/** One end of a pair of ports, as Electron has them. */
export interface LinePort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

type Handle = NonNullable<Parameters<ServerPeer['message']>[1]>;
type Answer = Awaited<ReturnType<Handle>>;

/** What the page is told where the other computer does not answer. */
const lost = (): unknown => ({ json: new ORPCError('SERVICE_UNAVAILABLE').toJSON() });

/**
 * Passes on whatever the page asks over its port, unread, until the page closes it. What breaks off is told to the page
 * as such and never asked again: only the page knows what may be asked twice.
 * @param refuse told once the other computer cannot be worked with any more
 */
export function passOn(
  port: LinePort,
  link: RelayLink,
  refuse: (problem: AttachProblem) => void,
  complain: (what: string, cause: unknown) => void,
): void {
  const there = new LinkFetchClient<Record<never, never>>({ fetch: (request) => link.send(request) });
  const peer = new ServerPeer((message) => port.postMessage(message));
  const handle: Handle = async (request): Promise<Answer> => {
    const url = new URL(`http://plugfleet/rpc${request.url.pathname}${request.url.search}`);
    try {
      const answer = await there.call({ ...request, url }, { context: {} }, [], undefined);
      const body = await answer.body();
      return { status: answer.status, headers: answer.headers, body: isLive(body) ? live(body) : body };
    } catch (thrown) {
      if (thrown instanceof Refused) refuse(thrown.problem);
      return { status: 503, headers: {}, body: lost() };
    }
  };
  port.on('message', ({ data }) => {
    peer.message(data as EncodedMessage, handle).catch((cause: unknown) => {
      complain('a call over the line broke off', cause);
    });
  });
  port.on('close', () => peer.close());
  port.start();
}

const isLive = (body: unknown): body is AsyncGenerator<unknown, unknown, void> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

/** A live answer that breaks off ends with an error the page understands. */
async function* live(events: AsyncGenerator<unknown, unknown, void>): AsyncGenerator<unknown, unknown, void> {
  try {
    return yield* events;
  } catch (thrown) {
    throw thrown instanceof ErrorEvent ? thrown : new ErrorEvent({ data: lost() });
  }
}
