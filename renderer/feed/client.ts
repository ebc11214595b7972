import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '../../contract/index.ts';

export type Client = ContractRouterClient<typeof contract>;

/** Under this path the same page works on virtual plugs. */
export const isPractice = location.pathname.startsWith('/practice');

/** Everything Plugfleet can be asked, over HTTP to where this page came from. */
export const client: Client = createORPCClient(
  new RPCLink({ url: new URL(isPractice ? '/practice/rpc' : '/rpc', location.origin).href }),
);
