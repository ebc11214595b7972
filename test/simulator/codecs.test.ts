import assert from 'node:assert/strict';
import { constants, createDecipheriv, createPrivateKey, privateDecrypt } from 'node:crypto';
import { test } from 'node:test';
import { encryptInfo } from '../../simulator/wire/camera-info.ts';
import { KlapCipher } from '../../simulator/wire/klap-cipher.ts';
import { klapAuth, klapClientProof, klapServerProof } from '../../simulator/wire/klap-hashes.ts';
import { readTdp, writeTdp, writeTdpAnswer } from '../../simulator/wire/tdp-packet.ts';
import { takeXorFrame, xorDecrypt, xorEncrypt, xorFrame } from '../../simulator/wire/xor-cipher.ts';
import { testKeys } from './clients/tdp-client.ts';
import { klapVectors, tdpVectors, xorVectors } from './clients/vectors.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

test('XOR: datagrams and frames are those of python-kasa', () => {
  for (const { plaintext, udp_hex, tcp_hex } of xorVectors.cases) {
    assert.equal(xorEncrypt(Buffer.from(plaintext)).toString('hex'), udp_hex);
    assert.equal(xorDecrypt(hex(udp_hex)).toString(), plaintext);
    assert.equal(xorFrame(plaintext).toString('hex'), tcp_hex);
    assert.deepEqual(takeXorFrame(hex(`${tcp_hex}00`)), { text: plaintext, rest: hex('00') });
  }
});

test('XOR: a frame that is not all there yet waits, an absurd length is given up', () => {
  const frame = xorFrame('{"system":{}}');
  for (let length = 0; length < frame.length; length += 1) {
    assert.equal(takeXorFrame(frame.subarray(0, length))?.text, undefined);
  }
  assert.equal(takeXorFrame(hex('7fffffff00')), null);
});

test('TDP: probes are read and written byte for byte', () => {
  for (const { packet_hex, payload, serial_hex } of tdpVectors.tdp_query.cases) {
    const packet = { flags: 0x11, serial: hex(serial_hex).readUInt32BE(), payload };
    assert.deepEqual(readTdp(hex(packet_hex)), packet);
    assert.equal(writeTdp(packet).toString('hex'), packet_hex);
  }
  assert.deepEqual(readTdp(hex(tdpVectors.tdp_query.empty_probe_hex)), { flags: 0, serial: 0, payload: '' });
});

test('TDP: one wrong bit anywhere and it is no probe', () => {
  const packet = hex(tdpVectors.tdp_query.empty_probe_hex);
  for (const offset of [0, 3, 5, 6, 8, 12, 15]) {
    const bent = Buffer.from(packet);
    bent.writeUInt8(bent.readUInt8(offset) ^ 1, offset);
    assert.equal(readTdp(bent), undefined, `byte ${offset}`);
  }
  assert.equal(readTdp(packet.subarray(1)), undefined);
});

test('TDP: an answer is 16 bytes of header, then the envelope', () => {
  const answer = writeTdpAnswer(7, { owner: '' });
  assert.equal(answer.subarray(0, 12).toString('hex'), `0200000100${(answer.length - 16).toString(16)}220100000007`);
  assert.deepEqual(JSON.parse(answer.subarray(16).toString()), { result: { owner: '' }, error_code: 0 });
});

test("a camera's hidden part opens with the asker's key only", () => {
  const keyAndIv = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
  const publicKey = testKeys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const info = encryptInfo(publicKey, keyAndIv, { owner: 'A' });
  const opened = privateDecrypt(
    { key: testKeys.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
    Buffer.from(info.key, 'base64'),
  );
  assert.deepEqual(opened, keyAndIv);
});

test("a camera's hidden part is made as in the recorded answer", () => {
  const { private_key_pkcs8_der_base64: der, aes_key_hex, aes_iv_hex, decrypted_text, json } = tdpVectors.tdp_response;
  const privateKey = createPrivateKey({ key: Buffer.from(der, 'base64'), format: 'der', type: 'pkcs8' });
  const recorded = json.result.encrypt_info;
  const keyAndIv = privateDecrypt(
    { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
    Buffer.from(recorded.key, 'base64'),
  );
  assert.equal(keyAndIv.toString('hex'), aes_key_hex + aes_iv_hex);
  const publicKey = testKeys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const ours = encryptInfo(publicKey, keyAndIv, JSON.parse(decrypted_text));
  const decipher = createDecipheriv('aes-128-cbc', keyAndIv.subarray(0, 16), keyAndIv.subarray(16));
  const text = decipher.update(ours.data, 'base64', 'utf8') + decipher.final('utf8');
  assert.deepEqual(JSON.parse(text), JSON.parse(decrypted_text));
});

for (const vector of klapVectors.cases) {
  test(`KLAP: ${vector.name}`, () => {
    const [local, remote, auth] = [vector.local_seed_hex, vector.remote_seed_hex, vector.auth_hash_hex].map(hex);
    assert.ok(local && remote && auth);
    if (vector.version === 2) {
      const account = { email: vector.matched_username, password: vector.matched_password };
      assert.deepEqual(klapAuth(account), auth);
      assert.equal(klapServerProof(local, remote, auth).toString('hex'), vector.server_hash_hex);
      assert.equal(klapClientProof(local, remote, auth).toString('hex'), vector.handshake2_request_hex);
    }
    const cipher = new KlapCipher(local, remote, auth);
    assert.equal(cipher.initialSeq, vector.initial_seq);
    for (const { seq, plaintext, body_hex, response_body_hex, response_plaintext } of vector.requests) {
      assert.equal(cipher.open(seq, hex(body_hex)), plaintext);
      assert.equal(cipher.seal(seq, plaintext).toString('hex'), body_hex);
      assert.equal(cipher.seal(seq, response_plaintext).toString('hex'), response_body_hex);
      assert.equal(cipher.open((seq + 1) | 0, hex(body_hex)), undefined);
    }
  });
}
