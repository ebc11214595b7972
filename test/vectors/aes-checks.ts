import assert from 'node:assert/strict';
import { constants, createPrivateKey, createPublicKey, publicEncrypt } from 'node:crypto';
import { codeOf } from '../../contract/index.ts';
import { AesCipher } from '../../devices/transports/aes-cipher.ts';
import { aesKeyPair, unwrapKey } from '../../devices/transports/aes-key.ts';
import { passThrough } from '../../devices/transports/aes-session.ts';
import { aesHeaders, handshakeBody, loginRequest, stamped } from '../../devices/transports/aes-words.ts';
import type { HttpQuestion } from '../../devices/transports/http-wire.ts';
import aes from './aes.json' with { type: 'json' };
import type { Check } from './check.ts';

type Case = (typeof aes.cases)[number];

const keyOf = (c: Case) =>
  createPrivateKey({ key: Buffer.from(c.rsa_private_pkcs8_der_base64, 'base64'), format: 'der', type: 'pkcs8' });
const cipherOf = (c: Case) => new AesCipher(unwrapKey(keyOf(c), Buffer.from(c.wrapped_key_base64, 'base64')));
const isGarbled = (thrown: unknown): boolean => codeOf(thrown) === 'garbled';

/** One exchange as recorded: what goes out must be the very bytes, what came back must open. */
async function replay(c: Case, at: number, json: string): Promise<void> {
  const recorded = c.exchanges[at];
  assert.ok(recorded);
  const [, token] = /token=(.*)/.exec(recorded.path) ?? [];
  const { TP_SESSIONID: id } = recorded.cookies;
  assert.ok(id);
  const channel = { cipher: cipherOf(c), cookie: `TP_SESSIONID=${id}`, token: token ?? null, endsMs: 0 };
  const posted: HttpQuestion[] = [];
  const passed = await passThrough(
    async (question) => {
      posted.push(question);
      return { status: 200, rawHeaders: [], body: Buffer.from(JSON.stringify(recorded.response)) };
    },
    channel,
    json,
  );
  assert.equal(json, recorded.inner_request);
  assert.equal(posted.length, 1);
  assert.equal(posted[0]?.path, recorded.path);
  assert.deepEqual(posted[0]?.headers, { ...recorded.headers, Cookie: `TP_SESSIONID=${id}` });
  assert.equal(posted[0]?.body.toString('utf8'), recorded.body);
  assert.deepEqual(passed, { text: recorded.inner_response });
}

const exchanges = aes.cases.flatMap((c): Check[] => {
  const version = c.login_version === 1 ? 1 : 2;
  return [
    {
      name: `AES vector, log-in v${version}: the handshake, of exactly 314 bytes`,
      run: () => {
        const [handshake] = c.exchanges;
        assert.ok(handshake);
        const body = handshakeBody(c.rsa_public_spki_der_base64);
        assert.equal(body, handshake.body);
        assert.equal(Buffer.byteLength(body), 314);
        const { 'Content-Length': length, ...headers } = handshake.headers;
        assert.equal(length, '314');
        assert.deepEqual(aesHeaders(null), headers);
      },
    },
    {
      name: `AES vector, log-in v${version}: key and IV as wrapped`,
      run: () => {
        const { key, iv } = unwrapKey(keyOf(c), Buffer.from(c.wrapped_key_base64, 'base64'));
        assert.equal(key.toString('hex'), c.aes_key_hex);
        assert.equal(iv.toString('hex'), c.aes_iv_hex);
      },
    },
    {
      name: `AES vector, log-in v${version}: the log-in`,
      run: () => {
        const request = loginRequest(version, { email: c.username, password: c.password }, c.time_ms);
        assert.deepEqual((JSON.parse(request) as { params: unknown }).params, c.login_params);
        return replay(c, 1, request);
      },
    },
    {
      name: `AES vector, log-in v${version}: a request with its token`,
      run: () => {
        const { terminal_uuid } = JSON.parse(c.exchanges[2]?.inner_request ?? '') as { terminal_uuid: string };
        return replay(c, 2, stamped('{"method":"get_device_info"}', c.time_ms, terminal_uuid));
      },
    },
  ];
});

/** A block of 128 bytes that is padded as PKCS#1 v1.5 wants it, around a secret of that many bytes. */
function padded(secretBytes: number): Buffer {
  const block = Buffer.alloc(128, 0x5a);
  block.set([0, 2]);
  block[128 - secretBytes - 1] = 0;
  return block;
}

export const checks: readonly Check[] = [
  ...exchanges,
  {
    name: 'a key made here has 1024 bits, is made once, and opens what a plug wraps for it',
    run: async () => {
      const { publicKey, privateKey } = await aesKeyPair();
      assert.equal((await aesKeyPair()).privateKey, privateKey);
      assert.equal(Buffer.byteLength(handshakeBody(publicKey)), 314);
      const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
      const secret = Buffer.from([...Array(32).keys()]);
      const wrapped = publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, secret);
      const opened = unwrapKey(privateKey, wrapped);
      assert.deepEqual(Buffer.concat([opened.key, opened.iv]), secret);
    },
  },
  {
    name: 'a wrapped key is taken in its one right form only',
    run: async () => {
      const { publicKey, privateKey } = await aesKeyPair();
      const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
      const wrap = (block: Buffer) => publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, block);
      const changed = (at: number, value: number): Buffer => {
        const block = padded(32);
        block[at] = value;
        return block;
      };
      unwrapKey(privateKey, wrap(padded(32)));
      // longer and shorter secrets, a type that is not 2, a zero in the filling, none where the secret begins
      for (const block of [padded(31), padded(33), changed(1, 1), changed(5, 0), changed(40, 0), changed(95, 7)])
        assert.throws(() => unwrapKey(privateKey, wrap(block)), isGarbled);
      // no block of this key at all
      for (const wrapped of [Buffer.alloc(0), Buffer.alloc(127, 1), Buffer.alloc(128, 0xff), Buffer.alloc(129)])
        assert.throws(() => unwrapKey(privateKey, wrapped), isGarbled);
    },
  },
  {
    name: 'an answer in the clear is taken as it is, one that does not decrypt is not taken',
    run: () => {
      const [c] = aes.cases;
      assert.ok(c);
      const cipher = cipherOf(c);
      assert.equal(cipher.open('{"error_code":-1}'), '{"error_code":-1}');
      assert.equal(cipher.open(cipher.seal('{"é":1}')), '{"é":1}');
      for (const told of ['', 'AAAA', Buffer.alloc(17, 3).toString('base64')])
        assert.throws(() => cipher.open(told), isGarbled);
    },
  },
];
