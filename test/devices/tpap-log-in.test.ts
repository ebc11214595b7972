import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { type Credential, codeOf, type LoginTries, PlugfleetError, type Route } from '../../contract/index.ts';
import { chooseRoute } from '../../devices/discovery/choose-transport.ts';
import { ownerHash } from '../../devices/index.ts';
import { realDevices, within } from './real-clock.ts';
import { toldTries } from './told-tries.ts';
import { smartAnswer } from './virtual-klap-plug.ts';
import { type Step, scalarsOf, sha1Credential, type TpapPlugOptions, virtualTpapPlug } from './virtual-tpap-plug.ts';

const home: Credential = { name: 'home', email: 'user@example.com', password: 'secret' };
const other: Credential = { name: 'other', email: 'other@example.com', password: 'not it' };
const budgetMs = 30_000;

const open = (route: Route, { credentials = [home], owner = null, tries = toldTries().tries }: Partial<Tried> = {}) =>
  realDevices([]).open(route, { ...within(budgetMs), credentials, owner, tries });
interface Tried {
  credentials: readonly Credential[];
  owner: string | null;
  tries: LoginTries;
}
const answer = (text: string): string => smartAnswer(text);

for (const cipher of ['aes_128_ccm', 'aes_256_ccm', 'chacha20_poly1305', 'AES-128-CCM']) {
  test(`a plug is read and reset in sealed frames (${cipher})`, async (t) => {
    const plug = await virtualTpapPlug(t, { answer, cipher });
    const { tries, taken } = toldTries();
    await using session = await open(plug.route, { tries });
    assert.equal(session.login, 'home');
    assert.deepEqual(taken, ['home']);
    const identity = await session.identify(within(budgetMs));
    assert.equal(identity.mac, '48:22:54:00:00:42');
    assert.equal(identity.owner, ownerHash(home.email));
    assert.equal((await session.readFacts(within(budgetMs))).watts, 3.25);
    assert.deepEqual(await session.sendReset(within(budgetMs)), { receipt: 'acknowledged', detail: null });
    assert.deepEqual(plug.steps, ['discover', 'pake_register', 'pake_share']);
    assert.equal(plug.heard.at(-1), '{"method":"device_reset"}');
    // each message under its own number, without a gap
    const [first = 0] = plug.numbers;
    assert.deepEqual(
      plug.numbers,
      plug.heard.map((_, i) => first + i),
    );
  });
}

test('TLS: discover in the clear, everything else inside, whoever signed the certificate', async (t) => {
  const plug = await virtualTpapPlug(t, { answer, tls: true });
  assert.notEqual(plug.route.port, plug.route.discoverPort);
  await using session = await open(plug.route);
  assert.equal((await session.identify(within(budgetMs))).owner, ownerHash(home.email));
  assert.equal((await session.sendReset(within(budgetMs))).receipt, 'acknowledged');
});

test('a port that discover names is taken over the one that was known', async (t) => {
  const plug = await virtualTpapPlug(t, { answer });
  const front = await virtualTpapPlug(t, { answer, tpap: { port: plug.route.port } });
  await using session = await open(front.route);
  await session.identify(within(budgetMs));
  assert.deepEqual([front.steps, plug.steps], [['discover'], ['pake_register', 'pake_share']]);
});

test('routes: discover goes to the plain port, also where the rest is in TLS', () => {
  const route = (told: Parameters<typeof chooseRoute>[2]) => chooseRoute('127.0.0.1', 'smart', told);
  const base = { host: '127.0.0.1', dialect: 'smart', transport: 'tpap' };
  const scheme = { encrypt_type: 'TPAP' };
  assert.deepEqual(route({ mgt_encrypt_schm: { ...scheme, http_port: 8080 }, tpap: { tls: 0, port: 8080 } }), {
    ...base,
    port: 8080,
    tls: false,
  });
  assert.deepEqual(route({ mgt_encrypt_schm: { ...scheme, http_port: 8080 }, tpap: { tls: 1, port: 0 } }), {
    ...base,
    port: 4433,
    tls: true,
    discoverPort: 8080,
  });
  const https = { ...scheme, is_support_https: true, http_port: 4433 };
  assert.deepEqual(route({ mgt_encrypt_schm: https, tpap: { tls: 1 } }), {
    ...base,
    port: 4433,
    tls: true,
    discoverPort: 80,
  });
});

// law 9
test('a wrong password is tried once, and counted', async (t) => {
  const plug = await virtualTpapPlug(t, { answer, password: 'changed' });
  const { tries, turnedDown } = toldTries();
  await assert.rejects(open(plug.route, { tries, credentials: [home, other] }), { code: 'needs-login' });
  assert.deepEqual(turnedDown, [['home', false]]);
  assert.deepEqual(plug.steps, ['discover', 'pake_register', 'pake_share']);
});

