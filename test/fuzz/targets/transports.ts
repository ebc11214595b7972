import assert from 'node:assert/strict';
import { createCipheriv, createHash } from 'node:crypto';
import { garbled } from '../../../devices/garbled.ts';
import { AesCipher } from '../../../devices/transports/aes-cipher.ts';
import { unpad } from '../../../devices/transports/aes-key.ts';
import { logIn, passThrough, readInner, shakeHands } from '../../../devices/transports/aes-session.ts';
import { accountsToTry } from '../../../devices/transports/klap-accounts.ts';
import { KlapCipher } from '../../../devices/transports/klap-cipher.ts';
import { openKlapSession } from '../../../devices/transports/klap-session.ts';
import { sessionCookie, sessionLifeMs } from '../../../devices/transports/session-cookie.ts';
import { XorFrames } from '../../../devices/transports/xor-frames.ts';
import { xorFrame } from '../../devices/virtual-xor-plug.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { answerIn, answerText, stillClock, wireThat, withoutHaste } from '../reading.ts';

const cookieLine = 'Set-Cookie: TP_SESSIONID=ABCDEF0123456789;TIMEOUT=86400';

/** All bodies in a stream and whether it made no sense, with the stream cut into parts as `sizes` says. */
function bodiesOf(
  stream: Buffer,
  sizes: (i: number) => number,
): { bodies: string[]; code: string | null; pending: boolean } {
  const frames = new XorFrames();
  const bodies: string[] = [];
  try {
    for (let at = 0, i = 0; at < stream.length; i++) {
      const size = sizes(i);
      frames.push(stream.subarray(at, at + size));
      at += size;
      for (let body = frames.take(); body; body = frames.take()) bodies.push(body.toString('latin1'));
    }
  } catch (thrown) {
    assert.ok(thrown instanceof Error && 'code' in thrown);
    return { bodies, code: String(thrown.code), pending: true };
  }
  return { bodies, code: null, pending: frames.pending };
}

/** However a stream is cut, the same comes out. The cuts come from the bytes, so that an input is all there is. */
const xorFrames: FuzzTarget = {
  name: 'xor-frames',
  samples: ['{"system":{"get_sysinfo":{}}}', '', 'x', 'y'.repeat(300)]
    .map(xorFrame)
    .flatMap((frame, i, all) => [frame, Buffer.concat([frame, all[(i + 1) % all.length] ?? frame])]),
  codes: [],
  read: (input) => {
    const cuts = createHash('md5').update(input).digest();
    const whole = bodiesOf(input, () => input.length);
    assert.deepEqual(
      bodiesOf(input, (i) => 1 + ((cuts[i % 16] ?? 0) % (i % 3 === 0 ? 5 : 200))),
      whole,
    );
    assert.ok(whole.bodies.every((body) => body.length <= 1 << 20));
  },
};

/** Raw headers, a line each. */
const cookieHeaders: FuzzTarget = {
  name: 'cookie-headers',
  samples: [
    answerText(200, [cookieLine], ''),
    answerText(200, ['Server: x', 'set-cookie: a=b; Path=/', 'SET-COOKIE: SESSIONID=12;TIMEOUT=1440', cookieLine], ''),
    answerText(200, ['Set-Cookie: TIMEOUT=99,TP_SESSIONID=a.b-c_d+e/f=; HttpOnly'], ''),
  ],
  codes: [],
  read: (input) => {
    const told = sessionCookie(answerIn(input).rawHeaders);
    if (told === undefined) return;
    assert.match(told.cookie, /^TP_SESSIONID=[!-~]{1,256}$/);
    assert.doesNotMatch(told.cookie, /[;,]/);
    const lifeMs = sessionLifeMs(told.timeoutS ?? 1);
    assert.ok(lifeMs > 0 && lifeMs < 1e12, `${lifeMs}`);
  },
};

const accounts = accountsToTry([{ name: 'home', email: 'user@example.com', password: 'secret' }], null);
const { auth } = accounts[0] ?? assert.fail('no account');
const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

/** The answer to handshake 1. A body of a seed alone is completed by the hash that a plug would put behind it. */
const klapHandshake: FuzzTarget = {
  name: 'klap-handshake',
  samples: [
    answerText(200, [cookieLine], 'sixteen bytes !!'),
    answerText(200, [cookieLine], Buffer.alloc(48, 7)),
    answerText(200, ['Server: x', 'Set-Cookie: SESSIONID=1'], Buffer.alloc(48, 0x7b)),
    answerText(200, [], '{"error_code":1003}'),
    answerText(403, [], ''),
  ],
  codes: ['garbled', 'needs-login', 'unsupported'],
  read: async (input) => {
    const first = answerIn(input);
    const wire = wireThat(({ path, body: local }) => {
      if (path === '/app/handshake2') return { status: 200, rawHeaders: [], body: Buffer.alloc(0) };
      const { body } = first;
      return body.length === 16 ? { ...first, body: Buffer.concat([body, sha256(local, body, auth)]) } : first;
    });
    const session = await withoutHaste((deadline) => openKlapSession(wire, accounts, stillClock, deadline));
    assert.match(session.cookie, /^TP_SESSIONID=[!-~]{1,256}$/);
    assert.equal(session.account.login, 'home');
    assert.ok(session.endsMs > 0 && session.endsMs < 1e12);
  },
};

