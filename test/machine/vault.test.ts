import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { PlugfleetError } from '../../contract/index.ts';
import { openVault } from '../../machine/index.ts';

let root = '';
let file = '';
before(() => {
  delete process.env['PLUGFLEET_VAULT_KEY'];
  process.env['PLUGFLEET_NO_KEYRING'] = '1';
  root = mkdtempSync(join(tmpdir(), 'plugfleet-vault-'));
});
beforeEach(() => {
  file = join(mkdtempSync(join(root, 'case-')), 'vault.json');
});
after(() => rmSync(root, { recursive: true, force: true }));

const envKey = '0123456789abcdef'.repeat(4);
const otherKey = 'f'.repeat(64);
const hasModes = process.platform === 'win32' ? 'Windows has no file modes' : false;

const lockedWith = (words: RegExp) => (error: unknown) =>
  error instanceof PlugfleetError && error.code === 'vault-locked' && words.test(error.message);

test('what is stored comes back, by its name, also after opening it again', () => {
  const vault = openVault(file);
  assert.deepEqual(vault.names(), []);
  assert.equal(vault.keySource, null);
  vault.set('office', 'pässword 漢');
  vault.set('lab', '');
  vault.set('office', 'changed');
  const again = openVault(file);
  assert.deepEqual(again.names().toSorted(), ['lab', 'office']);
  assert.equal(again.get('office'), 'changed');
  assert.equal(again.get('lab'), '');
  assert.equal(again.get('nobody'), undefined);
  assert.equal(again.keySource, 'file');
  assert.equal(again.remove('office'), true);
  assert.equal(again.remove('office'), false);
  assert.deepEqual(vault.names(), ['lab']);
});

test('any text can be a name or a secret', () => {
  const vault = openVault(file, { env: envKey });
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, secret) => {
      vault.set(name, secret);
      assert.equal(vault.get(name), secret);
    }),
    { numRuns: 30, examples: [['__proto__', 'x']] },
  );
});

test('opening and asking writes nothing', () => {
  const vault = openVault(file);
  vault.get('office');
  vault.remove('office');
  assert.deepEqual(readdirSync(join(file, '..')), []);
});

test('vault and key are for their owner alone, and no half file stays', { skip: hasModes }, () => {
  openVault(file).set('office', 'secret');
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(statSync(`${file}.key`).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(join(file, '..')).toSorted(), ['vault.json', 'vault.json.key']);
});

test('a key file that others may read is refused with what to do', { skip: hasModes }, () => {
  openVault(file).set('office', 'secret');
  chmodSync(`${file}.key`, 0o644);
  assert.throws(() => openVault(file).get('office'), lockedWith(/chmod 600/));
});

test('neither secret nor key stands in the file in the clear', () => {
  openVault(file, { env: envKey }).set('office', 'correct horse');
  const text = readFileSync(file, 'utf8');
  assert.doesNotMatch(text, /correct horse/);
  assert.ok(!text.includes(envKey));
  assert.equal(JSON.parse(text).keySource, 'env');
});

test('the same secret never looks the same twice', () => {
  const vault = openVault(file, { env: envKey });
  vault.set('a', 'same');
  vault.set('b', 'same');
  const { secrets } = JSON.parse(readFileSync(file, 'utf8'));
  assert.notEqual(secrets[0].sealed.data + secrets[0].sealed.iv, secrets[1].sealed.data + secrets[1].sealed.iv);
});

test('a wrong or missing key opens nothing and changes nothing', () => {
  openVault(file, { env: envKey }).set('office', 'secret');
  const bytes = readFileSync(file);
  for (const [vault, words] of [
    [openVault(file, { env: otherKey }), /not the one/],
    [openVault(file), /PLUGFLEET_VAULT_KEY, which is not set/],
  ] as const) {
    assert.throws(() => vault.get('office'), lockedWith(words));
    assert.throws(() => vault.set('office', 'new'), lockedWith(words));
    assert.throws(() => vault.set('other', 'new'), lockedWith(words));
    assert.throws(() => vault.remove('office'), lockedWith(words));
    assert.deepEqual(vault.names(), ['office']);
  }
  assert.deepEqual(readFileSync(file), bytes);
});

