import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Host, openHost } from '../../host/index.ts';

/** A host on a database of its own. */
function newHost(t: TestContext): Host {
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
  return host;
}

test('a list neither doubles nor hides the protection of an outlet', async (t) => {
  const host = newHost(t);
  const { client, context } = host;
  const mac = '50:C7:BF:00:00:01';
  await client.plugs.import({ file: new Blob([`mac,model,owned\n${mac},HS300,yes\n`]), by: 'test' });
  const plug = context.store.plugs.byMac(mac);
  assert.ok(plug);
  const outlets = [{ id: 'A1', alias: 'Fridge', relay: 'on', watts: 92 }] as const;
  context.store.plugs.save({ ...plug, outlets });
  const selection = { macs: [mac] };
  await client.plugs.protect({ selection, outlet: 'fridge', reason: 'vaccines', by: 'Ada' });
  const kinds = () => context.store.ledger.entries({ mac }).map((entry) => entry.kind);

  // the file says that it is protected; bringing it back in changes nothing
  const { file } = await client.plugs.export({ format: 'csv' });
  assert.match(await file.text(), /,yes,yes,\r?\n/);
  await client.plugs.import({ file, by: 'test' });
  assert.deepEqual(kinds(), ['owned', 'protected']);
  assert.equal(context.store.plugs.byMac(mac)?.protectedReason, null);

  // a person who writes no means no
  await client.plugs.import({ file: new Blob([`mac,protected\n${mac},no\n`]), by: 'test' });
  assert.deepEqual(context.store.plugs.byMac(mac)?.protectedOutlets, []);
  assert.deepEqual(kinds(), ['owned', 'protected', 'unprotected']);
});

test('a list that calls a camera a plug is told so, and nobody gets a card for it', async (t) => {
  const host = newHost(t);
  const mac = '50:C7:BF:00:00:01';
  host.context.store.others.save({
    mac,
    address: '127.0.0.9',
    model: 'C200',
    kind: 'camera',
    lastSeenAt: '2026-01-05T10:00:00.000Z',
  });
  const csv = `mac,owned\n${mac},yes\n50:C7:BF:00:00:02,yes\n`;
  const result = await host.client.plugs.import({ file: new Blob([csv]), by: 'test' });
  assert.deepEqual(result, {
    added: 1,
    updated: 0,
    unchanged: 0,
    rejected: [{ line: 2, why: `${mac} answered as a camera` }],
    notes: [],
  });
});
