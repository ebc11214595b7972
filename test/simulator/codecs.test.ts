import assert from 'node:assert/strict';
import {
  constants,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  X509Certificate,
} from 'node:crypto';
import { test } from 'node:test';
import { AesCbc } from '../../simulator/wire/aes-cbc.ts';
import { aesLoginParams, clientsKey, wrapKey } from '../../simulator/wire/aes-handshake.ts';
import { encryptInfo } from '../../simulator/wire/camera-info.ts';
import { selfSigned } from '../../simulator/wire/certificate.ts';
import { KlapCipher } from '../../simulator/wire/klap-cipher.ts';
import { klapHashes } from '../../simulator/wire/klap-hashes.ts';
import { agree, makeOffer, makeVerifier } from '../../simulator/wire/spake2-plus.ts';
import { readTdp, writeTdp, writeTdpAnswer } from '../../simulator/wire/tdp-packet.ts';
import { defaultPasscode, userCredential } from '../../simulator/wire/tpap-credential.ts';
import { TpapFrames } from '../../simulator/wire/tpap-frame.ts';
import { takeXorFrame, xorDecrypt, xorEncrypt, xorFrame } from '../../simulator/wire/xor-cipher.ts';
import { testKeys } from './clients/tdp-client.ts';
import { aesVectors, klapVectors, tdpVectors, tpapVectors, xorVectors } from './clients/vectors.ts';

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
    const hashes = klapHashes[`klap-${vector.version}`];
    const account = { email: vector.matched_username, password: vector.matched_password };
    assert.deepEqual(hashes.auth(account), auth);
    assert.equal(hashes.serverProof(local, remote, auth).toString('hex'), vector.server_hash_hex);
    assert.equal(hashes.clientProof(local, remote, auth).toString('hex'), vector.handshake2_request_hex);
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

for (const vector of aesVectors.cases) {
  test(`AES: the whole exchange of log-in v${vector.login_version}`, () => {
    const account = { email: vector.username, password: vector.password };
    assert.deepEqual(aesLoginParams(vector.login_version, account), vector.login_params);
    const keyAndIv = hex(vector.aes_key_hex + vector.aes_iv_hex);
    const cipher = new AesCbc(keyAndIv);
    const [handshake, ...passthroughs] = vector.exchanges;
    assert.ok(handshake);
    const key = clientsKey(JSON.parse(handshake.body).params.key);
    assert.ok(key);
    const der = Buffer.from(vector.rsa_private_pkcs8_der_base64, 'base64');
    const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    const block = privateDecrypt(
      { key: privateKey, padding: constants.RSA_NO_PADDING },
      Buffer.from(wrapKey(key, keyAndIv), 'base64'),
    );
    assert.equal(block.subarray(0, 2).toString('hex'), '0002');
    assert.equal(block.subarray(block.indexOf(0, 2) + 1).toString('hex'), keyAndIv.toString('hex'));
    for (const { body, inner_request, inner_response, response } of passthroughs) {
      assert.equal(cipher.open(JSON.parse(body).params.request), inner_request);
      assert.equal(cipher.seal(inner_response ?? ''), response.result.response);
    }
  });
}

for (const { name, extra_crypt, username, credential } of tpapVectors.tpap_credentials.cases) {
  test(`TPAP: ${name}`, () => {
    const { password, mac } = tpapVectors.tpap_credentials;
    const account = { email: username, password };
    assert.equal(userCredential(extra_crypt ?? undefined, account, mac.replaceAll('-', ':')), credential);
  });
}

test('TPAP: passcodes from MACs', () => {
  for (const { mac, passcode } of tpapVectors.tpap_credentials.default_passcode) {
    assert.equal(defaultPasscode(mac.replaceAll('-', ':')), passcode);
  }
});

test('TPAP: w0 keeps its leading zeros', async () => {
  for (const { credential, salt_hex, iterations, w0_hex } of tpapVectors.tpap_w0w1.cases) {
    const { w0 } = await makeVerifier(credential, hex(salt_hex), iterations);
    assert.equal(w0.toString('hex'), w0_hex);
  }
});

