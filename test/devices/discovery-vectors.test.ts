import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readDatagram } from '../../devices/discovery/datagram.ts';
import { openEncryptedInfo } from '../../devices/discovery/encrypted-info.ts';
import { tdpPayload, tdpProbe } from '../../devices/discovery/tdp-packet.ts';
import { xorDatagram, xorMessage, xorText } from '../../devices/xor-codec.ts';

const vectors = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')) as T;
const xor = vectors<{ cases: { plaintext: string; udp_hex: string; tcp_hex: string }[] }>('xor');
const tdp = vectors<{
  tdp_query: { cases: { rsa_bits: number; public_key_pem: string; serial_hex: string; packet_hex: string }[] };
  tdp_response: {
    private_key_pkcs8_der_base64: string;
    packet_hex: string;
    json: { result: { encrypt_info: unknown } };
    decrypted_data: object;
  };
}>('tdp');

for (const { plaintext, udp_hex, tcp_hex } of xor.cases) {
  test(`XOR vector: ${plaintext.slice(0, 40)}`, () => {
    assert.equal(xorDatagram(plaintext).toString('hex'), udp_hex);
    assert.equal(xorMessage(plaintext).toString('hex'), tcp_hex);
    assert.equal(xorText(Buffer.from(udp_hex, 'hex')), plaintext);
  });
}

for (const { rsa_bits, public_key_pem, serial_hex, packet_hex } of tdp.tdp_query.cases) {
  test(`TDP probe vector with a key of ${rsa_bits} bits`, () => {
    const probe = tdpProbe(public_key_pem, Number.parseInt(serial_hex, 16));
    assert.equal(probe.toString('hex'), packet_hex);
  });
}

const answer = tdp.tdp_response;
const der = Buffer.from(answer.private_key_pkcs8_der_base64, 'base64');
const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
const datagram = { bytes: Buffer.from(answer.packet_hex, 'hex'), address: '192.0.2.77', port: 20002, atMs: 5 };

test('TDP answer vector: a camera is listed as a camera, at the address it was heard from', () => {
  assert.deepEqual(JSON.parse(tdpPayload(datagram.bytes) ?? ''), answer.json);
  assert.deepEqual(readDatagram(datagram, privateKey), {
    is: 'other',
    other: { mac: 'A8:6E:84:00:00:02', address: '192.0.2.77', model: 'C210', kind: 'camera' },
    atMs: 5,
  });
});

test('TDP answer vector: encrypt_info opens with the key of the probe and with no other', () => {
  const info = answer.json.result.encrypt_info;
  assert.deepEqual(openEncryptedInfo(info, privateKey), answer.decrypted_data);
  const forged = { ...(info as object), data: Buffer.alloc(32).toString('base64') };
  assert.equal(openEncryptedInfo(forged, privateKey), undefined);
  assert.equal(openEncryptedInfo({ key: 'AAAA', data: 'AAAA' }, privateKey), undefined);
  assert.equal(openEncryptedInfo('nonsense', privateKey), undefined);
});
