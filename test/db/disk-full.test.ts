import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Store } from '../../contract/index.ts';
import { mac, samplePlug, saying } from './samples.ts';
import { type Scratch, scratch } from './scratch.ts';

/** A store on a disk of its own of 2 MiB, most of which a `ballast` file takes; or the reason why there is none. */
function smallDisk({ folder, undoing, open }: Scratch) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return { skip: 'only root on Linux may mount' };
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]);
  undoing(() => execFileSync('/bin/umount', [disk]));
  const ballast = join(disk, 'ballast');
  writeFileSync(ballast, Buffer.alloc(1024 * 1024));
  const file = join(disk, 'inventory.db');
  return { file, store: open({ file }), free: () => rmSync(ballast) };
}

/** Appends until SQLite refuses; says how many entries were accepted. */
function fill({ ledger }: Store): number {
  for (let accepted = 0; ; accepted += 2) {
    try {
      ledger.append('2026-11-23', saying('x'.repeat(2000)), saying('y'.repeat(2000)));
    } catch (thrown) {
      assert.equal((thrown as { code?: string }).code, 'disk-full');
      return accepted;
    }
  }
}

test('a full disk loses nothing that was recorded, and more can be recorded once there is space', (t) => {
  const place = scratch(t);
  const disk = smallDisk(place);
  if ('skip' in disk) return t.skip(disk.skip);
  const accepted = fill(disk.store);
  assert.ok(accepted > 0);
  assert.equal(disk.store.ledger.verify().entries, accepted);
  disk.store.close();

  disk.free();
  const again = place.open({ file: disk.file });
  assert.deepEqual([again.ledger.verify().ok, again.ledger.verify().entries], [true, accepted]);
  assert.equal(again.ledger.append('2026-11-23', saying('me'))[0]?.seq, accepted + 1);
});

test('a full disk in the middle of a transaction undoes all of it, whatever its author catches', (t) => {
  const place = scratch(t);
  const disk = smallDisk(place);
  if ('skip' in disk) return t.skip(disk.skip);
  const { store } = disk;
  const accepted = fill(store);
  assert.throws(() =>
    store.transaction(() => {
      for (let n = 0; n < 100_000; n++) {
        try {
          store.plugs.save(samplePlug({ mac: mac(n), alias: 'z'.repeat(10_000) }));
        } catch {
          break;
        }
      }
      disk.free();
      store.ledger.append('2026-11-23', saying('half a transaction'));
    }),
  );
  assert.deepEqual(store.plugs.all(), []);
  assert.deepEqual([store.ledger.verify().ok, store.ledger.verify().entries], [true, accepted]);
});
