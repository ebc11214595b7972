import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { shellKey } from '../../electron/shell-key.ts';
import { openVault } from '../../machine/index.ts';

type Storage = Parameters<typeof shellKey>[1];

/** A system that seals by turning bytes over. */
const sealing = (o: Partial<Storage> = {}): Storage => ({
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'kwallet5',
  encryptString: (text) => Buffer.from(text).map((byte) => byte ^ 0xff) as Buffer,
  decryptString: (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0xff)).toString(),
  ...o,
});

function newDatabase(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-shell-key-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'fleet.db');
}
const vaultOf = (db: string, storage: Storage, told: string[] = []) => {
  const shell = shellKey(db, storage, (words) => told.push(words), 'linux');
  return openVault(`${db}.vault`, { keyring: false, ...(shell === null ? {} : { shell }) });
};

test('where the system seals, the key lies sealed beside the vault, and opens it at the next start', (t) => {
  const db = newDatabase(t);
  assert.ok(shellKey(db, sealing(), assert.fail, 'linux'));
  assert.equal(existsSync(`${db}.vault.sealed`), false, 'nothing is written before something is stored');
  const vault = vaultOf(db, sealing());
  vault.set('fleet', 'a secret');
  assert.equal(vault.keySource, 'shell');
  assert.equal(existsSync(`${db}.vault.key`), false);
  assert.equal(vaultOf(db, sealing()).get('fleet'), 'a secret');
  for (const end of ['.vault', '.vault.sealed']) assert.ok(!readFileSync(`${db}${end}`, 'utf8').includes('a secret'));
});

test('where it seals nothing, or only with a password that everybody knows, a key file is made', (t) => {
  for (const storage of [
    sealing({ isEncryptionAvailable: () => false }),
    sealing({ getSelectedStorageBackend: () => 'basic_text' }),
  ]) {
    const db = newDatabase(t);
    const vault = vaultOf(db, storage);
    vault.set('fleet', 'a secret');
    assert.equal(vault.keySource, 'file');
    assert.equal(vaultOf(db, storage).get('fleet'), 'a secret');
  }
});

test('a vault that was sealed and cannot be unsealed is locked, and says what would open it', (t) => {
  const db = newDatabase(t);
  vaultOf(db, sealing()).set('fleet', 'a secret');
  const before = readFileSync(`${db}.vault`, 'utf8');
  const told: string[] = [];
  const refusing = sealing({
    decryptString: () => {
      throw new Error('the wallet is locked');
    },
  });
  // the command line, which can unseal nothing; a locked wallet; and a wallet that has another key by now
  for (const vault of [
    openVault(`${db}.vault`, { keyring: false }),
    vaultOf(db, refusing, told),
    vaultOf(db, sealing({ decryptString: () => '0'.repeat(64) })),
  ]) {
    assert.throws(() => vault.get('fleet'), { code: 'vault-locked' });
    assert.throws(() => vault.set('other', 'x'), { code: 'vault-locked' });
  }
  assert.deepEqual(told, ["the system's safe storage refused: the wallet is locked"]);
  assert.equal(readFileSync(`${db}.vault`, 'utf8'), before);
  writeFileSync(`${db}.vault.sealed`, 'no base64 at all \u0000');
  assert.throws(() => vaultOf(db, sealing()).get('fleet'), { code: 'vault-locked' });
});
