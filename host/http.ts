import type { IncomingMessage, ServerResponse } from 'node:http';
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/node';
import { mostBodyBytes } from './body-limit.ts';
import { withHttpStatus } from './errors.ts';
import { type Host, pageRouter } from './host.ts';

/** Answers a request under its prefix; false where it is for nothing the contract names. Who may ask was settled before. */
export type RpcOverHttp = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** The contract over HTTP: calls are POSTs, live events are server-sent events that end with their connection. */
export function rpcOverHttp(host: Host, prefix: `/${string}`): RpcOverHttp {
  const handler = new RPCHandler(pageRouter, {
    plugins: [new BodyLimitPlugin({ maxBodySize: mostBodyBytes })],
    interceptors: [
      async ({ next }) => {
        try {
          return await next();
        } catch (thrown) {
          throw withHttpStatus(thrown);
        }
      },
    ],
  });
  return async (request, response) => {
    const { matched } = await handler.handle(request, response, { prefix, context: host.context });
    return matched;
  };
}
