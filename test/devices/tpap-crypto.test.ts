import assert from 'node:assert/strict';
import { createCipheriv, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { p256 } from '@noble/curves/nist.js';
import fc from 'fast-check';
import { codeOf, PlugfleetError } from '../../contract/index.ts';
import { openCcm, sealCcm } from '../../devices/transports/tpap/aes-ccm.ts';
import { TpapCipher } from '../../devices/transports/tpap/cipher.ts';
import { readExtraCrypt } from '../../devices/transports/tpap/extra-crypt.ts';
import { p256Times, p256TimesBase } from '../../devices/transports/tpap/p256-times.ts';
import { sealFrame, sessionKeys } from '../../devices/transports/tpap/sealing.ts';
import { randomScalar } from '../../devices/transports/tpap/spake2.ts';
import { suite1 } from '../../devices/transports/tpap/suite.ts';
import { md5Crypt, sha256Crypt } from '../../devices/transports/tpap/unix-crypt.ts';
import { checks } from '../vectors/tpap-checks.ts';

test('all of the vectors are checked', () => {
  const begin = (word: string): number => checks.filter(({ name }) => name.startsWith(`TPAP ${word}`)).length;
  assert.deepEqual(
    ['credential:', 'passcode', 'w0 and w1', 'frame:', 'transcript as client', 'transcript as device'].map(begin),
    [10, 2, 3, 12, 15, 15],
  );
});

for (const bits of [128, 256] as const) {
  test(`AES-${bits}-CCM out of CBC and CTR is that of OpenSSL, for every length`, () => {
    for (const length of [...Array(70).keys(), 255, 256, 4095, 4096, 65_537]) {
      const [key, nonce, plain] = [randomBytes(bits / 8), randomBytes(12), randomBytes(length)];
      const cipher = createCipheriv(`aes-${bits}-ccm`, key, nonce, { authTagLength: 16 });
      const expected = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      const sealed = sealCcm(bits, key, nonce, plain);
      assert.ok(sealed.equals(expected), `${length} bytes`);
      assert.deepEqual(openCcm(bits, key, nonce, sealed), plain);
    }
  });
}

test('a sealed text that was changed anywhere, or is too short, does not open', () => {
  const [key, nonce] = [randomBytes(16), randomBytes(12)];
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (plain, at, flip) => {
      const sealed = sealCcm(128, key, nonce, plain);
      const index = at % sealed.length;
      sealed[index] = (sealed[index] ?? 0) ^ flip;
      assert.equal(openCcm(128, key, nonce, sealed), undefined);
    }),
  );
  for (let length = 0; length < 16; length++) assert.equal(openCcm(128, key, nonce, Buffer.alloc(length)), undefined);
});

test('crypt(3): test cases of its authors, and of OpenSSL', () => {
  assert.equal(sha256Crypt('Hello world!', 'saltstring'), '$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5');
  assert.equal(
    sha256Crypt('Hello world!', 'saltstringsaltst', 10_000),
    '$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA',
  );
  // fewer rounds than the least are the least
  assert.equal(
    sha256Crypt('the minimum number is still observed', 'roundstoolow', 10),
    '$5$rounds=1000$roundstoolow$yfvwcWrQ8l/K0DAWyuPMDNHpIVlTQebY9l/gL972bIC',
  );
  const long = 'pässwörd and something much longer than one block of sixteen';
  assert.equal(sha256Crypt(long, 'abcd'), '$5$abcd$Kg.xbg0sBTC.Y3wu5p5ibS9pu/HvIJLo4OFmGCnn4ZB');
  assert.equal(md5Crypt(long, 'abc'), '$1$abc$KJZLIPH6mTk/woUbgOjld/');
  assert.equal(md5Crypt('password', 'xxxxxxxx'), '$1$xxxxxxxx$UYCIxa628.9qXjpQCjM4a.');
});

const session = () => sessionKeys('aes_128_ccm', 'sha256', Buffer.alloc(32, 7));

test('no number is ever used for two frames, and the last one is not followed by the first', () => {
  const cipher = new TpapCipher(session(), 0xff_ff_ff_fe);
  assert.deepEqual([cipher.seal('a').seq, cipher.seal('b').seq], [0xff_ff_ff_fe, 0xff_ff_ff_ff]);
  assert.ok(cipher.usedUp);
  assert.throws(() => cipher.seal('c'), RangeError);
});