for (const code of [-40401, -1501]) {
  test(`${code} in answer to the share is a wrong password as well`, async (t) => {
    const plug = await virtualTpapPlug(t, {
      answer,
      onStep: (step, honest) => (step === 'pake_share' ? { error_code: code } : honest),
    });
    const { tries, turnedDown } = toldTries();
    await assert.rejects(open(plug.route, { tries }), { code: 'needs-login', facts: { code } });
    assert.deepEqual(turnedDown, [['home', false]]);
  });
}

test('with two tries left the plug counts as locked', async (t) => {
  const info = (remainAttempts: number) => ({ error_code: -2203, error_info: { failedAttempts: 8, remainAttempts } });
  let left = 3;
  const plug = await virtualTpapPlug(t, {
    answer,
    onStep: (step, honest) => (step === 'pake_share' ? info(left--) : honest),
  });
  const { tries, turnedDown } = toldTries();
  await assert.rejects(open(plug.route, { tries }), {
    code: 'needs-login',
    facts: { code: -2203, failedAttempts: 8, remainAttempts: 3 },
  });
  assert.deepEqual(turnedDown, [['home', false]]);
  await assert.rejects(open(plug.route, { tries }), { code: 'needs-login' });
  assert.deepEqual(turnedDown.slice(1), [
    ['home', false],
    ['home', true],
  ]);
});

for (const step of ['discover', 'pake_register', 'pake_share'] as const) {
  test(`a plug that says at ${step} that it is locked is left alone from there`, async (t) => {
    const plug = await virtualTpapPlug(t, {
      answer,
      onStep: (asked, honest) => (asked === step ? { error_code: -2101 } : honest),
    });
    const { tries, turnedDown } = toldTries();
    await assert.rejects(open(plug.route, { tries }), { code: 'locked' });
    assert.deepEqual(turnedDown, [[step === 'discover' ? null : 'home', true]]);
    assert.equal(plug.steps.at(-1), step);
  });
}

// law 9
test('a plug known to be locked is asked nothing at all', async (t) => {
  const plug = await virtualTpapPlug(t, { answer });
  await assert.rejects(open(plug.route, { tries: toldTries(() => 'locked').tries }), { code: 'locked' });
  assert.deepEqual(plug.steps, []);
});

/** Which account is tried, by the owner that discovery told. */
const choices: {
  name: string;
  owner: string | null;
  pake?: number[];
  may?: LoginTries['mayTry'];
  /** Login that opens it, or the code; a plug of default passcode where it is null. */
  end: string | null;
  asked?: Step[];
}[] = [
  { name: "the owner's login", owner: ownerHash(home.email), end: 'home' },
  { name: 'the owner, in small letters', owner: ownerHash(home.email).toLowerCase(), end: 'home' },
  { name: 'no login is the owner', owner: ownerHash('stranger@example.com'), end: 'needs-login', asked: ['discover'] },
  {
    name: 'no login is the owner, a default passcode taken',
    owner: ownerHash('stranger@example.com'),
    pake: [0],
    end: 'needs-login',
    asked: ['discover'],
  },
  { name: 'no owner, a default passcode taken', owner: '', pake: [0], end: null },
  { name: 'no owner, an empty list', owner: '', pake: [], end: null },
  { name: 'no owner, a password wanted', owner: '', end: 'needs-login', asked: ['discover'] },
  {
    name: 'owner not told: the first that may be tried',
    owner: null,
    may: (login) => (login === 'other' ? 'no' : 'yes'),
    end: 'home',
  },
  { name: 'none may be tried', owner: null, may: () => 'no', end: 'needs-login', asked: ['discover'] },
  {
    name: 'the owner known, both taken: the password proves more',
    owner: ownerHash(home.email),
    pake: [0, 2],
    end: 'home',
  },
  {
    name: 'the default passcode turned down before, a password taken too',
    owner: null,
    pake: [0, 2],
    may: (login) => (login === 'home' ? 'yes' : 'no'),
    end: 'home',
  },
  { name: 'the owner known, no password taken', owner: ownerHash(home.email), pake: [0], end: null },
  { name: 'a token of the cloud wanted', owner: null, pake: [3], end: 'unsupported', asked: ['discover'] },
  { name: 'a kind that nobody knows', owner: null, pake: [9], end: 'unsupported', asked: ['discover'] },
];
for (const { name, owner, pake = [2], may, end, asked } of choices) {
  test(`whom to open it as: ${name}`, async (t) => {
    // the passcode of the MAC that the plug tells (48:22:54:00:00:42)
    const byDefault = end === null;
    const plug = await virtualTpapPlug(t, {
      answer,
      tpap: { pake },
      ...(byDefault ? { credential: defaultPasscode, extraCrypt: null } : {}),
    });
    const { tries, turnedDown } = toldTries(may);
    const opening = open(plug.route, { credentials: [other, home], owner, tries });
    if (asked) {
      await assert.rejects(opening, { code: end });
      assert.deepEqual(plug.steps, asked);
    } else {
      await using session = await opening;
      assert.equal(session.login, end);
      assert.equal((await session.identify(within(budgetMs))).owner, end === null ? '' : ownerHash(home.email));
      assert.equal(plug.params[1]?.['passcode_type'], byDefault ? 'default_userpw' : 'userpw');
    }
    assert.deepEqual(turnedDown, []);
  });
}