const seeds = { local: Buffer.alloc(16, 1), remote: Buffer.alloc(16, 2), auth: Buffer.alloc(32, 3) };
/** By hand from klap.md: the answer to the message with the number 5. */
const seal = (text: Buffer): Buffer => {
  const x = Buffer.concat([seeds.local, seeds.remote, seeds.auth]);
  const iv = Buffer.concat([sha256(Buffer.from('iv'), x).subarray(0, 12), Buffer.from('00000005', 'hex')]);
  const cipher = createCipheriv('aes-128-cbc', sha256(Buffer.from('lsk'), x).subarray(0, 16), iv);
  return Buffer.concat([Buffer.alloc(32), cipher.update(text), cipher.final()]);
};

const klapAnswer: FuzzTarget = {
  name: 'klap-answer',
  samples: [Buffer.from('{"error_code":0,"result":{"nickname":"w6k="}}'), Buffer.from(''), Buffer.alloc(700, 0x20)],
  encode: seal,
  codes: ['garbled'],
  read: (input) => readInner(new KlapCipher(seeds).open(5, input)),
};

const block = (text: string): Buffer =>
  Buffer.concat([Buffer.from('0002', 'hex'), Buffer.alloc(93, 7), Buffer.of(0), Buffer.from(text)]);

/** What is left of the wrapped key once RSA is taken off. */
const aesKeyPadding: FuzzTarget = {
  name: 'aes-key-padding',
  samples: [block('k'.repeat(32)), block('\0'.repeat(32)), block('short'), Buffer.alloc(128), Buffer.alloc(0)],
  codes: [],
  read: (input) => {
    const secret = unpad(input);
    if (secret === undefined) return;
    assert.equal(secret.length, 32);
    assert.equal(input.length, 128);
  },
};

/** The whole handshake in the outer layer; the key that it wraps is for somebody else. */
const aesHandshake: FuzzTarget = {
  name: 'aes-handshake',
  samples: [
    answerText(200, [cookieLine], JSON.stringify({ error_code: 0, result: { key: 'A'.repeat(172) } })),
    answerText(200, [], JSON.stringify({ error_code: 9999 })),
    answerText(200, [], JSON.stringify({ error_code: 1003, result: null })),
    answerText(404, [], 'not found'),
  ],
  codes: ['garbled', 'unsupported', 'locked'],
  read: (input) =>
    withoutHaste((deadline) =>
      shakeHands(
        wireThat(() => answerIn(input)),
        stillClock,
        deadline,
      ),
    ),
};

const cipher = new AesCipher({ key: Buffer.alloc(16, 1), iv: Buffer.alloc(16, 2) });
const channel = { cipher, cookie: null, token: null, endsMs: 0 };
/** An outer answer with the inner one sealed in it, or in the clear where there is no room for it. */
const sealedIn = (sample: Buffer): Buffer => {
  const [outer = '', inner = ''] = sample.toString('utf8').split('\n');
  return answerText(
    200,
    [],
    outer.replace('@', () => cipher.seal(inner)),
  );
};
const passed = (outer: unknown, inner = ''): Buffer => Buffer.from(`${JSON.stringify(outer)}\n${inner}`);

const aesSamples: readonly Buffer[] = [
  passed({ error_code: 0, result: { response: '@' } }, '{"error_code":0,"result":{"token":"0123456789ABCDEF"}}'),
  passed({ error_code: 0, result: { response: '{"error_code":-1501}' } }),
  passed({ error_code: 0, result: { response: { error_code: 0, result: { token: 'AB' } } } }),
  passed({ error_code: -1501, result: {} }),
];

/** Both layers of an answer. */
const aesAnswer: FuzzTarget = {
  name: 'aes-answer',
  samples: aesSamples,
  encode: sealedIn,
  codes: ['garbled'],
  read: async (input) => {
    const told = await passThrough(async () => answerIn(input), channel, '{}');
    if ('text' in told) readInner(told.text);
  },
};

const account = { email: 'user@example.com', password: 'secret' };
/** What a plug says to a log-in: it decides whether an account is counted as turned down. */
const aesLogin: FuzzTarget = {
  name: 'aes-login',
  samples: aesSamples,
  encode: sealedIn,
  codes: ['garbled', 'unsupported'],
  read: async (input) => {
    const wire = Object.assign(
      wireThat(() => answerIn(input)),
      { dropKept: () => undefined, post: async () => answerIn(input) },
    );
    const stored = { login: 'home', owner: '', ...account };
    const outcome = await withoutHaste((deadline) => logIn(wire, channel, 2, stored, stillClock, deadline));
    if (outcome.in) assert.match(outcome.in.token ?? '', /^[\w.~+/=-]{1,256}$/);
    else if (!['session-gone', 'turned-down', 'locked'].includes(outcome.why)) throw garbled(outcome.why);
  },
};

export const transportTargets: readonly FuzzTarget[] = [
  xorFrames,
  cookieHeaders,
  klapHandshake,
  klapAnswer,
  aesKeyPadding,
  aesHandshake,
  aesAnswer,
  aesLogin,
];
