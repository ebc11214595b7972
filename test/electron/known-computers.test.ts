import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { KnownComputers } from '../../electron/known-computers.ts';

type Storage = ConstructorParameters<typeof KnownComputers>[1];

/** A system that seals by turning bytes over. */
const sealing = (o: Partial<Storage> = {}): Storage => ({
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'kwallet5',
  encryptString: (text) => Buffer.from(text).map((byte) => byte ^ 0xff) as Buffer,
  decryptString: (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0xff)).toString(),
  ...o,
});
const box = 'https://10.0.8.2:8443';
const print = 'AB'.repeat(32);

function newFile(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-known-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'computers.json');
}

test('a computer is known by its certificate; its token is kept sealed, for this user only', (t) => {
  const file = newFile(t);
  const open = (): KnownComputers => new KnownComputers(file, sealing(), assert.fail, 'linux');
  open().trust(box, print);
  assert.deepEqual([open().fingerprintOf(box), open().tokenOf(box)], [print, null]);
  open().keep(box, 'a-token');
  open().keep('http://127.0.0.1:8080', 'another');
  assert.deepEqual([open().fingerprintOf(box), open().tokenOf(box)], [print, 'a-token']);
  assert.doesNotMatch(readFileSync(file, 'utf8'), /a-token|another/);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(open().list(), {
    keepsTokens: true,
    computers: [
      { address: 'http://127.0.0.1:8080', name: '127.0.0.1:8080', hasToken: true },
      { address: box, name: '10.0.8.2:8443', hasToken: true },
    ],
  });
  // a renewed certificate takes nothing else away
  open().trust(box, 'CD'.repeat(32));
  assert.equal(open().tokenOf(box), 'a-token');
  open().forget(box);
  assert.deepEqual([open().fingerprintOf(box), open().tokenOf(box)], [null, null]);
});

test('where nothing seals, the certificate is kept and the token is not', (t) => {
  const file = newFile(t);
  for (const storage of [
    sealing({ isEncryptionAvailable: () => false }),
    sealing({ getSelectedStorageBackend: () => 'basic_text' }),
  ]) {
    const known = new KnownComputers(file, storage, assert.fail, 'linux');
    known.trust(box, print);
    known.keep(box, 'a-token');
    assert.deepEqual(known.list(), {
      keepsTokens: false,
      computers: [{ address: box, name: '10.0.8.2:8443', hasToken: false }],
    });
    assert.equal(known.fingerprintOf(box), print);
  }
  assert.doesNotMatch(readFileSync(file, 'utf8'), /a-token/);
});

test('a token that cannot be unsealed any more is asked for again; a spoilt file is forgotten', (t) => {
  const file = newFile(t);
  new KnownComputers(file, sealing(), assert.fail, 'linux').keep(box, 'a-token');
  const told: string[] = [];
  const fails = sealing({
    decryptString: () => {
      throw new Error('another keyring');
    },
  });
  assert.equal(new KnownComputers(file, fails, (words) => told.push(words), 'linux').tokenOf(box), null);
  assert.deepEqual(told, ["the system's safe storage refused: another keyring"]);
  writeFileSync(file, '{"computers":[{"origin":7');
  assert.deepEqual(new KnownComputers(file, sealing(), assert.fail, 'linux').list().computers, []);
});
