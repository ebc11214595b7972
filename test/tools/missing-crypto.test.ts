import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { missingCrypto, missingCryptoIn } from '../../tools/electron/missing-crypto.ts';

test('no room that may run in Electron uses crypto that Electron lacks', () => {
  assert.deepEqual(missingCryptoIn(join(import.meta.dirname, '..', '..')), []);
});

test('all of it can be had in Node, so that only Electron tells the difference', () => {
  for (const { probe } of missingCrypto) probe();
});

test('each kind is found, with its line; comments, words on the wire and tests are free', (t) => {
  const house = mkdtempSync(join(tmpdir(), 'plugfleet-crypto-'));
  t.after(() => rmSync(house, { recursive: true, force: true }));
  const put = (file: string, text: string): void => {
    mkdirSync(join(house, file, '..'), { recursive: true });
    writeFileSync(join(house, file), text);
  };
  const caught = [
    "createCipheriv('aes-128-ccm', key, iv)",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source of a template
    'createCipheriv(`aes-${key.length * 8}-ccm`, key, iv)',
    "createCipheriv('aes-128-cfb8', key, iv)",
    "createDecipheriv('aes128', key, iv)",
    "const name = 'chacha20-poly1305'",
    "createCipheriv('chacha20', key, iv)",
    "createHash('sha3-256')",
    "createECDH('secp256k1')",
    "generateKeyPairSync('x448')",
    'privateDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, bytes)',
  ];
  for (const [i, line] of caught.entries()) put(`devices/wire/${i + 10}.ts`, `\n${line};\n`);
  put(
    'simulator/free.ts',
    `/* never 'aes-128-ccm':\n 'sha3-256' */
const wire = ['aes_128_ccm', 'chacha20_poly1305', 'chacha20']; // not 'aes-256-ccm'
const chacha = await load('@noble/ciphers/chacha.js');
publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, bytes);
generateKeyPairSync('ec', { namedCurve: 'P-256' });\n`,
  );
  put('test/free.ts', "createHash('sha3-256');\n");
  const found = missingCryptoIn(house);
  assert.deepEqual(
    found.map((line) => line.split(':')[0]).sort(),
    caught.map((_, i) => join('devices', 'wire', `${i + 10}.ts`)),
    found.join('\n'),
  );
  assert.ok(found.slice(0, -1).every((line) => line.split(':')[1] === '2'));
});
