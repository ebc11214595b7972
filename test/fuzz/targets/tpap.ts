import assert from 'node:assert/strict';
import { Route } from '../../../contract/index.ts';
import { readInner } from '../../../devices/transports/aes-session.ts';
import { TpapCipher } from '../../../devices/transports/tpap/cipher.ts';
import { credentialOf } from '../../../devices/transports/tpap/credential.ts';
import { readExtraCrypt } from '../../../devices/transports/tpap/extra-crypt.ts';
import { readGreeting } from '../../../devices/transports/tpap/greet.ts';
import { askStep, Discovered, plainErrorCode, Registered, Shared } from '../../../devices/transports/tpap/messages.ts';
import { sealFrame, sessionKeys } from '../../../devices/transports/tpap/sealing.ts';
import { BadShare, pointOf } from '../../../devices/transports/tpap/spake2.ts';
import { suite1 } from '../../../devices/transports/tpap/suite.ts';
import { within } from '../bounds.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { answerIn, answerText, withoutHaste } from '../reading.ts';

const base64 = (bytes: number): string => Buffer.alloc(bytes, 0x5a).toString('base64');
const told = (result: object, more: object = {}): Buffer =>
  answerText(200, ['Content-Type: application/json'], JSON.stringify({ error_code: 0, result, ...more }));
const step = async <T>(input: Buffer, name: string, schema: Parameters<typeof askStep<T>>[2]) =>
  await withoutHaste((deadline) => askStep(async () => answerIn(input), { sub_method: name }, schema, deadline));

const at: Route = { host: '192.0.2.1', port: 80, dialect: 'smart', transport: 'tpap', tls: false };
const tpap = { tls: 0, dac: 0, noc: 0, pake: [2], port: 80 };

const greeting: FuzzTarget = {
  name: 'tpap-greeting',
  samples: [
    told({ sub_method: 'discover', tpap_preferred: true, mac: 'A86E84000001', tpap }),
    told({ mac: 'A8-6E-84-00-00-01', tpap: { ...tpap, tls: 1, port: 0, pake: [0, 2], user_hash_type: 1 } }),
    told({ tpap: {} }),
    told({}),
  ],
  codes: ['garbled', 'unsupported'],
  read: async (input) => {
    const answer = await step(input, 'discover', Discovered);
    if (!answer.ok) return;
    const { route, pake, userName, mac } = readGreeting(answer.result, at);
    within(Route.strict(), route);
    assert.equal(route.host, at.host);
    assert.ok(pake.length <= 16);
    assert.match(userName, /^[0-9a-zA-Z]{32,64}$/);
    assert.match(mac, /^(?:(?:[0-9A-F]{2}:){5}[0-9A-F]{2})?$/);
  },
};

const registered = {
  dev_random: base64(32),
  dev_salt: base64(16),
  dev_share: base64(65),
  cipher_suites: 1,
  iterations: 3000,
  encryption: 'aes_128_ccm',
};
const shadow = (params: object): object => ({ extra_crypt: { type: 'password_shadow', params } });

