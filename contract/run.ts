import { z } from 'zod';
import { allowable } from './codes.ts';
import { ItemCodeSchema, Outlet, ProtectedOutlet, ReasonCodeSchema, Route } from './plug.ts';

/** How a plug of a plan is dealt with: wiped over the network, by a hand at its button, or not at all. */
export const Way = z.enum(['network', 'hands', 'leave']);
export type Way = z.infer<typeof Way>;

/** What was known of a plug when the plan was frozen: shown, compared again before the reset, printed on its card. */
export const FrozenPlug = z.object({
  mac: z.string(),
  deviceId: z.string().nullable(),
  model: z.string(),
  hardware: z.string().nullable(),
  firmware: z.string().nullable(),
  family: z.enum(['kasa', 'tapo']),
  alias: z.string(),
  label: z.string().nullable(),
  site: z.string().nullable(),
  room: z.string().nullable(),
  owner: z.string().nullable(),
  owned: z.boolean(),
  protected: z.boolean(),
  occupied: z.boolean(),
  feedsNetwork: z.boolean(),
  address: z.string().nullable(),
  network: z.string().nullable(),
  route: Route.nullable(),
  lastSeenAt: z.string().nullable(),
  watts: z.number().nullable(),
  /** None for a plug with one socket, and in plans of a version that did not keep them. */
  outlets: z.array(Outlet).default([]),
  protectedOutlets: z.array(ProtectedOutlet).default([]),
});
export type FrozenPlug = z.infer<typeof FrozenPlug>;

/** The same as doors show it: whose account it is, even as a hash of the e-mail, stays inside. */
const ShownPlug = FrozenPlug.omit({ owner: true });

/** Something that would lose power: at which outlet (counted from 1; null for a plug with one socket), and how much. */
export const Load = z.object({
  outlet: z.number().int().positive().nullable(),
  name: z.string(),
  /** Null where it is on and nothing measures it. */
  watts: z.number().nullable(),
});
export type Load = z.infer<typeof Load>;

export const PlanItem = z.object({
  mac: z.string(),
  way: Way,
  /** Every reason that applies; for the way `network` those that were allowed. */
  reasons: z.array(ReasonCodeSchema),
  /** What the reason `loaded` is about. */
  loads: z.array(Load).default([]),
  plug: FrozenPlug,
});
export type PlanItem = z.infer<typeof PlanItem>;

export const WayCounts = z.object({ network: z.number(), hands: z.number(), leave: z.number() });
export type WayCounts = z.infer<typeof WayCounts>;

export const Allowed = z.array(z.enum(allowable));

/** A frozen list of plugs with, for each, the way and the reasons. Carried out once at the most. */
export const Plan = z.object({
  id: z.string(),
  at: z.string(),
  allow: Allowed,
  counts: WayCounts,
  items: z.array(PlanItem),
});
export type Plan = z.infer<typeof Plan>;

/** A plan as doors show it. */
export const ShownPlan = Plan.extend({ items: z.array(PlanItem.extend({ plug: ShownPlug })) });
export type ShownPlan = z.infer<typeof ShownPlan>;

/** Grade of proof reached, in rising order. */
export const proofs = ['none', 'asked', 'gone', 'in-setup', 'read-back'] as const;
export const Proof = z.enum(proofs);
export type Proof = z.infer<typeof Proof>;

export const itemStates = [
  'waiting',
  'connecting',
  'checking-identity',
  'sending',
  'watching',
  'reset',
  'unproven',
  'failed',
  'needs-hands',
  'left-alone',
  'by-hand',
  'not-found',
  'dead',
] as const;
export const ItemAt = z.enum(itemStates);
export type ItemAt = z.infer<typeof ItemAt>;

export const RunItem = z.object({
  mac: z.string(),
  way: Way,
  at: ItemAt,
  proof: Proof,
  code: ItemCodeSchema.optional(),
  /** What is known of the reset command; absent while none was sent. */
  receipt: z.enum(['not-sent', 'refused', 'acknowledged', 'cut-off']).optional(),
  /** The silence behind `gone`: how long, and what showed that the network lived meanwhile. */
  silence: z.object({ quietS: z.number(), witness: z.enum(['plug', 'gateway', 'loopback', 'none']) }).optional(),
  /** Who ticked its card, when it was done, by what door; of several the newest. Absent without a tick. */
  tick: z
    .object({ result: z.enum(['done', 'not-found', 'dead']), by: z.string(), at: z.string(), entered: z.string() })
    .optional(),
  /** How many ticks stand; absent without one. */
  ticks: z.number().optional(),
  /** Whether two people say different things of it. */
  conflict: z.boolean().optional(),
  plug: ShownPlug,
});
export type RunItem = z.infer<typeof RunItem>;

/** Counts of a run; they add up to its items. */
export const RunCounts = z.object({
  reset: z.number(),
  byHand: z.number(),
  unproven: z.number(),
  failed: z.number(),
  needsHands: z.number(),
  notFound: z.number(),
  dead: z.number(),
  leftAlone: z.number(),
  waiting: z.number(),
});
export type RunCounts = z.infer<typeof RunCounts>;

/** `erase`: everything in the plug is erased (10 s). `wifi`: it only forgets its Wi-Fi (5 s), which never is a reset. */
export const Press = z.enum(['erase', 'wifi']);
export type Press = z.infer<typeof Press>;

/** Languages of the paper (BCP 47), whatever language the program speaks. */
export const PaperLang = z.enum(['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'ja', 'zh']);
export type PaperLang = z.infer<typeof PaperLang>;

/**
 * How the rooms of a site follow one another on paper: by their place in the walk, from the last of these to the first,
 * or by their names.
 */
export const CardOrder = z.enum(['walk', 'back', 'rooms']);
export type CardOrder = z.infer<typeof CardOrder>;

export const RunOptions = z.object({
  /** Plugs visited at the same time. */
  concurrency: z.number().int().min(1).default(8),
  /** Quiet time of the proof, in seconds. */
  quietS: z.number().positive().max(3600).default(60),
  /** Whether one plug per model, hardware and firmware goes first. */
  pilot: z.boolean().default(true),
  /** Share of failures among the last 20 sent plugs at which sending pauses, in percent. */
  maxFailuresPercent: z.number().min(0).max(100).default(30),
  /** What its cards ask for. `wifi` is for runs that send nothing; no item of such a run ever becomes `reset`. */
  press: Press.default('erase'),
});
export type RunOptions = z.infer<typeof RunOptions>;

export const runStates = ['running', 'paused', 'ended', 'cut-short'] as const;

/** A plan being carried out, or that was. */
export const Run = z.object({
  id: z.string(),
  plan: z.string(),
  at: z.string(),
  state: z.enum(runStates),
  /** Why it paused. */
  code: ItemCodeSchema.optional(),
  options: RunOptions,
  counts: RunCounts,
  items: z.array(RunItem),
  tookMs: z.number(),
});
export type Run = z.infer<typeof Run>;
