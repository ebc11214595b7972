import type { Plug, PlugRecord } from '../../contract/index.ts';
import { isProtected } from '../planning/refusals.ts';

/** A kept plug as doors show it: secrets and hashes stay inside. */
export const toPlug = (record: PlugRecord): Plug => ({
  id: record.id,
  mac: record.mac,
  deviceId: record.deviceId,
  model: record.model,
  hardware: record.hardware,
  firmware: record.firmware,
  family: record.family,
  alias: record.alias,
  label: record.label,
  site: record.site,
  room: record.room,
  tags: [...record.tags],
  owned: record.owned,
  protected: isProtected(record),
  protectedReason: record.protectedReason,
  protectedOutlets: [...record.protectedOutlets],
  feedsNetwork: record.feedsNetwork,
  standing: record.standing,
  why: record.why,
  route: record.route,
  address: record.address,
  lastSeenAt: record.lastSeenAt,
  relay: record.relay,
  watts: record.watts,
  rssi: record.rssi,
  outlets: [...record.outlets],
});
