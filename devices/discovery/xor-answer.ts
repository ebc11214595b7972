import type { Heard } from '../../contract/index.ts';
import { readSysinfo, sysinfoIn } from '../dialects/iot-sysinfo.ts';
import { parsePlugJson } from '../plug-json.ts';
import { xorText } from '../xor-codec.ts';
import type { Datagram } from './datagram.ts';

/** UDP and TCP port of the legacy protocol. */
export const xorPort = 9999;

/**
 * What an answer from port 9999 tells; undefined for one that names no device.
 * @throws PlugfleetError `garbled`
 */
export function readXorAnswer(datagram: Datagram): Heard | undefined {
  const sysinfo = readSysinfo(sysinfoIn(parsePlugJson(xorText(datagram.bytes))));
  const { address, atMs, sureMs } = datagram;
  if (sysinfo.kind !== 'plug') {
    const { mac, model, kind } = sysinfo;
    // a host that sends every datagram back says our own question: nobody that could be named, and no sign of life
    if (mac === undefined && model === '') return undefined;
    return { is: 'other', other: { mac: mac ?? null, address, model, kind }, atMs };
  }
  if (sysinfo.mac === undefined) return undefined;
  const { deviceId, model, hardware, firmware, alias, family, relay, rssi, outlets } = sysinfo;
  return {
    is: 'plug',
    plug: {
      address,
      atMs,
      sureMs,
      source: 'xor',
      mac: sysinfo.mac,
      deviceId,
      deviceIdHash: null,
      model,
      hardware,
      firmware,
      alias,
      family,
      owner: null,
      // its `status` says "new" on plugs that are set up as well, so it says nothing
      factoryDefault: null,
      dialect: 'iot',
      transport: 'xor',
      route: { host: address, port: xorPort, dialect: 'iot', transport: 'xor', tls: false },
      relay,
      rssi,
      outlets,
    },
  };
}