test('an answer to another message is not taken for this one', () => {
  const cipher = new TpapCipher(session(), 5);
  const { seq } = cipher.seal('question');
  assert.equal(cipher.open(seq, sealFrame(session(), seq, 'yes')), 'yes');
  assert.throws(() => cipher.open(seq, sealFrame(session(), seq + 1, 'yes')), { code: 'garbled' });
  assert.equal(cipher.open(seq, Buffer.from('{"error_code":-2402}')), undefined);
});

const shadow = (params: object) => ({ type: 'password_shadow', params });

test('how the salt and rounds of a crypt form are told', () => {
  const kind = 'shadow-sha256-crypt';
  assert.deepEqual(readExtraCrypt(shadow({ passwd_id: 5, passwd_prefix: '$5$rounds=7000$abc$' })), {
    kind,
    salt: 'abc',
    rounds: 7000,
  });
  assert.deepEqual(readExtraCrypt(shadow({ passwd_id: 5, passwd_salt: 'x'.repeat(20), passwd_rounds: 20_000 })), {
    kind,
    salt: 'x'.repeat(16),
    rounds: 20_000,
  });
  assert.deepEqual(readExtraCrypt(shadow({ passwd_id: 4 })), { kind: 'shadow-sha1' });
  assert.deepEqual(readExtraCrypt(shadow({ passwd_id: 1, passwd_prefix: '$1$0123456789' })), {
    kind: 'shadow-md5-crypt',
    salt: '01234567',
  });
});

const refused: { name: string; value: unknown; code: string; facts?: object }[] = [
  {
    name: 'an unknown id',
    value: shadow({ passwd_id: 6 }),
    code: 'unsupported',
    facts: { type: 'password_shadow', id: 6 },
  },
  {
    name: 'an unknown type',
    value: { type: 'password_new', params: {} },
    code: 'unsupported',
    facts: { type: 'password_new', id: null },
  },
  {
    name: 'a type that is no word',
    value: { type: 'a b' },
    code: 'unsupported',
    facts: { type: 'unreadable', id: null },
  },
  {
    name: 'rounds without end',
    value: shadow({ passwd_id: 5, passwd_salt: 'a', passwd_rounds: 999_999_999 }),
    code: 'unsupported',
    facts: { type: 'password_shadow', id: 5, rounds: 999_999_999 },
  },
  { name: 'MD5-crypt without a salt', value: shadow({ passwd_id: 1 }), code: 'unsupported' },
  { name: 'no id', value: shadow({}), code: 'garbled' },
  { name: 'an endless prefix', value: shadow({ passwd_id: 5, passwd_prefix: '$5$'.repeat(100) }), code: 'garbled' },
  {
    name: 'a salt that is not base64',
    value: { type: 'password_sha_with_salt', params: { sha_name: 0, sha_salt: 'TmFDbA' } },
    code: 'garbled',
  },
  {
    name: 'an empty dictionary',
    value: { type: 'password_authkey', params: { authkey_tmpkey: 'a', authkey_dictionary: '' } },
    code: 'garbled',
  },
  { name: 'a text', value: 'password_shadow', code: 'garbled' },
];
for (const { name, value, code, facts } of refused) {
  test(`extra_crypt with ${name} is ${code}`, () => {
    assert.throws(
      () => readExtraCrypt(value),
      (thrown) => {
        assert.ok(thrown instanceof PlugfleetError);
        assert.equal(codeOf(thrown), code);
        if (facts) assert.deepEqual(thrown.facts, facts);
        return true;
      },
    );
  });
}

test('products on P-256 by the system are those of the library, next to the ends of the order too', () => {
  const { BASE, Fn } = p256.Point;
  const ends = [1n, 2n, 3n, 4n, Fn.ORDER - 4n, Fn.ORDER - 3n, Fn.ORDER - 2n, Fn.ORDER - 1n];
  const some = Array.from({ length: 100 }, () => randomScalar(suite1));
  for (const scalar of [...ends, ...some]) {
    const point = BASE.multiply(randomScalar(suite1));
    assert.ok(p256Times(point, scalar).equals(point.multiply(scalar)), `${scalar}`);
    assert.ok(p256TimesBase(scalar).equals(BASE.multiply(scalar)), `${scalar}`);
  }
});
