import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { refuseOwnFiles } from '../../host/index.ts';

test("the fleet's own files are not written over, by whatever name they are reached", (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-own-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const db = join(folder, 'fleet.db');
  writeFileSync(db, '');
  writeFileSync(`${db}.vault`, '');
  symlinkSync(db, join(folder, 'cards.pdf'));
  const own = [
    db,
    `${db}.vault`,
    `${db}.lock`,
    `${db}-wal`,
    join(folder, 'cards.pdf'),
    join(folder, '.', 'x', '..', 'fleet.db'),
  ];
  for (const file of own) assert.throws(() => refuseOwnFiles(db, file), { code: 'file-unwritable' }, file);
  for (const file of [join(folder, 'other.pdf'), join(folder, 'missing', 'cards.pdf'), `${db}.pdf`])
    refuseOwnFiles(db, file);
});
