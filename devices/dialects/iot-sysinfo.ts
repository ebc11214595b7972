import { z } from 'zod';
import { canonicalMac, type Family, type Outlet, type Relay } from '../../contract/index.ts';
import { garbled } from '../garbled.ts';
import { familyOf, type Kind, kindOf, modelName } from '../kinds.ts';
import { plugName, plugText, Quantity, readAs } from '../plug-json.ts';
import { longestName, mostOutlets } from './bounds.ts';

const Mac = z.string().max(32).optional();

/** What every device tells in get_sysinfo, plug or not. */
const AnySysinfo = z.object({
  type: z.string().max(64).optional(),
  mic_type: z.string().max(64).optional(),
  model: plugText(64).default(''),
  mac: Mac,
  mic_mac: Mac,
  ethernet_mac: Mac,
});

const Child = z.object({ id: plugText(64), alias: plugName(longestName).default(''), state: Quantity.optional() });
/** Old firmware gives degrees as text. */
const Degrees = z.union([Quantity, z.string().max(32)]).optional();

const PlugSysinfo = z.object({
  deviceId: plugText(64).optional(),
  alias: plugName(longestName).default(''),
  sw_ver: plugText(128).optional(),
  hw_ver: plugText(32).optional(),
  feature: plugText(64).default(''),
  rssi: Quantity.optional(),
  relay_state: Quantity.optional(),
  led_off: Quantity.optional(),
  children: z.array(Child).max(mostOutlets).default([]),
  latitude: Degrees,
  longitude: Degrees,
  latitude_i: Degrees,
  longitude_i: Degrees,
});

/** get_sysinfo of a plug in our words. */
export interface PlugSysinfo {
  kind: 'plug';
  mac: string | undefined;
  deviceId: string | null;
  model: string;
  family: Family;
  hardware: string | null;
  firmware: string | null;
  alias: string;
  relay: Relay;
  rssi: number | null;
  outlets: readonly Outlet[];
  /** Whether it says that it measures energy. */
  meter: boolean;
  ledOff: boolean | null;
  hasLocation: boolean | null;
}

/** get_sysinfo of any other device. */
export interface OtherSysinfo {
  kind: Exclude<Kind, 'plug'>;
  mac: string | undefined;
  model: string;
}

const Answer = z.object({ system: z.object({ get_sysinfo: z.record(z.string(), z.unknown()) }) });

/** The `get_sysinfo` object in an answer. */
export const sysinfoIn = (answer: unknown): unknown => readAs(Answer, answer, 'sysinfo answer').system.get_sysinfo;

/**
 * Reads a get_sysinfo object.
 * @throws PlugfleetError `garbled`
 */
export function readSysinfo(told: unknown): PlugSysinfo | OtherSysinfo {
  const fields = inner(told);
  const device = readAs(AnySysinfo, fields, 'sysinfo');
  const type = device.type ?? device.mic_type ?? '';
  const kind = kindOf(type);
  const mac = [device.mac, device.mic_mac, device.ethernet_mac].map((text) => canonicalMac(text ?? '')).find(Boolean);
  const model = modelName(device.model);
  return kind === 'plug' ? readPlug(fields, { mac, model, type }) : { kind, mac, model };
}

/** Kasa cameras wrap their sysinfo in one more `system`. */
function inner(told: unknown): unknown {
  const wrapped = z.object({ system: z.record(z.string(), z.unknown()) }).safeParse(told);
  return wrapped.success ? wrapped.data.system : told;
}

function readPlug(fields: unknown, device: { mac: string | undefined; model: string; type: string }): PlugSysinfo {
  const told = readAs(PlugSysinfo, fields, 'sysinfo of a plug');
  if (told.children.length > 0 && !told.deviceId) throw garbled('a strip without a device id');
  const outlets = told.children.map((child) => ({
    id: outletId(child.id, told.deviceId ?? ''),
    alias: child.alias,
    relay: relayOf(child.state),
    watts: null,
  }));
  return {
    kind: 'plug',
    mac: device.mac,
    // an empty id would be that of every plug without one
    deviceId: told.deviceId || null,
    model: device.model,
    family: familyOf(device.type, device.model),
    hardware: told.hw_ver ?? null,
    firmware: told.sw_ver ?? null,
    alias: told.alias,
    relay: outlets.length > 0 ? anyOn(outlets.map((outlet) => outlet.relay)) : relayOf(told.relay_state),
    rssi: told.rssi ?? null,
    outlets,
    meter: told.feature.split(':').includes('ENE'),
    ledOff: told.led_off === undefined ? null : told.led_off !== 0,
    hasLocation: hasLocation([told.latitude, told.longitude, told.latitude_i, told.longitude_i]),
  };
}

/** Some firmware tells only the last two digits; commands want all 42 (xor.md, "Power strips"). */
const outletId = (told: string, deviceId: string): string => (told.length === 2 ? deviceId + told : told);

const relayOf = (state: number | undefined): Relay => (state === 1 ? 'on' : state === 0 ? 'off' : 'unknown');

/** A strip is on if any of its outlets is. */
export function anyOn(relays: readonly Relay[]): Relay {
  if (relays.includes('on')) return 'on';
  return relays.includes('unknown') ? 'unknown' : 'off';
}

function hasLocation(degrees: readonly (number | string | undefined)[]): boolean | null {
  const told = degrees.filter((value) => value !== undefined);
  return told.length === 0 ? null : told.some((value) => Number(value) !== 0);
}