const register: FuzzTarget = {
  name: 'tpap-register',
  samples: [
    told({ ...registered, ...shadow({ passwd_id: 2 }) }),
    told({
      ...registered,
      ...shadow({ passwd_id: 5, passwd_prefix: '$5$rounds=1000$abcdefgh$' }),
      encryption: 'AES-256-CCM',
    }),
    told({ ...registered, ...shadow({ passwd_id: 1, passwd_prefix: '$1$abcdefgh$' }) }),
    told({
      ...registered,
      extra_crypt: { type: 'password_authkey', params: { authkey_tmpkey: 'abc', authkey_dictionary: 'xyzé😀' } },
    }),
    told({ ...registered, extra_crypt: { type: 'password_sha_with_salt', params: { sha_name: 0, sha_salt: 'YWJj' } } }),
    told({ ...registered, encryption: 'chacha20_poly1305' }),
    answerText(200, [], '{"error_code":-2101,"error_info":{"failedAttempts":3,"remainAttempts":7}}'),
  ],
  codes: ['garbled', 'unsupported'],
  read: async (input) => {
    const answer = await step(input, 'pake_register', Registered);
    if (!answer.ok) return;
    const { dev_random, dev_salt, dev_share, iterations, extra_crypt } = answer.result;
    assert.deepEqual([dev_random.length, dev_share.length], [32, 65]);
    assert.ok(dev_salt.length >= 1 && dev_salt.length <= 256 && iterations >= 1 && iterations <= 100_000);
    const extra = readExtraCrypt(extra_crypt);
    // these take a thousand rounds and more; their salts are what could go wrong
    if (extra.kind === 'shadow-md5-crypt') return assert.ok(extra.salt.length <= 8);
    if (extra.kind === 'shadow-sha256-crypt')
      return assert.ok(extra.salt.length <= 16 && (extra.rounds ?? 0) <= 20_000);
    const person = { passcode: 'userpw', email: 'user@example.com', password: 'sécret', mac: '' } as const;
    assert.ok(credentialOf({ ...person, extra }).length <= 2048);
  },
};

const shared = { dev_confirm: base64(32), stok: '0123456789ABCDEF', start_seq: 7 };

const share: FuzzTarget = {
  name: 'tpap-share',
  samples: [
    told(shared),
    told({ ...shared, stok: undefined, sessionId: 'a/b?c%d', start_seq: 4_294_967_295 }),
    told({ ...shared, dac_ca: base64(600), dac_ica: base64(600), dac_proof: base64(70), expired: 3600 }),
    answerText(200, [], '{"error_code":-2203,"error_info":{"failedAttempts":3,"remainAttempts":2}}'),
    answerText(403, [], ''),
  ],
  codes: ['garbled'],
  read: async (input) => {
    const answer = await step(input, 'pake_share', Shared);
    if (!answer.ok) {
      for (const count of Object.values(answer.info)) assert.ok(Number.isSafeInteger(count) && (count ?? -1) >= 0);
      return;
    }
    const { dev_confirm, id, start_seq } = answer.result;
    assert.equal(dev_confirm.length, 32);
    assert.match(`/stok=${encodeURIComponent(id)}/ds`, /^\/stok=[\w!'()*~.%-]+\/ds$/);
    assert.ok(start_seq >= 0 && start_seq <= 0xff_ff_ff_ff);
  },
};

/** A plug's share, which ends up in arithmetic that must not be given anything off the curve. */
const point: FuzzTarget = {
  name: 'tpap-point',
  samples: [suite1.M, suite1.N, suite1.curve.BASE].map((one) => Buffer.from(one.toBytes(false))),
  codes: [],
  read: (input) => {
    try {
      const { x, y } = pointOf(suite1, input).toAffine();
      const field = suite1.curve.Fp;
      assert.ok(field.isValid(x) && field.isValid(y));
    } catch (thrown) {
      if (!(thrown instanceof BadShare)) throw thrown;
    }
  },
};

const keys = sessionKeys('aes_128_ccm', 'sha256', Buffer.alloc(32, 9));

const frame: FuzzTarget = {
  name: 'tpap-frame',
  samples: [
    Buffer.from('{"error_code":0,"result":{"nickname":"w6k="}}'),
    Buffer.from(''),
    Buffer.from('{"error_code":-2402}'),
    Buffer.alloc(700, 0x20),
  ],
  encode: (text) => sealFrame(keys, 5, text.toString('utf8')),
  codes: ['garbled'],
  read: (input) => {
    const text = new TpapCipher(keys, 6).open(5, input);
    if (text !== undefined) return void readInner(text);
    const code = plainErrorCode(input);
    if (code !== undefined) assert.ok(Number.isSafeInteger(code) && code !== 0);
  },
};

export const tpapTargets: readonly FuzzTarget[] = [greeting, register, share, point, frame];
