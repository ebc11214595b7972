import { z } from 'zod';
import { canonicalMac, type Outlet, PlugfleetError, type Relay } from '../../contract/index.ts';
import { garbled } from '../garbled.ts';
import { kindOf, modelName } from '../kinds.ts';
import { plugName64, plugText, Quantity, readAs } from '../plug-json.ts';
import { longestName, longestSsid, mostOutlets } from './bounds.ts';

const DeviceInfo = z.object({
  type: z.string().max(64),
  device_id: plugText(64),
  mac: z.string().max(32),
  model: plugText(64),
  hw_ver: plugText(32).default(''),
  fw_ver: plugText(128).default(''),
  nickname: plugName64(longestName).default(''),
  ssid: plugName64(longestSsid).optional(),
  rssi: Quantity.optional(),
  device_on: z.boolean().optional(),
  has_set_location_info: z.boolean().optional(),
});

/** get_device_info of a plug in our words. */
export interface SmartDevice {
  mac: string;
  deviceId: string;
  model: string;
  hardware: string;
  firmware: string;
  alias: string;
  relay: Relay;
  rssi: number | null;
  ssid: string | undefined;
  hasLocation: boolean | undefined;
}

/**
 * Reads the result of get_device_info.
 * @throws PlugfleetError `garbled`; `unsupported` where something answers that is no plug
 */
export function readSmartDevice(result: unknown): SmartDevice {
  const told = readAs(DeviceInfo, result, 'device info');
  const kind = kindOf(told.type);
  // the last door before a reset: whatever stands at the address now, only a plug is ever spoken to further
  if (kind !== 'plug')
    throw new PlugfleetError('unsupported', `a device of the kind '${kind}' answered`, {
      facts: { model: told.model },
    });
  const mac = canonicalMac(told.mac);
  if (mac === undefined || told.device_id === '') throw garbled('a plug without MAC or device id');
  return {
    mac,
    deviceId: told.device_id,
    model: modelName(told.model),
    hardware: told.hw_ver,
    firmware: told.fw_ver,
    alias: told.nickname,
    relay: relayOf(told.device_on),
    rssi: told.rssi ?? null,
    ssid: told.ssid,
    hasLocation: told.has_set_location_info,
  };
}

const Child = z.object({
  device_id: plugText(64),
  nickname: plugName64(longestName).default(''),
  device_on: z.boolean().optional(),
  position: Quantity.optional(),
});

/** One page of get_child_device_list. */
export const ChildPage = z.object({
  child_device_list: z.array(Child).max(mostOutlets),
  sum: z.number().int().optional(),
});

/** Outlets in the order in which they sit on the strip; it tells them in any order. */
export const outletsOf = (children: readonly z.infer<typeof Child>[]): Outlet[] =>
  children
    .toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0))
    .map((child) => ({ id: child.device_id, alias: child.nickname, relay: relayOf(child.device_on), watts: null }));

const relayOf = (on: boolean | undefined): Relay => (on === undefined ? 'unknown' : on ? 'on' : 'off');

const Components = z.object({ component_list: z.array(z.object({ id: z.string().max(64) })).max(256) });

/** What the plug can do, out of component_nego. */
export const componentsOf = (result: unknown): ReadonlySet<string> =>
  new Set(readAs(Components, result, 'component list').component_list.map((component) => component.id));