/** `tp-kdf…` over the MAC 48:22:54:00:00:42, computed with OpenSSL's HKDF. */
const defaultPasscode = '8D9D0C3CE26BD87EAB60A49B2EE7BB189A240136493C6F731A61A133A2075098';

test('a form of the password that is not known is not guessed', async (t) => {
  for (const [extraCrypt, facts] of [
    [null, { type: 'none', id: null }],
    [
      { type: 'password_shadow', params: { passwd_id: 9 } },
      { type: 'password_shadow', id: 9 },
    ],
    [{ type: 'password_later' }, { type: 'password_later', id: null }],
  ] as const) {
    const plug = await virtualTpapPlug(t, { answer, extraCrypt });
    await assert.rejects(open(plug.route), { code: 'unsupported', facts });
    assert.deepEqual(plug.steps, ['discover', 'pake_register']);
  }
});

const greetings: { name: string; answer: object | number; code: string }[] = [
  { name: 'TLS with a chain', answer: { error_code: 0, result: { tpap: { tls: 2, pake: [2] } } }, code: 'unsupported' },
  {
    name: 'another hash of the user',
    answer: { error_code: 0, result: { tpap: { tls: 0, pake: [2], user_hash_type: 2 } } },
    code: 'unsupported',
  },
  {
    name: 'no tpap (its KLAP mode)',
    answer: { error_code: 0, result: { tpap_preferred: false } },
    code: 'unsupported',
  },
  { name: 'an older protocol', answer: { error_code: 1003 }, code: 'unsupported' },
  { name: 'HTTP 403', answer: 403, code: 'unsupported' },
  { name: 'HTTP 500', answer: 500, code: 'garbled' },
  { name: 'an error', answer: { error_code: -1008 }, code: 'garbled' },
  {
    name: 'a port that cannot be',
    answer: { error_code: 0, result: { tpap: { tls: 0, port: 70_000, pake: [2] } } },
    code: 'garbled',
  },
  {
    name: 'a list without end',
    answer: { error_code: 0, result: { tpap: { pake: Array(1000).fill(2) } } },
    code: 'garbled',
  },
  { name: 'no JSON', answer: [], code: 'garbled' },
];
for (const { name, answer: said, code } of greetings) {
  test(`discover answered with ${name} is ${code}`, async (t) => {
    const plug = await virtualTpapPlug(t, { answer, onStep: () => said });
    await assert.rejects(open(plug.route), { code });
    assert.deepEqual(plug.steps, ['discover']);
  });
}

