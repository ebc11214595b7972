import assert from 'node:assert/strict';
import { ownerHash } from '../../devices/owner-hash.ts';
import { accountShown, accountsToTry } from '../../devices/transports/klap-accounts.ts';
import { KlapCipher } from '../../devices/transports/klap-cipher.ts';
import { authHash, clientHash, type KlapVersion, serverHash } from '../../devices/transports/klap-hashes.ts';
import type { Check } from './check.ts';
import klap from './klap.json' with { type: 'json' };

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const versionOf = (version: number | string): KlapVersion => (Number(version) === 1 ? 1 : 2);

const exchanges = klap.cases.map(
  (c): Check => ({
    name: `KLAP vector: ${c.name}`,
    run: () => {
      const version = versionOf(c.version);
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
    },
  }),
);

const generations = klap.cases.map(
  (c): Check => ({
    name: `the hash alone tells account and generation: ${c.name}`,
    run: () => {
      const stored = [{ name: 'mine', email: c.client_username, password: c.client_password }];
      const seeds = { local: hex(c.local_seed_hex), remote: hex(c.remote_seed_hex) };
      const found = accountShown(accountsToTry(stored, null), seeds, hex(c.server_hash_hex));
      assert.equal(found?.version, versionOf(c.version));
      assert.equal(found.auth.toString('hex'), c.auth_hash_hex);
      assert.equal(found.login, c.matched_username === c.client_username ? 'mine' : null);
    },
  }),
);

export const checks: readonly Check[] = [
  ...exchanges,
  ...generations,
  {
    name: 'the owner hash is the upper-case MD5 of the e-mail as typed, and empty for none',
    run: () => {
      const [first] = klap.cases;
      assert.ok(first);
      assert.equal(ownerHash(first.matched_username), first.owner_hash_hex.toUpperCase());
      assert.equal(ownerHash(''), '');
    },
  },
  {
    name: 'accounts are compared in the order written down: the likely login, the others, Kasa, Tapo, blank',
    run: () => {
      const login = (name: string) => ({ name, email: `${name}@example.com`, password: 'x' });
      const accounts = accountsToTry([login('a'), login('b')], ownerHash('b@example.com').toLowerCase());
      const builtIn = [
        ['kasa@tp-link.net', 'kasaSetup'],
        ['test@tp-link.net', 'test'],
        ['', ''],
      ] as const;
      for (const version of [1, 2] as const) {
        const generation = accounts.filter((account) => account.version === version);
        assert.deepEqual(
          generation.map((account) => account.login),
          ['b', 'a', null, null, null],
        );
        assert.deepEqual(
          generation.slice(2).map((account) => account.auth),
          builtIn.map(([email, password]) => authHash(version, email, password)),
        );
      }
    },
  },
  {
    name: 'the sequence wraps as a signed 32-bit number',
    run: () => {
      const secrets = { local: Buffer.alloc(16), remote: Buffer.alloc(16), auth: Buffer.alloc(32) };
      const cipher = new KlapCipher(secrets);
      const first = cipher.seal('a').seq;
      assert.equal(cipher.seal('b').seq, (first + 1) | 0);
    },
  },
];
