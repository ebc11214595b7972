import { createHash, randomBytes } from 'node:crypto';
import type { Account } from './accounts.ts';

/** The two wordings of a log-in; which one a plug takes, its discovery tells as `lv`. */
export type LoginVersion = 1 | 2;

/** What goes along with every request. The exact length is always sent: plugs answer 500 to chunks. */
export const aesHeaders = (cookie: string | null): Record<string, string> => ({
  'Content-Type': 'application/json',
  Accept: 'application/json',
  requestByApp: 'true',
  ...(cookie === null ? {} : { Cookie: cookie }),
});

/** The one request in the clear. @param publicKey SubjectPublicKeyInfo in base64 */
export const handshakeBody = (publicKey: string): string =>
  JSON.stringify({
    method: 'handshake',
    params: { key: `-----BEGIN PUBLIC KEY-----\n${publicKey}\n-----END PUBLIC KEY-----\n` },
  });

/** Around everything else. @param request sealed, in base64 */
export const passthroughBody = (request: string): string =>
  JSON.stringify({ method: 'securePassthrough', params: { request } });

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const hashed64 = (text: string): string => base64(createHash('sha1').update(text, 'utf8').digest('hex'));

/** As good as the password: never to be logged. @param wallMs now, in ms since 1970 */
export function loginRequest(
  version: LoginVersion,
  { email, password }: Pick<Account, 'email' | 'password'>,
  wallMs: number,
): string {
  const secret = version === 1 ? { password: base64(password) } : { password2: hashed64(password) };
  const params = { ...secret, username: hashed64(email) };
  return JSON.stringify({ method: 'login_device', params, request_time_milis: wallMs });
}

/** Who we are, as older P105 want to know it in every request: anything, but the same for as long as we run. */
export const ourTerminal: string = randomBytes(16).toString('base64');

/** A dialect's message as this transport sends it. @param json an object */
export const stamped = (json: string, wallMs: number, terminal: string): string =>
  JSON.stringify({ ...(JSON.parse(json) as object), request_time_milis: wallMs, terminal_uuid: terminal });