test('TPAP: frames of all ciphers', () => {
  const cases = tpapVectors.tpap_frame.cases.filter(({ hash }) => hash === 'SHA256');
  assert.equal(new Set(cases.map(({ cipher }) => cipher)).size, 3);
  for (const { cipher, shared_key_hex, seq, plaintext, frame_hex } of cases) {
    const frames = new TpapFrames(cipher, hex(shared_key_hex));
    assert.equal(frames.seal(seq, plaintext).toString('hex'), frame_hex);
    assert.deepEqual(frames.open(hex(frame_hex)), { seq, text: plaintext });
    for (const offset of [0, 3, 4, frame_hex.length / 2 - 1]) {
      const bent = hex(frame_hex);
      bent.writeUInt8(bent.readUInt8(offset) ^ 1, offset);
      assert.equal(frames.open(bent), undefined, `byte ${offset}`);
    }
  }
});

test('TPAP: frames of every length, with and without a part of a block', () => {
  for (const cipher of ['aes_128_ccm', 'aes_256_ccm', 'chacha20_poly1305'] as const) {
    const frames = new TpapFrames(cipher, Buffer.alloc(32, 7));
    for (let length = 0; length < 50; length += 1) {
      const text = 'x'.repeat(length);
      assert.deepEqual(frames.open(frames.seal(length, text)), { seq: length, text });
    }
  }
});

const transcripts = tpapVectors.tpap.cases.filter(({ suite, outcome }) => suite === 1 && outcome === 'established');

for (const vector of transcripts) {
  test(`TPAP, the plug's side: ${vector.name}`, async () => {
    const told = vector.register_response.result;
    const bytes = (base64: string) => Buffer.from(base64, 'base64');
    const derived = vector.derived_by_device;
    const verifier = await makeVerifier(vector.credential, bytes(told.dev_salt), told.iterations);
    assert.equal(verifier.w0.toString('hex'), derived.w0);
    const offer = makeOffer(verifier, hex(derived.y));
    assert.equal(offer.share.toString('base64'), told.dev_share);
    const { user_share, user_confirm } = vector.share_request.params;
    const userRandom = bytes(vector.register_request.params.user_random);
    const agreed = agree(offer, bytes(user_share), userRandom, bytes(told.dev_random));
    assert.ok(agreed);
    assert.equal(agreed.userConfirm.toString('base64'), user_confirm);
    assert.equal(agreed.devConfirm.toString('hex'), derived.dev_confirm);
    assert.equal(agreed.shared.toString('hex'), derived.shared_key);
    const frames = new TpapFrames(vector.session.cipher, agreed.shared);
    for (const exchange of vector.exchanges) {
      assert.deepEqual(frames.open(hex(exchange.request_frame)), { seq: exchange.seq, text: exchange.request_plain });
      assert.equal(frames.seal(exchange.seq, exchange.response_plain).toString('hex'), exchange.response_frame);
    }
  });
}

test('TPAP: what is no point of the curve is turned away, and so is w0*M alone', async () => {
  const verifier = await makeVerifier('secret', Buffer.alloc(16), 1);
  const offer = makeOffer(verifier, Buffer.alloc(40, 3));
  const random = Buffer.alloc(32);
  const alone = Buffer.from(verifier.w0M.toBytes(false));
  for (const share of [Buffer.alloc(0), Buffer.alloc(65), Buffer.alloc(65, 4), Buffer.alloc(1), alone]) {
    assert.equal(agree(offer, share, random, random), undefined, share.toString('hex').slice(0, 8));
  }
});

test('the certificate of virtual plugs is whole, signed by itself, and short-lived', () => {
  const nowMs = Date.now();
  const { cert, key } = selfSigned(nowMs);
  const read = new X509Certificate(cert);
  assert.equal(read.subject, 'CN=Plugfleet virtual plug');
  assert.equal(read.verify(createPublicKey(key)), true);
  assert.equal(read.checkPrivateKey(createPrivateKey(key)), true);
  assert.ok(read.validFromDate.getTime() < nowMs && read.validToDate.getTime() > nowMs);
  assert.ok(read.validToDate.getTime() < nowMs + 31 * 86_400_000);
});
