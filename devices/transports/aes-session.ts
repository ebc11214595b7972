import { z } from 'zod';
import { type Clock, PlugfleetError } from '../../contract/index.ts';
import type { Deadline } from '../deadline.ts';
import { garbled } from '../garbled.ts';
import { parsePlugJson, readAs } from '../plug-json.ts';
import type { Account } from './accounts.ts';
import { AesCipher } from './aes-cipher.ts';
import { type AesTrouble, troubleOf } from './aes-codes.ts';
import { aesKeyPair, unwrapKey } from './aes-key.ts';
import { aesHeaders, handshakeBody, type LoginVersion, loginRequest, passthroughBody } from './aes-words.ts';
import type { HttpAnswer, HttpQuestion, HttpWire } from './http-wire.ts';
import { sessionCookie, sessionLifeMs } from './session-cookie.ts';

const mostBytes = 1 << 20;
/** How long a session lasts where the plug does not say, in seconds: the smaller of two libraries' guesses (aes.md). */
const cautiousTimeoutS = 1440;

const Outer = z.object({ error_code: z.number().int(), result: z.unknown().optional() });
const Handshake = z.object({ key: z.base64().max(1024) });
/** `response` in the clear may be a text or the JSON itself. */
const Passed = z.object({ response: z.union([z.string(), z.record(z.string(), z.unknown())]) });
/** It goes back in a URL. */
const Token = z.object({ token: z.string().regex(/^[\w.~+/=-]{1,256}$/) });

/** A handshake: key and cookie that belong together. The token follows with the log-in. */
export interface AesChannel {
  cipher: AesCipher;
  cookie: string | null;
  token: string | null;
  /** Monotonic ms from which on it is not used any more. */
  endsMs: number;
}

/** What came back through the outer layer: the inner JSON as it stands, else why there is none. */
export type PassedBack = { text: string } | { code: number } | { status: number };

/**
 * The handshake. Costs nothing but time.
 * @returns undefined where the plug says that another try may help
 * @throws PlugfleetError `unsupported`, `garbled`; WireError
 */
export async function shakeHands(wire: HttpWire, clock: Clock, deadline: Deadline): Promise<AesChannel | undefined> {
  const { publicKey, privateKey } = await aesKeyPair();
  const beganMs = clock.monoMs();
  const body = Buffer.from(handshakeBody(publicKey));
  const answer = await wire.postRepeatable({ path: '/app', headers: aesHeaders(null), body, mostBytes }, deadline);
  if (answer.status === 403 || answer.status === 404)
    throw new PlugfleetError('unsupported', 'it does not speak securePassthrough', {
      facts: { status: answer.status },
    });
  if (answer.status !== 200) throw garbled('the handshake was turned down', { status: answer.status });
  const { error_code: code, result } = readOuter(answer);
  if (troubleOf(code) === 'session-gone') return undefined;
  if (troubleOf(code) === 'moved-on') throw movedOn(code);
  if (troubleOf(code) === 'locked') throw lockedOut();
  if (code !== 0) throw garbled('the handshake was turned down', { code });
  const wrapped = Buffer.from(readAs(Handshake, result, 'handshake').key, 'base64');
  const told = sessionCookie(answer.rawHeaders);
  return {
    cipher: new AesCipher(unwrapKey(privateKey, wrapped)),
    cookie: told?.cookie ?? null,
    token: null,
    endsMs: beganMs + sessionLifeMs(told?.timeoutS ?? cautiousTimeoutS),
  };
}

/** What the plug said to an account. */
export type LogInOutcome = { in: AesChannel } | { in: null; why: Exclude<AesTrouble, 'moved-on'> };

/**
 * The log-in: sent once, on a connection of its own, because the plug may count it.
 * @throws PlugfleetError `unsupported`, `garbled`; WireError
 */
export async function logIn(
  wire: HttpWire,
  channel: AesChannel,
  version: LoginVersion,
  account: Account,
  clock: Clock,
  deadline: Deadline,
): Promise<LogInOutcome> {
  wire.dropKept();
  const request = loginRequest(version, account, clock.wallMs());
  const passed = await passThrough((question) => wire.post(question, deadline), channel, request);
  if ('status' in passed) {
    if (passed.status === 403) return { in: null, why: 'session-gone' };
    throw garbled('the log-in was turned down', { status: passed.status });
  }
  const { error_code: code, result } = 'code' in passed ? { error_code: passed.code } : readInner(passed.text);
  const why = troubleOf(code);
  if (why === 'moved-on') throw movedOn(code);
  if (why) return { in: null, why };
  if (code !== 0) throw garbled('the log-in was not understood', { code });
  return { in: { ...channel, token: readAs(Token, result, 'answer to the log-in').token } };
}

/**
 * One request and its answer.
 * @param post whether it may be repeated is the caller's to say
 * @throws PlugfleetError `garbled`; WireError
 */
export async function passThrough(
  post: (question: HttpQuestion) => Promise<HttpAnswer>,
  { cipher, cookie, token }: AesChannel,
  json: string,
): Promise<PassedBack> {
  const path = token === null ? '/app' : `/app?token=${token}`;
  const body = Buffer.from(passthroughBody(cipher.seal(json)));
  const answer = await post({ path, headers: aesHeaders(cookie), body, mostBytes });
  if (answer.status !== 200) return { status: answer.status };
  const { error_code: code, result } = readOuter(answer);
  if (code !== 0) return { code };
  const { response } = readAs(Passed, result, 'what was passed through');
  return { text: typeof response === 'string' ? cipher.open(response) : JSON.stringify(response) };
}

/** The inner answer. @throws PlugfleetError `garbled` */
export const readInner = (text: string): z.infer<typeof Outer> => readAs(Outer, parsePlugJson(text), 'answer');

const readOuter = ({ body }: HttpAnswer): z.infer<typeof Outer> =>
  readAs(Outer, parsePlugJson(body.toString('utf8')), 'answer');

/** It is a plug all right, but its firmware speaks another protocol by now. */
export const movedOn = (code: number): PlugfleetError =>
  new PlugfleetError('unsupported', 'it moved on to KLAP or TPAP: scan again', { facts: { code } });

export const lockedOut = (): PlugfleetError => new PlugfleetError('locked', 'it takes no account for a while');
