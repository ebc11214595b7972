import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PlugfleetError } from '../../contract/index.ts';
import { startChild } from './child.ts';
import { barePlug, mac } from './samples.ts';
import { scratch } from './scratch.ts';

test('a second process is told who owns the database', async (t) => {
  const place = scratch(t);
  const owner = startChild(place, 'hold.child.ts', place.file, 'plugfleet run P-7K3QD');
  assert.deepEqual(await owner.said(1), [`owns ${owner.process.pid}`]);
  assert.throws(
    () => place.open(),
    (thrown: PlugfleetError) => {
      assert.equal(thrown.code, 'database-in-use');
      assert.deepEqual(thrown.facts, {
        file: place.file,
        pid: owner.process.pid,
        host: hostname(),
        command: 'plugfleet run P-7K3QD',
        since: '2026-11-23T00:00:00.000Z',
      });
      for (const said of [place.file, String(owner.process.pid), 'plugfleet run P-7K3QD']) {
        assert.ok(thrown.message.includes(said), thrown.message);
      }
      return true;
    },
  );
});

test('a killed owner leaves nothing that has to be cleared away', async (t) => {
  const place = scratch(t);
  for (let round = 0; round < 3; round++) {
    const owner = startChild(place, 'hold.child.ts', place.file, 'killed');
    assert.deepEqual(await owner.said(1), [`owns ${owner.process.pid}`]);
    await owner.kill();
  }
  assert.equal(place.open().readOnly, false);
});

test('an owner that drops the store without closing it owns the database as long as it runs', async (t) => {
  const place = scratch(t);
  const owner = startChild(place, 'hold.child.ts', place.file, 'forgetful', 'collect-garbage');
  assert.deepEqual(await owner.said(2), [`owns ${owner.process.pid}`, 'collected']);
  assert.throws(() => place.open(), { code: 'database-in-use' });
});

test('an owner that closes hands over at once, also inside one process', (t) => {
  const { open } = scratch(t);
  const first = open();
  assert.throws(() => open(), { code: 'database-in-use' });
  first.close();
  const second = open();
  second.plugs.save(barePlug());
  assert.equal(second.plugs.all().length, 1);
});

test('of several that start at the same moment exactly one owns it', async (t) => {
  const place = scratch(t);
  const children = Array.from({ length: 6 }, (_, n) => startChild(place, 'hold.child.ts', place.file, `starter ${n}`));
  const said = await Promise.all(children.map(async (child) => (await child.said(1))[0] ?? ''));
  assert.equal(said.filter((line) => line.startsWith('owns ')).length, 1, said.join('\n'));
  assert.equal(said.filter((line) => /^refused .*(in use by|just opened)/.test(line)).length, 5, said.join('\n'));
});

test('another name for the same file is the same database', (t) => {
  const { open, file, folder } = scratch(t);
  const other = join(folder, 'link.db');
  symlinkSync(file, other);
  open();
  assert.throws(() => open({ file: other }), { code: 'database-in-use' });
});

test('a reader sees what the owner writes meanwhile, and writes nothing', async (t) => {
  const place = scratch(t);
  const owner = place.open();
  const plug = owner.plugs.save(barePlug());
  const reader = place.open({ mode: 'read' });
  assert.equal(reader.readOnly, true);
  assert.deepEqual(reader.plugs.all(), [plug]);
  owner.plugs.save(barePlug({ mac: mac(2) }));
  assert.equal(reader.plugs.all().length, 2);
  assert.equal(
    reader.transaction(() => reader.plugs.all().length),
    2,
  );
});
