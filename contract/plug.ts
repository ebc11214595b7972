import { z } from 'zod';
import { outcomeCodes, reasonCodes } from './codes.ts';
import { Mac } from './ids.ts';

export const transports = ['xor', 'klap-1', 'klap-2', 'aes', 'tpap'] as const;
export const Transport = z.enum(transports);
export type Transport = z.infer<typeof Transport>;

export const Dialect = z.enum(['iot', 'smart']);
export type Dialect = z.infer<typeof Dialect>;

/** Enough to connect to a plug again. Plain data. */
export const Route = z.object({
  host: z.string(),
  port: z.number().int().min(1).max(65535),
  dialect: Dialect,
  transport: Transport,
  tls: z.boolean(),
  /** Which of the two wordings of a log-in it takes (`aes` only); absent where it did not say. */
  loginVersion: z.union([z.literal(1), z.literal(2)]).optional(),
  /** TPAP: the port of its first, always plain question, where that is not `port`. */
  discoverPort: z.number().int().min(1).max(65535).optional(),
});
export type Route = z.infer<typeof Route>;

export const Relay = z.enum(['on', 'off', 'unknown']);
export type Relay = z.infer<typeof Relay>;

/** One switched socket of a plug. `id` is the plug's own id of it; `watts` null where it has no meter. */
export const Outlet = z.object({
  id: z.string(),
  alias: z.string(),
  relay: Relay,
  watts: z.number().nullable(),
});
export type Outlet = z.infer<typeof Outlet>;

/**
 * An outlet that a person put out of reach, with the reason and who did it. The strip it sits on is then out of reach
 * as a whole: a factory reset is always of the whole plug.
 */
export const ProtectedOutlet = z.object({ id: z.string(), alias: z.string(), reason: z.string(), by: z.string() });
export type ProtectedOutlet = z.infer<typeof ProtectedOutlet>;

/** What can be done with a plug now. */
export const standings = ['ready', 'needs-login', 'locked', 'unsupported', 'silent', 'in-setup', 'wiped'] as const;
export const Standing = z.enum(standings);
export type Standing = z.infer<typeof Standing>;

export const Family = z.enum(['kasa', 'tapo']);
export type Family = z.infer<typeof Family>;

export const ReasonCodeSchema = z.enum(reasonCodes);
export const ItemCodeSchema = z.enum([...reasonCodes, ...outcomeCodes]);

/** A plug as doors show it. */
export const Plug = z.object({
  id: z.number().int(),
  mac: z.string(),
  deviceId: z.string().nullable(),
  model: z.string(),
  hardware: z.string().nullable(),
  firmware: z.string().nullable(),
  family: Family,
  alias: z.string(),
  label: z.string().nullable(),
  site: z.string().nullable(),
  room: z.string().nullable(),
  tags: z.array(z.string()),
  owned: z.boolean(),
  /** By itself, or because one of its outlets is. */
  protected: z.boolean(),
  /** Why it is as a whole; null where only outlets of it are. */
  protectedReason: z.string().nullable(),
  protectedOutlets: z.array(ProtectedOutlet),
  feedsNetwork: z.boolean(),
  standing: Standing,
  /** Why the standing is not `ready`. */
  why: ItemCodeSchema.nullable(),
  route: Route.nullable(),
  address: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
  relay: Relay,
  /** Load now in watts, the sum of outlets; null where it has no meter or was not read. */
  watts: z.number().nullable(),
  rssi: z.number().nullable(),
  outlets: z.array(Outlet),
});
export type Plug = z.infer<typeof Plug>;

/** A device that answers but is no plug: a camera, hub, bulb, vacuum. Listed, never a target. */
export const Other = z.object({
  mac: z.string().nullable(),
  address: z.string(),
  model: z.string(),
  kind: z.enum(['bulb', 'camera', 'hub', 'vacuum', 'unknown']),
});
export type Other = z.infer<typeof Other>;

/** Which plugs a command means: several values of one filter = or, different filters = and. */
export const Selection = z.object({
  macs: z.array(Mac).optional(),
  site: z.array(z.string()).optional(),
  room: z.array(z.string()).optional(),
  model: z.array(z.string()).optional(),
  tag: z.array(z.string()).optional(),
  standing: z.array(Standing).optional(),
  all: z.boolean().optional(),
});
export type Selection = z.infer<typeof Selection>;

/**
 * A plug as it is kept. `owner` is the upper-case MD5 of the account's e-mail, '' for none, null where it was never told.
 * Moments are ISO 8601.
 */
export interface PlugRecord {
  id: number;
  mac: string;
  /** The plug's own id, 40 hex digits, known after a session. */
  deviceId: string | null;
  /** MD5 of the device id, told by discovery without a session. */
  deviceIdHash: string | null;
  model: string;
  hardware: string | null;
  firmware: string | null;
  family: Family;
  alias: string;
  label: string | null;
  site: string | null;
  room: string | null;
  tags: readonly string[];
  serial: string | null;
  notes: Readonly<Record<string, string>>;
  owned: boolean;
  /** The owner when a person marked it as owned. Another one later blocks it (`other-owner`). */
  ownerWhenOwned: string | null;
  protectedReason: string | null;
  protectedBy: string | null;
  protectedOutlets: readonly ProtectedOutlet[];
  feedsNetwork: boolean;
  standing: Standing;
  why: z.infer<typeof ItemCodeSchema> | null;
  route: Route | null;
  address: string | null;
  /** The network (CIDR) in which it was last found. */
  network: string | null;
  lastSeenAt: string | null;
  owner: string | null;
  /** Name of the login that opened it last; null for none. */
  login: string | null;
  relay: Relay;
  watts: number | null;
  rssi: number | null;
  outlets: readonly Outlet[];
  /** When its settings were last read in full. */
  snapshotAt: string | null;
}
