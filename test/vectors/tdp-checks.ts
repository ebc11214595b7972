import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { readDatagram } from '../../devices/discovery/datagram.ts';
import { openEncryptedInfo } from '../../devices/discovery/encrypted-info.ts';
import { tdpPayload, tdpProbe } from '../../devices/discovery/tdp-packet.ts';
import type { Check } from './check.ts';
import tdp from './tdp.json' with { type: 'json' };

const probes = tdp.tdp_query.cases.map(
  ({ rsa_bits, public_key_pem, serial_hex, packet_hex }): Check => ({
    name: `TDP probe vector with a key of ${rsa_bits} bits`,
    run: () => {
      const probe = tdpProbe(public_key_pem, Number.parseInt(serial_hex, 16));
      assert.equal(probe.toString('hex'), packet_hex);
    },
  }),
);

const answer = tdp.tdp_response;
const datagram = {
  bytes: Buffer.from(answer.packet_hex, 'hex'),
  address: '192.0.2.77',
  port: 20002,
  atMs: 5,
  sureMs: 4,
};
const privateKey = () => {
  const der = Buffer.from(answer.private_key_pkcs8_der_base64, 'base64');
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
};

export const checks: readonly Check[] = [
  ...probes,
  {
    name: 'TDP answer vector: a camera is listed as a camera, at the address it was heard from',
    run: () => {
      assert.deepEqual(JSON.parse(tdpPayload(datagram.bytes) ?? ''), answer.json);
      assert.deepEqual(readDatagram(datagram, privateKey()), {
        is: 'other',
        other: { mac: 'A8:6E:84:00:00:02', address: '192.0.2.77', model: 'C210', kind: 'camera' },
        atMs: 5,
      });
    },
  },
  {
    name: 'TDP answer vector: encrypt_info opens with the key of the probe and with no other',
    run: () => {
      const info = answer.json.result.encrypt_info;
      assert.deepEqual(openEncryptedInfo(info, privateKey()), answer.decrypted_data);
      const forged = { ...info, data: Buffer.alloc(32).toString('base64') };
      assert.equal(openEncryptedInfo(forged, privateKey()), undefined);
      assert.equal(openEncryptedInfo({ key: 'AAAA', data: 'AAAA' }, privateKey()), undefined);
      assert.equal(openEncryptedInfo('nonsense', privateKey()), undefined);
    },
  },
];
