import type { Dialect, Family, Other } from '../contract/index.ts';

/** What a device is: something we reset, or another kind of device, which is listed and left alone. */
export type Kind = 'plug' | Other['kind'];

/**
 * By `device_type` (TDP), `type` or `mic_type` (sysinfo); protocols/README.md. Wall switches, dimmers and strips carry
 * the same types as plugs. A type that is not here is unknown and therefore never a target.
 */
const kinds: Readonly<Record<string, Kind>> = {
  'IOT.SMARTPLUGSWITCH': 'plug',
  'SMART.KASAPLUG': 'plug',
  'SMART.KASASWITCH': 'plug',
  'SMART.TAPOPLUG': 'plug',
  'SMART.TAPOSWITCH': 'plug',
  'IOT.SMARTBULB': 'bulb',
  'SMART.KASABULB': 'bulb',
  'SMART.TAPOBULB': 'bulb',
  'IOT.IPCAMERA': 'camera',
  'SMART.IPCAMERA': 'camera',
  'SMART.TAPODOORBELL': 'camera',
  'SMART.KASAHUB': 'hub',
  'SMART.TAPOHUB': 'hub',
  'SMART.TAPOROBOVAC': 'vacuum',
};

/** Kind of a device by the type it says. */
export const kindOf = (type: string): Kind => (Object.hasOwn(kinds, type) ? (kinds[type] ?? 'unknown') : 'unknown');

/** Which words a device of this type speaks. */
export const dialectOf = (type: string): Dialect => (type.startsWith('IOT.') ? 'iot' : 'smart');

/** Brand by type; where the type does not say, by the letters that Kasa models begin with. */
export function familyOf(type: string, model: string): Family {
  if (type.startsWith('IOT.') || type.includes('.KASA')) return 'kasa';
  if (type.includes('.TAPO')) return 'tapo';
  return /^(?:HS|KP|EP|ES|KS|KL)\d/i.test(model) ? 'kasa' : 'tapo';
}

/**
 * `HS110(EU)` → `HS110`. Discovery tells the region, a SMART session does not, so a plug would change its model
 * between two sightings if it were kept.
 */
export const modelName = (told: string): string => told.replace(/\s*\([A-Za-z]{2,3}\)\s*$/, '').trim();
