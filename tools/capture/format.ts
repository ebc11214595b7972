import { z } from 'zod';

const Json = z.json();
const Count = z.number().int().nonnegative();

const Header = z.strictObject({
  version: Count,
  type: Count,
  operation: Count,
  payloadBytes: Count,
  flags: Count,
  padding: Count,
});

const Heard = z.object({
  port: Count,
  header: Header.nullable(),
  answer: Json.optional(),
  unreadableBytes: Count.optional(),
  /** What was encrypted for us in the answer. */
  opened: Json.optional(),
});

const Read = z.object({
  /** A method of the closed list of harmless reads. */
  ask: z.string(),
  /** Null for the plug as a whole. */
  outlet: z.string().nullable(),
  /** How many items of a paged list went before. */
  start: Count,
  answer: Json.optional(),
  unreadableBytes: Count.optional(),
});

const Http = z.union([
  z.strictObject({
    ask: z.string(),
    status: Count,
    /** Names only. */
    headers: z.array(z.string()),
    bodyBytes: Count,
    json: Json.optional(),
  }),
  z.strictObject({ ask: z.string(), failed: z.string() }),
]);

const Session = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('read'),
    login: z.enum(['given', 'built-in']),
    reads: z.array(Read),
    /** What went wrong in the middle. */
    ended: z.string().nullable(),
  }),
  z.strictObject({ state: z.literal('failed'), code: z.string(), http: z.array(Http) }),
  z.strictObject({ state: z.literal('not-tried'), why: z.enum(['not-a-plug', 'unknown-answer']) }),
]);

/** What a plug told, after redaction. */
const Body = z.strictObject({
  discovery: z.array(Heard),
  route: z
    .strictObject({
      dialect: z.enum(['iot', 'smart']),
      transport: z.enum(['xor', 'klap-1', 'klap-2', 'aes', 'tpap']),
      port: Count,
      tls: z.boolean(),
    })
    .nullable(),
  session: Session,
  /** How many different things were replaced, by kind. */
  replaced: z.record(z.string(), Count),
});

/** The file. A change that an older reader would misunderstand takes a new `version`. */
export const Capture = z.strictObject({
  readMe: z.array(z.string()),
  format: z.literal('plugfleet-capture'),
  version: z.literal(1),
  /** The month it was made in, and by which program. */
  made: z.strictObject({ in: z.string().regex(/^\d{4}-\d{2}$/), by: z.string() }),
  ...Body.shape,
});
export type Capture = z.infer<typeof Capture>;
export type CapturedJson = z.infer<typeof Json>;
export type CapturedHttp = z.infer<typeof Http>;
export type CaptureBody = z.infer<typeof Body>;
