import { randomBytes } from 'node:crypto';
import { type Clock, PlugfleetError } from '../../contract/index.ts';
import type { Deadline } from '../deadline.ts';
import { garbled } from '../garbled.ts';
import type { HttpAnswer, HttpWire } from './http-wire.ts';
import { accountShown, type KlapAccount } from './klap-accounts.ts';
import { KlapCipher } from './klap-cipher.ts';
import { clientHash } from './klap-hashes.ts';
import { sessionCookie, sessionLifeMs } from './session-cookie.ts';

const seedBytes = 16;
const hashBytes = 32;
const mostHandshakeBytes = 64 * 1024;
/** How long a plug keeps a session where it does not say, in seconds (klap.md). */
const usualTimeoutS = 86_400;

/** Keys and cookie that belong together, and the account they were made with. */
export interface KlapSession {
  cipher: KlapCipher;
  cookie: string;
  account: KlapAccount;
  /** Monotonic ms from which on it is not used any more. */
  endsMs: number;
}

/**
 * Both handshakes. The account whose hash the plug shows decides the generation. Without a matching account the second
 * is not sent.
 * @throws PlugfleetError `needs-login`, `unsupported`, `garbled`; WireError
 */
export async function openKlapSession(
  wire: HttpWire,
  accounts: readonly KlapAccount[],
  clock: Clock,
  deadline: Deadline,
): Promise<KlapSession> {
  const local = randomBytes(seedBytes);
  const beganMs = clock.monoMs();
  const first = await post(wire, '/app/handshake1', null, local, deadline);
  const { remote, shown, told } = readHandshake1(first);
  const account = accountShown(accounts, { local, remote }, shown);
  if (!account) {
    const words = 'none of the stored logins is the account of this plug';
    throw new PlugfleetError('needs-login', words, { facts: { compared: accounts.length } });
  }
  const secrets = { local, remote, auth: account.auth };
  const second = await post(wire, '/app/handshake2', told.cookie, clientHash(account.version, secrets), deadline);
  if (second.status !== 200) throw garbled('handshake 2 was turned down', { status: second.status });
  const endsMs = beganMs + sessionLifeMs(told.timeoutS ?? usualTimeoutS);
  return { cipher: new KlapCipher(secrets), cookie: told.cookie, account, endsMs };
}

/** Whatever stands in the body, it is bytes. */
export const klapHeaders = (cookie: string | null): Record<string, string> => ({
  'Content-Type': 'application/octet-stream',
  ...(cookie === null ? {} : { Cookie: cookie }),
});

const post = (wire: HttpWire, path: string, cookie: string | null, body: Buffer, deadline: Deadline) =>
  wire.postRepeatable({ path, headers: klapHeaders(cookie), body, mostBytes: mostHandshakeBytes }, deadline);

function readHandshake1({ status, body, rawHeaders }: HttpAnswer) {
  const told = sessionCookie(rawHeaders);
  if (status === 200 && body.length === seedBytes + hashBytes && told !== undefined)
    return { remote: body.subarray(0, seedBytes), shown: body.subarray(seedBytes), told };
  // 403: local access is off, or the plug is in TPAP mode. 404 or JSON: another protocol. None of it is about accounts.
  if (status === 403 || status === 404 || body[0] === '{'.charCodeAt(0)) {
    const words = status === 403 ? 'local access is switched off in the app' : 'it does not speak KLAP';
    throw new PlugfleetError('unsupported', words, { facts: { status } });
  }
  throw garbled('handshake 1 is not as expected', { status, bytes: body.length, cookie: told !== undefined });
}
