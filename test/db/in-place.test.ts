import assert from 'node:assert/strict';
import { cpSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { test } from 'node:test';
import { saying } from './samples.ts';
import { scratch } from './scratch.ts';

const skip = process.platform === 'win32' && 'there no open file can be taken away';

for (const [what, harm] of [
  ['deleted', (file) => rmSync(file)],
  ['moved away', (file) => renameSync(file, `${file}.away`)],
  [
    'replaced by a copy of itself',
    (file) => {
      cpSync(file, `${file}.copy`);
      renameSync(`${file}.copy`, file);
    },
  ],
  [
    'put out of sight',
    (file) => {
      rmSync(file);
      // a link to itself: as on a disk that went away, looking at it is an error of its own
      symlinkSync(file, file);
    },
  ],
  ['left without its log', (file) => rmSync(`${file}-wal`)],
] as const satisfies readonly (readonly [string, (file: string) => void])[]) {
  // law 5
  test(`once a database is ${what}, nothing counts as recorded in it`, { skip }, (t) => {
    const { open, file } = scratch(t);
    const { ledger, transaction, plugs } = open();
    ledger.append('2026-11-28', saying('before'));
    harm(file);
    for (let again = 0; again < 2; again++)
      assert.throws(() => ledger.append('2026-11-28', saying('into nothing')), { code: 'database-lost' });
    assert.throws(() => transaction(() => plugs.all()), { code: 'database-lost' });
  });
}

test('others that read a database and close it take nothing away from its owner', { skip }, (t) => {
  const { open } = scratch(t);
  const { ledger } = open();
  for (let n = 0; n < 3; n++) {
    ledger.append('2026-11-28', saying('me'));
    const reader = open({ mode: 'read' });
    assert.equal(reader.ledger.entries({}).length, n + 1);
    reader.close();
  }
});
