import { generateKeyPairSync } from 'node:crypto';
import { writeTdp } from '../../../simulator/wire/tdp-packet.ts';
import { askByDatagram } from './udp-client.ts';

/** 1024 bits are as good as 2048 to a plug and made much sooner. */
export const testKeys = generateKeyPairSync('rsa', { modulusLength: 1024 });

const publicPem = testKeys.publicKey.export({ type: 'spki', format: 'pem' });

export const KEY_PROBE = writeTdp({
  flags: 0x11,
  serial: 0x01020304,
  payload: JSON.stringify({ params: { rsa_key: publicPem } }),
});

export const EMPTY_PROBE = Buffer.from('020000010000000000000000463cb5d3', 'hex');

export interface TdpResult {
  device_id: string;
  owner: string;
  device_type: string;
  device_model: string;
  ip: string;
  mac: string;
  factory_default: boolean;
  mgt_encrypt_schm: Record<string, unknown>;
  [more: string]: unknown;
}

/** What one or many devices answer to a TDP probe. */
export async function probe(
  address: string,
  wanted = 1,
  packet: Buffer = KEY_PROBE,
  port = 20002,
): Promise<TdpResult[]> {
  const answers = await askByDatagram(address, port, packet, wanted);
  return answers.map(({ bytes }) => JSON.parse(bytes.subarray(16).toString()).result);
}
