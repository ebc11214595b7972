import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Plug } from '../../contract/index.ts';
import { openHost } from '../../host/index.ts';

test('a large fleet arrives page by page, whole, and no page undoes a change told before', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-watch-'));
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
  const macs = Array.from(
    { length: 2500 },
    (_, n) =>
      `50:C7:BF:00:${(n >> 8).toString(16).toUpperCase().padStart(2, '0')}:${(n & 255).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  await host.client.plugs.import({ file: new Blob([`mac\n${macs.join('\n')}\n`]), by: 'me' });

  const news = await host.client.plugs.watch();
  const rows = new Map<string, Plug>();
  let [total, pages, changes] = [0, 0, 0];
  let expected = -1;
  for await (const one of news) {
    if (one.kind === 'snapshot') {
      total = one.total;
      expected = one.n + 1;
      assert.ok(one.plugs.length < total, 'the first page is not everything');
      // while the others are on their way, the last one is changed
      await host.client.plugs.set({ selection: { macs: [macs.at(-1) ?? ''] }, label: 'changed meanwhile' });
    } else if (one.kind === 'plugs') {
      assert.equal(one.from, expected);
      expected = one.n + 1;
      changes += 1;
    }
    if (one.kind !== 'plugs') pages += 1;
    for (const plug of one.plugs) rows.set(plug.mac, plug);
    if (rows.size === total && changes > 0) break;
  }
  assert.deepEqual([total, rows.size, pages], [2500, 2500, 4]);
  assert.deepEqual([...rows.keys()].sort(), macs.toSorted());
  assert.equal(rows.get(macs.at(-1) ?? '')?.label, 'changed meanwhile');
});

test('an empty fleet is told as such', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-watch-'));
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
  const news = await host.client.plugs.watch();
  const { value } = await news.next();
  assert.deepEqual(value, { n: 0, kind: 'snapshot', total: 0, plugs: [] });
});
