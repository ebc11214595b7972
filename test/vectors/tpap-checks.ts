import assert from 'node:assert/strict';
import { canonicalMac, type LoginTries, type Route } from '../../contract/index.ts';
import { chooseAccount } from '../../devices/transports/tpap/account.ts';
import { TpapCipher } from '../../devices/transports/tpap/cipher.ts';
import { type CredentialSource, credentialOf } from '../../devices/transports/tpap/credential.ts';
import { readExtraCrypt } from '../../devices/transports/tpap/extra-crypt.ts';
import { readGreeting } from '../../devices/transports/tpap/greet.ts';
import { Discovered, Registered, registerParams, Shared, shareParams } from '../../devices/transports/tpap/messages.ts';
import { type CipherName, openFrame, sealFrame, sessionKeys } from '../../devices/transports/tpap/sealing.ts';
import { clientPoints, keysOf, passwordScalars, transcriptOf } from '../../devices/transports/tpap/spake2.ts';
import { type Suite, suite1 } from '../../devices/transports/tpap/suite.ts';
import type { Check } from './check.ts';
import file from './tpap.json' with { type: 'json' };
import { shortForm, suites } from './tpap-suites.ts';

interface ShareResult {
  dev_confirm: string;
  stok: string;
  start_seq: number;
}