const infinity = Buffer.alloc(65);
const offCurve = Buffer.concat([Buffer.of(4), Buffer.alloc(63, 1), Buffer.of(2)]);
const base64 = (bytes: Buffer): string => bytes.toString('base64');
/** Fields that a hostile plug puts in its answers. */
const hostile: { name: string; step: Step; fields: object }[] = [
  { name: 'a share off the curve', step: 'pake_register', fields: { dev_share: base64(offCurve) } },
  { name: 'the point at infinity', step: 'pake_register', fields: { dev_share: base64(infinity) } },
  { name: 'the point at infinity in one byte', step: 'pake_register', fields: { dev_share: 'AA==' } },
  { name: 'a short share', step: 'pake_register', fields: { dev_share: base64(randomBytes(33)) } },
  { name: 'a share of a megabyte', step: 'pake_register', fields: { dev_share: base64(randomBytes(1 << 20)) } },
  { name: 'iterations without end', step: 'pake_register', fields: { iterations: 1e9 } },
  { name: 'no iterations', step: 'pake_register', fields: { iterations: 0 } },
  { name: 'half an iteration', step: 'pake_register', fields: { iterations: 1.5 } },
  { name: 'short randomness', step: 'pake_register', fields: { dev_random: base64(randomBytes(31)) } },
  { name: 'long randomness', step: 'pake_register', fields: { dev_random: base64(randomBytes(33)) } },
  { name: 'sloppy base64', step: 'pake_register', fields: { dev_random: `${base64(randomBytes(32)).slice(0, -1)}!` } },
  { name: 'no salt', step: 'pake_register', fields: { dev_salt: '' } },
  { name: 'a salt of a kilobyte', step: 'pake_register', fields: { dev_salt: base64(randomBytes(1024)) } },
  { name: 'a suite that was not offered', step: 'pake_register', fields: { cipher_suites: 2 } },
  { name: 'a cipher that is none', step: 'pake_register', fields: { encryption: 'rot13' } },
  { name: 'a confirmation of another', step: 'pake_share', fields: { dev_confirm: base64(randomBytes(32)) } },
  { name: 'a short confirmation', step: 'pake_share', fields: { dev_confirm: base64(randomBytes(31)) } },
  { name: 'a negative sequence', step: 'pake_share', fields: { start_seq: -1 } },
  { name: 'a sequence beyond 32 bits', step: 'pake_share', fields: { start_seq: 2 ** 32 } },
  { name: 'no session id', step: 'pake_share', fields: { stok: undefined } },
  { name: 'a session id that breaks the line', step: 'pake_share', fields: { stok: 'a\r\nHost: b' } },
];
for (const { name, step, fields } of hostile) {
  test(`${step} with ${name} is garbled, and no try`, async (t) => {
    const plug = await virtualTpapPlug(t, {
      answer,
      onStep: (asked, honest) => (asked === step ? { ...honest, result: { ...honest.result, ...fields } } : honest),
    });
    const { tries, turnedDown, taken } = toldTries();
    await assert.rejects(open(plug.route, { tries }), (thrown) => {
      assert.equal(codeOf(thrown), 'garbled');
      // what the peer sent is never in the words
      if (thrown instanceof PlugfleetError) assert.doesNotMatch(thrown.message, /[\r\n]|secret/);
      return true;
    });
    assert.equal(plug.steps.at(-1), step);
    assert.deepEqual([turnedDown, taken], [[], []]);
    assert.deepEqual(plug.heard, []);
  });
}

const registerCodes: [number, string][] = [
  [-2201, 'unsupported'],
  [-2202, 'unsupported'],
  [-1008, 'garbled'],
];
for (const [error_code, code] of registerCodes) {
  test(`pake_register answered with ${error_code} is ${code}`, async (t) => {
    const onStep: NonNullable<TpapPlugOptions['onStep']> = (step, honest) =>
      step === 'pake_register' ? { error_code } : honest;
    const plug = await virtualTpapPlug(t, { answer, onStep });
    await assert.rejects(open(plug.route), { code, facts: { code: error_code } });
    assert.deepEqual(plug.steps, ['discover', 'pake_register']);
  });
}

test('a session id in the other field, with characters that a path may not have', async (t) => {
  const plug = await virtualTpapPlug(t, {
    answer,
    onStep: (step, honest) =>
      step === 'pake_share' ? { ...honest, result: { ...honest.result, stok: undefined, sessionId: 'a/b=' } } : honest,
  });
  await using session = await open(plug.route);
  await assert.rejects(session.identify(within(budgetMs)), { code: 'garbled' });
  assert.deepEqual(new Set(plug.otherPaths), new Set(['/stok=a%2Fb%3D/ds']));
});

test('a w0 that some libraries write shorter is avoided by registering once more, before anything is counted', async (t) => {
  const credential = sha1Credential(home.password);
  const isAmbiguous = (salt: Buffer): boolean => scalarsOf(credential, salt, 1).w0 < 1n << 248n;
  const number = (n: number): Buffer => Buffer.from(String(n).padStart(16, '0'));
  const found = Array.from({ length: 20_000 }, (_, n) => number(n)).find(isAmbiguous);
  const usual = Array.from({ length: 100 }, (_, n) => number(n)).find((salt) => !isAmbiguous(salt));
  assert.ok(found && usual);
  const { tries, turnedDown } = toldTries();
  const fickle = await virtualTpapPlug(t, { answer, iterations: 1, salts: [found, usual] });
  await using session = await open(fickle.route, { tries });
  await session.identify(within(budgetMs));
  assert.deepEqual(fickle.steps, ['discover', 'pake_register', 'pake_register', 'pake_share']);
  assert.notEqual(fickle.params[1]?.['user_random'], fickle.params[2]?.['user_random']);
  // where the salt stays, the long form is sent: one try, not more
  const steady = await virtualTpapPlug(t, { answer, iterations: 1, salts: [found] });
  await using second = await open(steady.route, { tries });
  await second.identify(within(budgetMs));
  assert.deepEqual(steady.steps, ['discover', 'pake_register', 'pake_register', 'pake_share']);
  assert.deepEqual(turnedDown, []);
});
