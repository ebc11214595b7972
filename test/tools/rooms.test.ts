import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { breaches } from '../../tools/check-rooms.ts';
import { withRoomTable } from '../../tools/generate-docs.ts';

const root = join(import.meta.dirname, '..', '..');

test('every import stays within the walls', () => {
  assert.deepEqual(breaches(root), []);
});

test('each kind of breach is found', (t) => {
  const house = mkdtempSync(join(tmpdir(), 'plugfleet-rooms-'));
  t.after(() => rmSync(house, { recursive: true, force: true }));
  const put = (file: string, text: string): void => {
    mkdirSync(join(house, file, '..'), { recursive: true });
    writeFileSync(join(house, file), text);
  };
  put('engine/a.ts', "import { x } from '../db/index.ts';\n");
  put('engine/b.ts', "import fs from 'node:fs';\n");
  put('engine/c.ts', "import Database from 'better-sqlite3';\n");
  put('cli/d.ts', "import { x } from '../simulator/fleet/plug.ts';\n");
  put('simulator/e.ts', "const x = await import('../contract/index.ts');\n");
  put('drawer/f.ts', 'export const x = 1;\n');
  assert.deepEqual(
    breaches(house)
      .map((line) => line.split(':')[0])
      .sort(),
    ['cli/d.ts', 'drawer/', 'engine/a.ts', 'engine/b.ts', 'engine/c.ts', 'simulator/e.ts'],
  );
});

test('the room table in the architecture page is the one the checks hold', () => {
  const page = readFileSync(join(root, 'docs', 'ARCHITECTURE.md'), 'utf8');
  assert.equal(page, withRoomTable(page), 'run: npm run generate');
});