/** A whole log-in and what was said after it, as recorded. */
interface Transcript {
  name: string;
  account: { username: string; password: string };
  mac: string;
  suite: number;
  discover_response: { result: unknown };
  register_request: { params: { user_random: string; passcode_type: 'userpw' | 'default_userpw' } };
  register_response: {
    result: { dev_random: string; dev_salt: string; dev_share: string; iterations: number; extra_crypt?: unknown };
  };
  /** Null where the password was wrong. */
  credential: string | null;
  x_hex: string;
  derived_by_device: Readonly<Record<'w0' | 'w1' | 'y' | 'Z' | 'V' | 'transcript' | 'shared_key', string>> &
    Readonly<Record<'user_confirm' | 'dev_confirm' | 'w0_in_transcript', string>>;
  share_request: { params: Readonly<Record<string, string>> & { user_share: string; user_confirm: string } };
  share_response: { error_code: number; result?: ShareResult };
  session?: { cipher: CipherName; key: string; base_nonce: string; start_seq: number };
  exchanges?: readonly {
    seq: number;
    request_plain: string;
    request_frame: string;
    response_plain: string;
    response_frame: string;
  }[];
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const base64 = (text: string): Buffer => Buffer.from(text, 'base64');
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const number = (text: string): bigint => BigInt(`0x${text}`);
const anyTries: LoginTries = { mayTry: () => 'yes', turnedDown: () => undefined, accepted: () => undefined };
const asked: Route = { host: '127.0.0.1', port: 80, dialect: 'smart', transport: 'tpap', tls: false };

const credentialChecks = file.tpap_credentials.cases.map(
  (c): Check => ({
    name: `TPAP credential: ${c.name}`,
    run: () => {
      const mac = canonicalMac(file.tpap_credentials.mac) ?? '';
      const { password } = file.tpap_credentials;
      const extra = readExtraCrypt(c.extra_crypt);
      assert.equal(credentialOf({ passcode: 'userpw', email: c.username, password, mac, extra }), c.credential);
    },
  }),
);

const passcodeChecks = file.tpap_credentials.default_passcode.map(
  (c): Check => ({
    name: `TPAP passcode of ${c.mac}`,
    run: () => assert.equal(credentialOf({ passcode: 'default_userpw', mac: canonicalMac(c.mac) ?? '' }), c.passcode),
  }),
);

const userNameCheck: Check = {
  name: 'TPAP user names of the register request',
  run: () => {
    const nameFor = (type: object): string =>
      readGreeting(Discovered.parse({ tpap: { pake: [2], ...type } }), asked).userName;
    assert.equal(nameFor({}), file.tpap_credentials.register_username.default_md5);
    assert.equal(nameFor({ user_hash_type: 1 }), file.tpap_credentials.register_username.user_hash_type_1);
  },
};

const scalarChecks = file.tpap_w0w1.cases.map(
  (c): Check => ({
    name: `TPAP w0 and w1: ${c.credential}`,
    run: () => {
      const { w0, w1 } = passwordScalars(suite1, c.credential, hex(c.salt_hex), c.iterations);
      assert.equal(toHex(suite1.w0Bytes(w0)), c.w0_in_transcript_fixed_hex);
      assert.equal(toHex(suite1.w0Bytes(w1)), c.w1_hex);
      // what the other library would write
      assert.equal(toHex(shortForm(w0)), c.w0_in_transcript_plugp100_hex);
    },
  }),
);

const frameChecks = file.tpap_frame.cases.map(
  (c): Check => ({
    name: `TPAP frame: ${c.cipher}, ${c.hash}, sequence ${c.seq}`,
    run: () => {
      const hash = c.hash === 'SHA256' ? 'sha256' : 'sha512';
      const keys = sessionKeys(c.cipher as CipherName, hash, hex(c.shared_key_hex));
      assert.equal(toHex(keys.key), c.key_hex);
      assert.equal(toHex(keys.baseNonce), c.base_nonce_hex);
      assert.equal(toHex(sealFrame(keys, c.seq, c.plaintext)), c.frame_hex);
      assert.deepEqual(openFrame(keys, hex(c.frame_hex)), { seq: c.seq, text: c.plaintext });
      for (let at = 0; at < c.frame_hex.length / 2; at += 5) {
        const broken = hex(c.frame_hex);
        broken[at] = (broken[at] ?? 0) ^ 1;
        assert.equal(openFrame(keys, broken), undefined, `byte ${at} turned`);
      }
    },
  }),
);

function sourceOf(c: Transcript): CredentialSource {
  const mac = canonicalMac(c.mac) ?? '';
  const { extra_crypt } = c.register_response.result;
  if (c.register_request.params.passcode_type === 'default_userpw') return { passcode: 'default_userpw', mac };
  return {
    passcode: 'userpw',
    email: c.account.username,
    password: c.account.password,
    mac,
    extra: readExtraCrypt(extra_crypt),
  };
}

const noncesOf = (c: Transcript) => ({
  userRandom: base64(c.register_request.params.user_random),
  devRandom: base64(c.register_response.result.dev_random),
});

const suiteOf = (c: Transcript): Suite => {
  const suite = suites[c.suite];
  assert.ok(suite, `suite ${c.suite}`);
  return suite;
};

/** Our side, with the recorded randomness: the same bytes must leave. */
function asClient(c: Transcript): void {
  const suite = suiteOf(c);
  const { dev_salt, dev_share, iterations } = c.register_response.result;
  const greeting = readGreeting(Discovered.parse(c.discover_response.result), asked);
  const { username: email, password } = c.account;
  const account = chooseAccount(greeting.pake, {
    credentials: [{ name: 'home', email, password }],
    owner: null,
    tries: anyTries,
  });
  const nonces = noncesOf(c);
  const wanted = registerParams(greeting.userName, account.passcode, nonces.userRandom);
  assert.deepEqual({ method: 'login', params: wanted }, c.register_request);
  const credential = credentialOf(sourceOf(c));
  if (c.credential !== null) assert.equal(credential, c.credential);
  const scalars = passwordScalars(suite, credential, base64(dev_salt), iterations);
  const points = clientPoints(suite, scalars, number(c.x_hex), base64(dev_share));
  const keys = keysOf(suite, points, scalars.w0, nonces);
  const { dac_nonce: _, ...params } = c.share_request.params;
  assert.deepEqual(shareParams({ userShare: points.X.toBytes(false), userConfirm: keys.userConfirm }), params);
  if (c.suite === 1) Registered.parse(c.register_response.result);
  if (!c.share_response.result || !c.session) {
    assert.equal(c.credential, null, 'only a wrong password ends without a session');
    return;
  }
  const { dev_confirm, start_seq } = c.share_response.result;
  if (c.suite === 1) assert.equal(Shared.parse(c.share_response.result).id, c.share_response.result.stok);
  assert.equal(keys.devConfirm.toString('base64'), dev_confirm);
  const session = sessionKeys(c.session.cipher, suite.hash, keys.shared);
  assert.equal(toHex(session.key), c.session.key);
  assert.equal(toHex(session.baseNonce), c.session.base_nonce);
  const cipher = new TpapCipher(session, start_seq);
  for (const exchange of c.exchanges ?? []) {
    const { seq, frame } = cipher.seal(exchange.request_plain);
    assert.equal(seq, exchange.seq);
    assert.equal(toHex(frame), exchange.request_frame);
    assert.equal(cipher.open(seq, hex(exchange.response_frame)), exchange.response_plain);
  }
}

/** The plug's side: it comes to the same keys by its own way, opens what we send and seals what it says. */
function asDevice(c: Transcript): void {
  const suite = suiteOf(c);
  const told = c.derived_by_device;
  const { dev_salt, iterations } = c.register_response.result;
  const [w0, w1] = [number(told.w0), number(told.w1)];
  if (c.credential !== null)
    assert.deepEqual(passwordScalars(suite, c.credential, base64(dev_salt), iterations), { w0, w1 });
  assert.equal(toHex(suite.w0Bytes(w0)), told.w0_in_transcript);
  const y = number(told.y);
  const Y = suite.curve.BASE.multiply(y).add(suite.N.multiply(w0));
  assert.equal(Buffer.from(Y.toBytes(false)).toString('base64'), c.register_response.result.dev_share);
  const X = suite.curve.fromBytes(base64(c.share_request.params.user_share));
  const Z = X.subtract(suite.M.multiply(w0)).multiply(y);
  const V = suite.curve.BASE.multiply(w1).multiply(y);
  assert.equal(toHex(Z.toBytes(false)), told.Z);
  assert.equal(toHex(V.toBytes(false)), told.V);
  const nonces = noncesOf(c);
  assert.equal(toHex(transcriptOf(suite, { X, Y, Z, V }, w0, nonces)), told.transcript);
  const keys = keysOf(suite, { X, Y, Z, V }, w0, nonces);
  assert.equal(toHex(keys.userConfirm), told.user_confirm);
  assert.equal(toHex(keys.devConfirm), told.dev_confirm);
  assert.equal(toHex(keys.shared), told.shared_key);
  const isRight = keys.userConfirm.toString('base64') === c.share_request.params.user_confirm;
  assert.equal(isRight, c.share_response.error_code === 0);
  if (!c.session) return;
  const session = sessionKeys(c.session.cipher, suite.hash, keys.shared);
  for (const { seq, request_plain, request_frame, response_plain, response_frame } of c.exchanges ?? []) {
    assert.deepEqual(openFrame(session, hex(request_frame)), { seq, text: request_plain });
    assert.equal(toHex(sealFrame(session, seq, response_plain)), response_frame);
  }
}

const transcripts = file.tpap.cases as unknown as readonly Transcript[];

/** All of protocols/vectors.md that concerns TPAP. */
export const checks: readonly Check[] = [
  ...credentialChecks,
  ...passcodeChecks,
  userNameCheck,
  ...scalarChecks,
  ...frameChecks,
  ...transcripts.map((c): Check => ({ name: `TPAP transcript as client: ${c.name}`, run: () => asClient(c) })),
  ...transcripts.map((c): Check => ({ name: `TPAP transcript as device: ${c.name}`, run: () => asDevice(c) })),
];
