import { z } from 'zod';
import {
  Family,
  ItemCodeSchema,
  Outlet,
  type PlugRecord,
  ProtectedOutlet,
  Relay,
  Route,
  Standing,
} from '../contract/index.ts';
import type { SqlValue } from './connection.ts';
import { storedFlag, storedJson } from './stored-json.ts';

/** A plug as the tables give it. */
export const PlugRow = z.object({
  id: z.number(),
  mac: z.string(),
  deviceId: z.string().nullable(),
  deviceIdHash: z.string().nullable(),
  model: z.string(),
  hardware: z.string().nullable(),
  firmware: z.string().nullable(),
  family: Family,
  alias: z.string(),
  label: z.string().nullable(),
  site: z.string().nullable(),
  room: z.string().nullable(),
  tags: storedJson(z.array(z.string())),
  serial: z.string().nullable(),
  notes: storedJson(z.record(z.string(), z.string())),
  owned: storedFlag,
  ownerWhenOwned: z.string().nullable(),
  protectedReason: z.string().nullable(),
  protectedBy: z.string().nullable(),
  protectedOutlets: storedJson(z.array(ProtectedOutlet)),
  feedsNetwork: storedFlag,
  standing: Standing,
  why: ItemCodeSchema.nullable(),
  route: storedJson(Route).nullable(),
  address: z.string().nullable(),
  network: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
  owner: z.string().nullable(),
  login: z.string().nullable(),
  relay: Relay,
  watts: z.number().nullable(),
  rssi: z.number().nullable(),
  outlets: storedJson(z.array(Outlet)),
  snapshotAt: z.string().nullable(),
}) satisfies z.ZodType<PlugRecord>;

/** Where a plug belongs, as the ids of its site and room. */
export interface Place {
  siteId: number | null;
  roomId: number | null;
}

/** What stands in the row of a plug itself: its id is given by the table, its tags have one of their own. */
export type PlugColumns = Record<Exclude<keyof PlugRecord, 'id' | 'tags' | 'site' | 'room'> | keyof Place, SqlValue>;

/** The columns of a plug with their values. */
export const plugColumns = (plug: PlugRecord, place: Place): PlugColumns => ({
  mac: plug.mac,
  deviceId: plug.deviceId,
  deviceIdHash: plug.deviceIdHash,
  model: plug.model,
  hardware: plug.hardware,
  firmware: plug.firmware,
  family: plug.family,
  alias: plug.alias,
  label: plug.label,
  siteId: place.siteId,
  roomId: place.roomId,
  serial: plug.serial,
  notes: JSON.stringify(plug.notes),
  owned: Number(plug.owned),
  ownerWhenOwned: plug.ownerWhenOwned,
  protectedReason: plug.protectedReason,
  protectedBy: plug.protectedBy,
  protectedOutlets: JSON.stringify(plug.protectedOutlets),
  feedsNetwork: Number(plug.feedsNetwork),
  standing: plug.standing,
  why: plug.why,
  route: plug.route === null ? null : JSON.stringify(plug.route),
  address: plug.address,
  network: plug.network,
  lastSeenAt: plug.lastSeenAt,
  owner: plug.owner,
  login: plug.login,
  relay: plug.relay,
  watts: plug.watts,
  rssi: plug.rssi,
  outlets: JSON.stringify(plug.outlets),
  snapshotAt: plug.snapshotAt,
});
