import { randomBytes } from 'node:crypto';
import { PlugfleetError } from '../../contract/index.ts';
import type { Deadline } from '../deadline.ts';
import { garbled } from '../garbled.ts';
import type { HttpAnswer, HttpWire } from './http-wire.ts';
import { type Account, accountOf } from './klap-accounts.ts';
import { KlapCipher } from './klap-cipher.ts';
import { clientHash, type KlapVersion } from './klap-hashes.ts';

const seedBytes = 16;
const hashBytes = 32;
const mostHandshakeBytes = 64 * 1024;

/** Keys and cookie that belong together, and the account they were made with. */
export interface KlapSession {
  cipher: KlapCipher;
  cookie: string;
  account: Account;
}

/**
 * Both handshakes. Without a matching account the second is not sent.
 * @throws PlugfleetError `needs-login`, `unsupported`, `garbled`; WireError
 */
export async function openKlapSession(
  wire: HttpWire,
  version: KlapVersion,
  accounts: readonly Account[],
  deadline: Deadline,
): Promise<KlapSession> {
  const local = randomBytes(seedBytes);
  const first = await post(wire, '/app/handshake1', null, local, deadline);
  const { remote, shown, cookie } = readHandshake1(first);
  const account = accountOf(version, accounts, { local, remote }, shown);
  if (!account) {
    const words = 'none of the stored logins is the account of this plug';
    throw new PlugfleetError('needs-login', words, { facts: { compared: accounts.length } });
  }
  const secrets = { local, remote, auth: account.auth };
  const second = await post(wire, '/app/handshake2', cookie, clientHash(version, secrets), deadline);
  if (second.status !== 200) throw garbled('handshake 2 was turned down', { status: second.status });
  return { cipher: new KlapCipher(secrets), cookie, account };
}

/** Whatever stands in the body, it is bytes. */
export const klapHeaders = (cookie: string | null): Record<string, string> => ({
  'Content-Type': 'application/octet-stream',
  ...(cookie === null ? {} : { Cookie: cookie }),
});

const post = (wire: HttpWire, path: string, cookie: string | null, body: Buffer, deadline: Deadline) =>
  wire.postRepeatable({ path, headers: klapHeaders(cookie), body, mostBytes: mostHandshakeBytes }, deadline);

function readHandshake1({ status, body, rawHeaders }: HttpAnswer) {
  const cookie = sessionCookie(rawHeaders);
  if (status === 200 && body.length === seedBytes + hashBytes && cookie !== undefined)
    return { remote: body.subarray(0, seedBytes), shown: body.subarray(seedBytes), cookie };
  // 403: local access is off, or the plug is in TPAP mode. 404 or JSON: another protocol. None of it is about accounts.
  if (status === 403 || status === 404 || body[0] === '{'.charCodeAt(0)) {
    const words = status === 403 ? 'local access is switched off in the app' : 'it does not speak KLAP';
    throw new PlugfleetError('unsupported', words, { facts: { status } });
  }
  throw garbled('handshake 1 is not as expected', { status, bytes: body.length, cookie: cookie !== undefined });
}

/**
 * `TP_SESSIONID=…` out of the raw headers. Plugs put their TIMEOUT where a cookie has its attributes, so no cookie
 * parser is used, and nothing but the session id is sent back.
 */
export function sessionCookie(rawHeaders: readonly string[]): string | undefined {
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (rawHeaders[i]?.toLowerCase() !== 'set-cookie') continue;
    const [found] = /TP_SESSIONID=[\x21-\x2b\x2d-\x3a\x3c-\x7e]{1,256}/.exec(rawHeaders[i + 1] ?? '') ?? [];
    if (found !== undefined) return found;
  }
  return undefined;
}
