import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openHost } from '../../host/index.ts';

test('a list that calls a camera a plug is told so, and nobody gets a card for it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-import-'));
  const host = openHost({
    db: join(folder, 'fleet.db'),
    mode: 'own',
    command: 'test',
    env: { PLUGFLEET_NO_KEYRING: '1' },
  });
  t.after(async () => {
    await host[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });
  const mac = '50:C7:BF:00:00:01';
  host.context.store.others.save({
    mac,
    address: '127.0.0.9',
    model: 'C200',
    kind: 'camera',
    lastSeenAt: '2026-01-05T10:00:00.000Z',
  });
  const csv = `mac,owned\n${mac},yes\n50:C7:BF:00:00:02,yes\n`;
  const result = await host.client.plugs.import({ csv, by: 'test' });
  assert.deepEqual(result, { added: 1, updated: 0, rejected: [{ line: 2, why: `${mac} answered as a camera` }] });
});
