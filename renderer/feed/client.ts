import { type ClientLink, createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { contract, DesktopShell } from '../../contract/index.ts';
import { desktop } from './desktop.ts';

export type Client = ContractRouterClient<typeof contract>;

/** Under this path the same page works on virtual plugs. */
export const isPractice = location.pathname.startsWith('/practice');

type Link = ClientLink<Record<never, never>>;

/**
 * A link that is still loaded when the first calls are made. No file here may wait at its top level for another one:
 * that one may stand beside the waiting one in what is shipped, and both would wait for ever.
 */
function linkOf(loading: Promise<Link>): Link {
  return { call: async (...given) => await (await loading).call(...given) };
}

const over = async (shell: DesktopShell): Promise<Link> => (await import('./desktop-link.ts')).desktopLink(shell);

/** What a browser does not need is not loaded there. */
const link =
  desktop === undefined
    ? new RPCLink({ url: new URL(isPractice ? '/practice/rpc' : '/rpc', location.origin).href })
    : linkOf(over(desktop));

/** Everything Plugfleet can be asked: over HTTP to where this page came from, or over a port in the desktop app. */
export const client: Client = createORPCClient(link);
