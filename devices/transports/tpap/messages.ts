import { z } from 'zod';
import type { ErrorFacts } from '../../../contract/index.ts';
import type { Deadline } from '../../deadline.ts';
import { garbled } from '../../garbled.ts';
import { parsePlugJson, readAs } from '../../plug-json.ts';
import type { HttpQuestion, HttpWire } from '../http-wire.ts';
import { base64Bytes } from './base64-bytes.ts';
import { cipherNames } from './sealing.ts';

/** The answers are about 300 bytes; some carry certificates. */
const mostBytes = 64 * 1024;
const randomBytes = 32;
/** An uncompressed point of P-256. */
const shareBytes = 65;
const macBytes = 32;

const Port = z.number().int().min(0).max(65_535);
const Count = z.number().int().min(0).max(1_000_000);

/** How many tries it counted and leaves, where it says so. */
const ErrorInfo = z.object({ failedAttempts: Count.optional(), remainAttempts: Count.optional() });
export type ErrorInfo = z.infer<typeof ErrorInfo>;

const Envelope = z.object({
  error_code: z.number().int(),
  result: z.unknown().optional(),
  error_info: ErrorInfo.optional().catch(undefined),
});

/** Step 1. `tpap` is missing while the plug is in its KLAP mode. */
export const Discovered = z.object({
  mac: z.string().max(32).optional(),
  tpap: z
    .object({
      tls: z.number().int().default(0),
      port: Port.default(0),
      pake: z.array(z.number().int()).max(16).default([]),
      user_hash_type: z.number().int().default(0),
    })
    .optional(),
});

/** Step 2. Only suite 1 was offered; more iterations than these would burn time for a stranger. */
export const Registered = z.object({
  cipher_suites: z.literal(1),
  encryption: z
    .string()
    .max(32)
    .transform((name) => name.toLowerCase().replaceAll('-', '_'))
    .pipe(z.enum(cipherNames)),
  iterations: z.number().int().min(1).max(100_000),
  dev_random: base64Bytes(randomBytes, randomBytes),
  dev_salt: base64Bytes(1, 256),
  dev_share: base64Bytes(shareBytes, shareBytes),
  extra_crypt: z.unknown().optional(),
});

export const registerParams = (userName: string, passcode: string, userRandom: Buffer) => ({
  sub_method: 'pake_register',
  username: userName,
  user_random: userRandom.toString('base64'),
  cipher_suites: [1],
  // the one that plugs were seen to take; if one answers with another of the three, that is fine
  encryption: ['aes_128_ccm'],
  passcode_type: passcode,
  stok: null,
});

export const shareParams = ({ userShare, userConfirm }: { userShare: Uint8Array; userConfirm: Uint8Array }) => ({
  sub_method: 'pake_share',
  user_share: Buffer.from(userShare).toString('base64'),
  user_confirm: Buffer.from(userConfirm).toString('base64'),
});

/** It goes into a path. */
const SessionId = z.string().regex(/^[\x21-\x7e]{1,256}$/);

/** Step 3. */
export const Shared = z
  .object({
    dev_confirm: base64Bytes(macBytes, macBytes),
    stok: SessionId.optional(),
    sessionId: SessionId.optional(),
    start_seq: z.number().int().min(0).max(0xff_ff_ff_ff),
  })
  .transform(({ stok, sessionId, ...told }, context) => {
    const id = stok ?? sessionId;
    if (id !== undefined) return { ...told, id };
    context.addIssue({ code: 'custom', message: 'no session id', path: ['stok'] });
    return z.NEVER;
  });

/** What a step of the log-in answered. */
export type StepAnswer<T> = { ok: true; result: T } | { ok: false; code: number; info: ErrorInfo };

/**
 * One step of the log-in: JSON up, JSON down.
 * @param post whether it may be repeated is the caller's to say
 * @throws PlugfleetError `garbled` (with `status` where it is not 200); WireError
 */
export async function askStep<T>(
  post: HttpWire['post'],
  params: { sub_method: string } & Readonly<Record<string, unknown>>,
  schema: z.ZodType<T>,
  deadline: Deadline,
): Promise<StepAnswer<T>> {
  const step = params.sub_method;
  const { status, body } = await post(
    question('/', 'application/json', JSON.stringify({ method: 'login', params })),
    deadline,
  );
  if (status !== 200) throw garbled(`${step} was turned down`, { status });
  const {
    error_code: code,
    result,
    error_info: info = {},
  } = readAs(Envelope, parsePlugJson(body.toString('utf8')), step);
  return code === 0 ? { ok: true, result: readAs(schema, result, step) } : { ok: false, code, info };
}

/** The code of an error told in plain JSON where a frame was due; undefined where it is no such thing. */
export function plainErrorCode(body: Buffer): number | undefined {
  if (body[0] !== '{'.charCodeAt(0)) return undefined;
  try {
    const code = readAs(Envelope, parsePlugJson(body.toString('utf8')), 'answer').error_code;
    return code === 0 ? undefined : code;
  } catch {
    // bytes that merely begin like JSON: no error code, and the caller says what it is instead
    return undefined;
  }
}

/** Error codes that mean something to the conversation; protocols/tpap.md, "Errors and lock-out". */
export const codes = {
  locked: -2101,
  noCommonSuite: -2201,
  passcodeTypeRefused: -2202,
  /** Wrong password: after `pake_share` only. */
  turnedDown: [-2203, -40_401, -1501],
  sessionGone: [-2402, -40_413],
  /** Firmware from before TPAP. */
  olderProtocol: 1003,
} as const;

export const isTurnedDown = (code: number): boolean => codes.turnedDown.some((one) => one === code);
export const isSessionGone = (code: number): boolean => codes.sessionGone.some((one) => one === code);

/** As facts of an error: how many tries the plug says it counted and leaves. */
export const countFacts = ({ failedAttempts, remainAttempts }: ErrorInfo): ErrorFacts => ({
  ...(failedAttempts === undefined ? {} : { failedAttempts }),
  ...(remainAttempts === undefined ? {} : { remainAttempts }),
});

export const question = (path: string, type: string, body: string | Buffer, most = mostBytes): HttpQuestion => ({
  path,
  headers: { 'Content-Type': type },
  body: Buffer.from(body),
  mostBytes: most,
});
