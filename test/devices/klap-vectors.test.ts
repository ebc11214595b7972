import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ownerHash } from '../../devices/owner-hash.ts';
import { KlapCipher } from '../../devices/transports/klap-cipher.ts';
import { authHash, clientHash, type KlapVersion, serverHash } from '../../devices/transports/klap-hashes.ts';

interface Case {
  name: string;
  version: KlapVersion;
  matched_username: string;
  matched_password: string;
  auth_hash_hex: string;
  owner_hash_hex: string;
  local_seed_hex: string;
  remote_seed_hex: string;
  server_hash_hex: string;
  handshake2_request_hex: string;
  requests: {
    seq: number;
    plaintext: string;
    body_hex: string;
    response_body_hex: string;
    response_plaintext: string;
  }[];
}

const file = new URL('../vectors/klap.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };
const hex = (text: string): Buffer => Buffer.from(text, 'hex');

for (const c of cases) {
  test(`KLAP vector: ${c.name}`, () => {
    const version = Number(c.version) as KlapVersion;
    const auth = authHash(version, c.matched_username, c.matched_password);
    assert.equal(auth.toString('hex'), c.auth_hash_hex);
    const secrets = { local: hex(c.local_seed_hex), remote: hex(c.remote_seed_hex), auth };
    assert.equal(serverHash(version, secrets).toString('hex'), c.server_hash_hex);
    assert.equal(clientHash(version, secrets).toString('hex'), c.handshake2_request_hex);
    const cipher = new KlapCipher(secrets);
    for (const request of c.requests) {
      const sealed = cipher.seal(request.plaintext);
      assert.equal(sealed.seq, request.seq);
      assert.equal(sealed.body.toString('hex'), request.body_hex);
      assert.equal(cipher.open(request.seq, hex(request.response_body_hex)), request.response_plaintext);
    }
  });
}

test('the owner hash is the upper-case MD5 of the e-mail as typed, and empty for none', () => {
  const [first] = cases;
  assert.ok(first);
  assert.equal(ownerHash(first.matched_username), first.owner_hash_hex.toUpperCase());
  assert.equal(ownerHash(''), '');
});

test('the sequence wraps as a signed 32-bit number', () => {
  const secrets = { local: Buffer.alloc(16), remote: Buffer.alloc(16), auth: Buffer.alloc(32) };
  const cipher = new KlapCipher(secrets);
  const first = cipher.seal('a').seq;
  assert.equal(cipher.seal('b').seq, (first + 1) | 0);
});
