import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '../../contract/index.ts';
import { desktop } from './desktop.ts';
import { desktopLink } from './desktop-link.ts';

export type Client = ContractRouterClient<typeof contract>;

/** Under this path the same page works on virtual plugs. */
export const isPractice = location.pathname.startsWith('/practice');

const link =
  desktop === undefined
    ? new RPCLink({ url: new URL(isPractice ? '/practice/rpc' : '/rpc', location.origin).href })
    : desktopLink(desktop);

/** Everything Plugfleet can be asked: over HTTP to where this page came from, or over a port in the desktop app. */
export const client: Client = createORPCClient(link);
