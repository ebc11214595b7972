import type { HttpAnswer } from './http-wire.ts';

/** Elsewhere, and (RFC 6585) a log-in to the network. */
const pageStatuses = [301, 302, 303, 307, 308, 511];
/** As far into a body as the first tag of a page may stand. */
const firstBytes = 512;

/**
 * Whether an answer is a page for people: networks that want a log-in put one in the place of every HTTP server, mostly
 * by way of another address. Plugs send nobody elsewhere; those with a page of their own say `SHIP`.
 */
export function isPage({ status, rawHeaders, body }: HttpAnswer): boolean {
  if (pageStatuses.includes(status)) return true;
  const server = rawHeaders.findIndex((name, i) => i % 2 === 0 && name.toLowerCase() === 'server');
  if (status !== 200 || (server >= 0 && rawHeaders[server + 1]?.includes('SHIP'))) return false;
  return /^(?:\u00ef\u00bb\u00bf)?\s*(?:<!--.*?-->\s*)?<(?:!doctype|html|head|body|meta|script|title)\b/is.test(
    body.toString('latin1', 0, firstBytes),
  );
}