test('a lost key file locks the vault and no new key is made', () => {
  openVault(file).set('office', 'secret');
  rmSync(`${file}.key`);
  assert.throws(() => openVault(file).set('office', 'new'), lockedWith(/is missing/));
  assert.deepEqual(readdirSync(join(file, '..')), ['vault.json']);
});

test('a vault whose key is in the keyring is not opened without it', () => {
  openVault(file, { env: envKey }).set('office', 'secret');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"env"', '"keyring"'));
  assert.throws(() => openVault(file, { keyring: false }).get('office'), lockedWith(/keyring/));
});

test('a malformed PLUGFLEET_VAULT_KEY is said, not shown', () => {
  for (const env of ['', 'secret-but-short', `${envKey}0`, 'g'.repeat(64)]) {
    assert.throws(
      () => openVault(file, { env }).set('office', 'secret'),
      (error) =>
        lockedWith(/PLUGFLEET_VAULT_KEY must be 64 hex digits/)(error) && (!env || !inspect(error).includes(env)),
    );
  }
  assert.deepEqual(readdirSync(join(file, '..')), []);
});

test('PLUGFLEET_VAULT_KEY is taken from the environment', () => {
  process.env['PLUGFLEET_VAULT_KEY'] = envKey;
  try {
    openVault(file).set('office', 'secret');
  } finally {
    delete process.env['PLUGFLEET_VAULT_KEY'];
  }
  assert.equal(openVault(file, { env: envKey.toUpperCase() }).get('office'), 'secret');
});

test('a damaged file is named and left as it is', () => {
  for (const text of ['', '{', '[]', '{"format":2}']) {
    writeFileSync(file, text);
    assert.throws(
      () => openVault(file),
      (error) => lockedWith(/damaged/)(error) && String(error).includes(file),
    );
    assert.equal(readFileSync(file, 'utf8'), text);
  }
});

test('a changed byte, a swapped name and a secret of another vault are detected', () => {
  const vault = openVault(file, { env: envKey });
  vault.set('alice', 'secret of alice');
  vault.set('bob', 'secret of bob');
  const whole = readFileSync(file, 'utf8');
  const changed = (change: (secrets: { name: string; sealed: { data: string; tag: string } }[]) => void) => {
    const content = JSON.parse(whole);
    change(content.secrets);
    writeFileSync(file, JSON.stringify(content));
    assert.throws(() => openVault(file, { env: envKey }).get('alice'), lockedWith(/damaged/));
  };
  changed(([alice]) => {
    if (alice) alice.sealed.data = Buffer.from('secret of mallo').toString('base64');
  });
  changed(([alice]) => {
    if (alice) alice.sealed.tag = alice.sealed.tag.slice(0, 8);
  });
  changed(([alice, bob]) => {
    if (alice && bob) [alice.name, bob.name] = [bob.name, alice.name];
  });
  const other = join(file, '..', 'other.json');
  openVault(other, { env: envKey }).set('alice', 'another');
  const foreign = JSON.parse(readFileSync(other, 'utf8')).secrets[0].sealed;
  changed(([alice]) => {
    if (alice) alice.sealed = foreign;
  });
});

test('what another process stored is seen at once', () => {
  const vault = openVault(file);
  vault.set('office', 'secret');
  const program = fileURLToPath(new URL('./vault-writer.child.ts', import.meta.url));
  execFileSync(process.execPath, [program, file]);
  assert.equal(vault.get('from another process'), 'its secret');
  vault.set('office', 'changed');
  assert.deepEqual(vault.names().toSorted(), ['from another process', 'office']);
});

test('a vault shows no secret when it is printed', () => {
  const vault = openVault(file, { env: envKey });
  vault.set('office', 'correct horse');
  vault.get('office');
  const shown = [inspect(vault, { showHidden: true, depth: 9 }), JSON.stringify(vault), String(vault)].join();
  assert.doesNotMatch(shown, /correct horse/);
  assert.ok(!shown.includes(envKey));
});

test('a place that cannot be written is named', () => {
  const nowhere = join(root, 'missing', 'vault.json');
  assert.throws(
    () => openVault(nowhere, { env: envKey }).set('office', 'secret'),
    (error) => error instanceof PlugfleetError && error.code === 'file-unwritable' && error.message.includes(nowhere),
  );
});
