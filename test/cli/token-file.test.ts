import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { keptToken } from '../../cli/token-file.ts';

test('a token is made once, for this user only, and is the same at the next start', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-token-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'token');
  const token = keptToken(file);
  assert.match(token, /^[\w-]{32}$/);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(keptToken(file), token);
  for (const text of ['', 'short', 'with spaces in it, and long enough']) {
    writeFileSync(file, text);
    assert.throws(() => keptToken(file), { code: 'bad-input' });
  }
  assert.throws(() => keptToken(folder), { code: 'file-unreadable' });
  assert.throws(() => keptToken(join(folder, 'nowhere', 'token')), { code: 'file-unwritable' });
});
