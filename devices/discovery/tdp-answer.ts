import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { canonicalMac, type Heard } from '../../contract/index.ts';
import { dialectOf, familyOf, kindOf, modelName } from '../kinds.ts';
import { parsePlugJson, plugText, readAs } from '../plug-json.ts';
import { chooseRoute, EncryptionTold } from './choose-transport.ts';
import type { Datagram } from './datagram.ts';
import { openEncryptedInfo } from './encrypted-info.ts';
import { tdpPayload } from './tdp-packet.ts';

const Envelope = z.object({ error_code: z.literal(0), result: z.record(z.string(), z.unknown()) });

/** What every device tells, plug or not. */
const AnyDevice = z.object({
  device_type: plugText(64),
  device_model: plugText(64).default(''),
  mac: z.string().max(32).optional(),
});

/** What a plug tells beyond that. `owner` and `device_id` may stand in `encrypt_info` instead. */
const PlugTold = EncryptionTold.extend({
  device_id: plugText(64).optional(),
  owner: plugText(64).optional(),
  factory_default: z.boolean().optional(),
  hw_ver: plugText(32).optional(),
});

/**
 * What a TDP answer tells; undefined where the datagram carries none.
 * @throws PlugfleetError `garbled`
 */
export function readTdpAnswer(datagram: Datagram, privateKey: KeyObject): Heard | undefined {
  const text = tdpPayload(datagram.bytes);
  if (text === undefined) return undefined;
  const { result } = readAs(Envelope, parsePlugJson(text), 'TDP answer');
  const device = readAs(AnyDevice, result, 'TDP answer');
  const kind = kindOf(device.device_type);
  const mac = canonicalMac(device.mac ?? '');
  const model = modelName(device.device_model);
  if (kind !== 'plug')
    return { is: 'other', other: { mac: mac ?? null, address: datagram.address, model, kind }, atMs: datagram.atMs };
  if (mac === undefined) return undefined;
  const inner = openEncryptedInfo(result['encrypt_info'], privateKey);
  const told = readAs(PlugTold, { ...inner, ...result }, 'TDP answer of a plug');
  const dialect = dialectOf(device.device_type);
  const route = chooseRoute(datagram.address, dialect, told);
  return {
    is: 'plug',
    plug: {
      address: datagram.address,
      atMs: datagram.atMs,
      sureMs: datagram.sureMs,
      source: 'tdp',
      mac,
      deviceId: null,
      deviceIdHash: told.device_id?.toLowerCase() ?? null,
      model,
      hardware: told.hw_ver ?? null,
      firmware: null,
      alias: null,
      family: familyOf(device.device_type, model),
      owner: told.owner?.toUpperCase() ?? null,
      factoryDefault: told.factory_default ?? null,
      dialect,
      transport: route.transport,
      route,
      relay: 'unknown',
      rssi: null,
      outlets: [],
    },
  };
}
