import { z } from 'zod';
import { ItemCodeSchema, ReasonCodeSchema, Transport } from './plug.ts';
import { Proof, RunOptions, Way } from './run.ts';

/** The outlet of a strip that an entry is about; absent where it is about the plug as a whole. */
const ofOutlet = z.object({ id: z.string(), alias: z.string() }).optional();

/**
 * Everything done to plugs, as entries that are only ever added. The state of a run is a fold over its entries
 * (engine/run/fold.ts). `by` is who did it, as the system or the person said.
 */
const bodies = {
  owned: z.object({ by: z.string(), owner: z.string().nullable() }),
  disowned: z.object({ by: z.string() }),
  protected: z.object({ by: z.string(), reason: z.string(), outlet: ofOutlet }),
  unprotected: z.object({ by: z.string(), outlet: ofOutlet }),

  /** A plug turned a log-in down that it counts (law 9). `setAt`: which secret of that login it was. */
  'login-refused': z.object({
    /** Null for an account built into plugs. */
    login: z.string().nullable(),
    setAt: z.string().nullable(),
    owner: z.string().nullable(),
    /** It takes no log-in at all now, the right one neither. */
    locked: z.boolean(),
  }),

  /** A plug took a login that it had turned down before. */
  'login-accepted': z.object({ login: z.string().nullable() }),

  'run-started': z.object({
    plan: z.string(),
    by: z.string(),
    options: RunOptions,
    items: z.array(z.object({ mac: z.string(), way: Way, reasons: z.array(ReasonCodeSchema) })),
  }),
  'run-continued': z.object({ by: z.string() }),
  'run-checked': z.object({ by: z.string() }),
  /** Sending stopped before every item was dealt with. */
  'run-paused': z.object({ code: ItemCodeSchema }),
  'run-ended': z.object({ tookMs: z.number() }),

  /** On disk before the first byte of a reset leaves. */
  intent: z.object({
    deviceId: z.string(),
    address: z.string(),
    transport: Transport,
    owner: z.string().nullable(),
    model: z.string(),
    firmware: z.string(),
    watts: z.number().nullable(),
  }),
  receipt: z.object({
    receipt: z.enum(['not-sent', 'refused', 'acknowledged', 'cut-off']),
    detail: z.string().nullable(),
  }),
  /** Evidence reached: what was looked at and for how long. */
  proof: z.object({
    grade: Proof,
    quietS: z.number().nullable(),
    /** What showed that the network was alive while the plug was silent. */
    witness: z.enum(['plug', 'gateway', 'loopback', 'none']).nullable(),
    note: z.string().nullable(),
  }),
  /** The plug was heard again as before: earlier proof no longer counts. */
  struck: z.object({ address: z.string(), owner: z.string().nullable() }),
  'item-ended': z.object({
    at: z.enum(['reset', 'unproven', 'failed', 'needs-hands', 'left-alone']),
    code: ItemCodeSchema.nullable(),
  }),

  tick: z.object({
    result: z.enum(['done', 'not-found', 'dead']),
    by: z.string(),
    entered: z.string(),
    /** When the hand did it, where that was told; else it is when the tick was entered. */
    doneAt: z.string().optional(),
  }),
  'tick-withdrawn': z.object({ by: z.string() }),
  /** Cards were printed: the short code of each page, and the plugs of its numbers in order. */
  'checklist-printed': z.object({
    by: z.string(),
    pages: z.array(z.object({ code: z.string(), macs: z.array(z.string()) })),
  }),
} as const;

export type LedgerKind = keyof typeof bodies;

type BodyOf<K extends LedgerKind> = z.infer<(typeof bodies)[K]>;

/** What is to be written: the kind, whom it concerns, and the body that belongs to the kind. */
export type NewLedgerEntry = {
  [K in LedgerKind]: { kind: K; run: string | null; mac: string | null; body: BodyOf<K> };
}[LedgerKind];

/** One entry as it stands: `hash` covers everything else in it and the entry before it. */
export type LedgerEntry = NewLedgerEntry & { seq: number; at: string; hash: string };

export const ledgerKinds = Object.keys(bodies) as readonly LedgerKind[];

const Kind = z.enum(ledgerKinds);

/** Parses a stored body by its kind. Throws a zod error where it does not fit. */
export function parseLedgerEntry(row: {
  seq: number;
  at: string;
  kind: string;
  run: string | null;
  mac: string | null;
  body: unknown;
  hash: string;
}): LedgerEntry {
  const kind = Kind.parse(row.kind);
  // the body was parsed by the schema of this very kind, which TypeScript cannot follow through the lookup
  return { ...row, kind, body: bodies[kind].parse(row.body) } as LedgerEntry;
}
