import { createCipheriv, publicEncrypt } from 'node:crypto';
import { readDatagram } from '../../../devices/discovery/datagram.ts';
import { openEncryptedInfo } from '../../../devices/discovery/encrypted-info.ts';
import { parsePlugJson } from '../../../devices/plug-json.ts';
import { tdpResult } from '../../devices/virtual-udp-plug.ts';
import { sysinfo, xorCipher } from '../../devices/virtual-xor-plug.ts';
import { Heard, within } from '../bounds.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { privateKey, publicKey } from '../test-key.ts';

const text = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

function readFrom(port: number, bytes: Buffer): void {
  const heard = readDatagram({ bytes, address: '192.0.2.1', port, atMs: 5, sureMs: 5 }, privateKey);
  if (heard !== undefined) within(Heard, heard);
}

const secret = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex');
const wrapped = publicEncrypt({ key: publicKey, oaepHash: 'sha1' }, secret).toString('base64');
const sealed = (value: string): string => {
  const cipher = createCipheriv('aes-128-cbc', secret.subarray(0, 16), secret.subarray(16));
  return Buffer.concat([cipher.update(value), cipher.final()]).toString('base64');
};
const info = { sym_schm: 'AES', key: wrapped, data: sealed('{"owner":"0123456789ABCDEF","http_port":443}') };

const tdp = (result: object): Buffer => text({ result: { ...tdpResult, ...result }, error_code: 0 });
const tpap = { tls: 0, dac: 0, noc: 0, pake: [2], port: 80 };

/** TDP answers, behind whatever header. */
const tdpDatagram: FuzzTarget = {
  name: 'tdp-datagram',
  samples: [
    tdp({}),
    tdp({
      mgt_encrypt_schm: { is_support_https: true, encrypt_type: 'AES', http_port: 443, lv: 2 },
      obd_src: 'tplink',
    }),
    tdp({ device_type: 'IOT.SMARTPLUGSWITCH', hw_ver: '4.1', mgt_encrypt_schm: { encrypt_type: 'KLAP', new_klap: 1 } }),
    tdp({ tpap_preferred: true, tpap, protocol_version: 1, mgt_encrypt_schm: { encrypt_type: 'TPAP', http_port: 80 } }),
    tdp({
      device_type: 'SMART.IPCAMERA',
      encrypt_type: ['3'],
      device_name: 'Door',
      mgt_encrypt_schm: { is_support_https: true },
    }),
    tdp({ owner: undefined, device_id: undefined, encrypt_info: info }),
    text({ error_code: -1, result: {} }),
  ],
  encode: (sample) => Buffer.concat([Buffer.from('020000010000220101020304deadbeef', 'hex'), sample]),
  codes: [],
  read: (input) => readFrom(20002, input),
};

const child = { id: '8006A1B2C3D4E5F60718293A4B5C6D7E8F90123400', alias: 'TV', state: 1, on_time: 5 };
const info99 = (fields: object): Buffer => text({ system: { get_sysinfo: { ...sysinfo, ...fields } } });

/** Answers from port 9999. */
const xorDatagram: FuzzTarget = {
  name: 'xor-datagram',
  samples: [
    info99({}),
    info99({
      children: [child, { ...child, id: '01', alias: 'Lamp', state: 0 }],
      child_num: 2,
      relay_state: undefined,
    }),
    info99({ type: undefined, mic_type: 'IOT.SMARTBULB', mic_mac: '5091E3000001', mac: undefined }),
    info99({ latitude: '52.5', longitude: 13.4, ethernet_mac: '50:C7:BF:00:00:02' }),
    text({ system: { get_sysinfo: { system: { ...sysinfo, type: 'IOT.IPCAMERA' } } } }),
  ],
  encode: (sample) => xorCipher(sample.toString('utf8')),
  codes: [],
  read: (input) => readFrom(9999, input),
};

const keyed = (data: string): Buffer => text({ key: wrapped, data: sealed(data) });

/** What cameras and their hubs hide for whoever asked; nothing of it is ever needed. */
const encryptedInfo: FuzzTarget = {
  name: 'encrypted-info',
  samples: [
    keyed('{"device_id":"01","owner":"AB","connect_ssid":"aG9tZQ==","http_port":80}'),
    keyed('[1,2]'),
    keyed('{"a":{"b":{"c":[1]}},"__proto__":{"polluted":1}}'),
    text({ key: 'AAAA', data: 'AAAA' }),
    text({ key: wrapped, data: '' }),
  ],
  codes: ['garbled'],
  read: (input) => openEncryptedInfo(parsePlugJson(input.toString('utf8')), privateKey),
};

export const discoveryTargets: readonly FuzzTarget[] = [tdpDatagram, xorDatagram, encryptedInfo];
