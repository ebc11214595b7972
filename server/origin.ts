import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** Where this server is reached: the hosts people may write in an address, and the scheme. */
export interface Place {
  scheme: 'http' | 'https';
  port: number;
  /** Lower case, without a port. */
  hosts: readonly string[];
  /** It listens on all addresses of this computer, so any address may be meant; a name that is not in `hosts` is not. */
  everyAddress: boolean;
}

type Asked = Pick<IncomingMessage, 'headers'>;

/**
 * Whether a request names this server as its host. A page of another site can have its own name resolve to our
 * address (DNS rebinding); what it cannot do is write our name into the Host header.
 */
export function namesUs({ headers }: Asked, place: Place): boolean {
  const named = hostAndPort(headers.host ?? '', place.scheme);
  return named !== undefined && isOurs(named, place);
}

const isOurs = ({ host, port }: { host: string; port: number }, place: Place): boolean =>
  port === place.port && (place.hosts.includes(host) || (place.everyAddress && isIP(host) !== 0));

/** Whether a request comes from our own page, or from no page at all (a program, an address typed in). */
export function isFromUs({ headers }: Asked, place: Place): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = headers;
  if (origin === undefined) return true;
  const scheme = `${place.scheme}://`;
  if (!origin.startsWith(scheme)) return false;
  // the page came from the very host that is asked now
  return origin.slice(scheme.length).toLowerCase() === headers.host?.toLowerCase() && namesUs({ headers }, place);
}

/** Takes `localhost:8080`, `127.0.0.1`, `[::1]:80` apart. */
function hostAndPort(text: string, scheme: Place['scheme']): { host: string; port: number } | undefined {
  const [, bracketed, plain, port] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]/@\s]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) return undefined;
  return { host: host.toLowerCase(), port: Number(port ?? (scheme === 'https' ? 443 : 80)) };
}
