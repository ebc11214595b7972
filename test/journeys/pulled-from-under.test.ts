import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Run } from '../../contract/index.ts';
import type { RemoteFleet } from '../../simulator/index.ts';
import { fill } from './fill-disk.ts';
import {
  addLogin,
  type Desk,
  type Ended,
  ErrorDocument,
  freeAddresses,
  newDesk,
  RunDocument,
  type Running,
  startPlugs,
} from './fleet-cli.ts';
import { house } from './house.ts';

const count = 12;
const files = ['', '-wal', '-shm'] as const;

interface Home {
  desk: Desk;
  fleet: RemoteFleet;
  sent(): Promise<string[]>;
  /** Starts the run, and resolves when so many plugs were sent their reset. */
  runUntil(resets: number): Promise<{ running: Running }>;
}

/** @param size of a disk of its own for the database, as `mount` has it */
async function moveIn(t: TestContext, size?: string): Promise<Home> {
  // before the desk clears its folder away
  let mounted: string | undefined;
  t.after(() => mounted !== undefined && execFileSync('/bin/umount', ['-l', mounted]));
  const desk = newDesk(t);
  if (size !== undefined) {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', desk.folder]);
    mounted = desk.folder;
  }
  const prefix = await freeAddresses();
  const plugs = house(prefix, count, () => ({ watts: 0 }), [{ model: 'HS103' }, { model: 'P110' }]);
  const fleet = await startPlugs(t, { plugs });
  await addLogin(desk);
  await desk.read(z.unknown(), ['scan', '--network', `${prefix}.1.0/26`, '--own']);
  const plan = await desk.plan('--all');
  assert.equal(plan.counts.network, count);
  const sent = async (): Promise<string[]> =>
    (await fleet.plugs()).filter((p) => p.resetCommands.length > 0).map((p) => p.mac);
  return {
    desk,
    fleet,
    sent,
    runUntil: async (resets) => {
      const args = ['run', plan.id, '--confirm', `${count}`, '--quiet', '2', '--no-pilot', '--concurrency', '1'];
      const running = desk.start(args);
      while ((await sent()).length < resets) await wait(5);
      return { running };
    },
  };
}

/** It ended because of its database, and sent nothing from then on. */
async function assertStopped({ sent }: Home, ended: Ended, code: string, before: number): Promise<void> {
  assert.equal(ended.exit, 3, ended.stderr);
  assert.equal(ErrorDocument.parse(ended.json).error.code, code, ended.stderr);
  // one may have been on its way
  assert.ok((await sent()).length <= before + 1, `${(await sent()).length} were sent a reset, ${before} before`);
}

const endOf = (run: Run, mac: string): string | undefined => run.items.find((i) => i.mac === mac)?.at;

/** Every reset is in the ledger, nothing was sent twice, nothing is claimed that is not so. */
async function assertTrue({ desk, fleet }: Home, run?: Run): Promise<void> {
  const { entries, verified } = desk.ledger();
  assert.ok(verified.ok, verified.reason);
  for (const truth of await fleet.plugs()) {
    const intents = entries.filter((e) => e.kind === 'intent' && e.mac === truth.mac).length;
    const what = `${truth.mac}: ${JSON.stringify(truth.resetCommands)}; ${intents} intents`;
    assert.ok(truth.resetCommands.length <= intents && intents <= 1, what);
    if (run !== undefined && endOf(run, truth.mac) === 'reset') assert.ok(truth.erased, what);
    if (run !== undefined && endOf(run, truth.mac) === 'failed') assert.ok(!truth.erased, what);
  }
}

/** A person looks again and goes on: then every plug was erased once, or is known to be unproven. */
async function finish(home: Home): Promise<Run> {
  const { desk } = home;
  await assertTrue(home);
  const begun = await desk.newestRun();
  assert.ok(begun);
  const ask = async (args: string[]): Promise<Run> => (await desk.read(RunDocument, args, { exits: [0, 1] })).run;
  let run = await ask(['check', begun.id]);
  await assertTrue(home, run);
  if (run.counts.waiting > 0) run = await ask(['continue', run.id, '--confirm', `${run.counts.waiting}`]);
  await assertTrue(home, run);
  const { reset, unproven, failed, waiting } = run.counts;
  assert.deepEqual([reset + unproven + failed, waiting], [count, 0], JSON.stringify(run.counts));
  assert.ok(unproven + failed <= 1, JSON.stringify(run.counts));
  return run;
}

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;

describe('what a run writes to is pulled from under it', { skip: process.platform === 'win32', concurrency: 4 }, () => {
  // law 5
  test('the database is deleted: nothing more is sent', async (t) => {
    const home = await moveIn(t);
    const { running } = await home.runUntil(3);
    for (const end of files) rmSync(`${home.desk.db}${end}`);
    const before = (await home.sent()).length;
    await assertStopped(home, await running.ended, 'database-lost', before);
    assert.equal(existsSync(home.desk.db), false);
  });

  // law 5
  test('the log beside it is deleted: nothing more is sent', async (t) => {
    const home = await moveIn(t);
    const { running } = await home.runUntil(3);
    rmSync(`${home.desk.db}-wal`);
    const before = (await home.sent()).length;
    await assertStopped(home, await running.ended, 'database-lost', before);
  });

  // law 5
  test('it is moved away and put back: what was sent is known, and the rest goes on', async (t) => {
    const home = await moveIn(t);
    const { running } = await home.runUntil(3);
    const { db } = home.desk;
    for (const end of files) renameSync(`${db}${end}`, `${db}.away${end}`);
    const before = (await home.sent()).length;
    await assertStopped(home, await running.ended, 'database-lost', before);
    for (const end of files) if (existsSync(`${db}.away${end}`)) renameSync(`${db}.away${end}`, `${db}${end}`);
    await finish(home);
  });

  // law 5
  test('another database is put in its place: nothing more is sent, and nothing is written into it', async (t) => {
    const home = await moveIn(t);
    const { db } = home.desk;
    const other = join(home.desk.folder, 'other.db');
    cpSync(db, other);
    const { running } = await home.runUntil(3);
    renameSync(db, `${db}.away`);
    cpSync(other, db);
    const before = (await home.sent()).length;
    await assertStopped(home, await running.ended, 'database-lost', before);
    renameSync(`${db}.away`, db);
    await finish(home);
  });

  // law 5
  for (const left of [0, 24])
    test(`the disk is full but for ${left} KiB in the middle: no reset that is not written down`, {
      skip: !isRoot,
    }, async (t) => {
      const home = await moveIn(t, '8m');
      const { running } = await home.runUntil(2);
      const ballast = join(home.desk.folder, 'ballast');
      fill(ballast, left * 1024);
      const ended = await running.ended;
      assert.equal(ended.exit, 3, ended.stderr);
      assert.equal(ErrorDocument.parse(ended.json).error.code, 'disk-full', ended.stderr);
      await assertTrue(home);
      rmSync(ballast);
      t.diagnostic(JSON.stringify((await finish(home)).counts));
    });

  // law 5
  for (const more of [0, 5000])
    test(`every write fails after ${more} bytes more, as on a disk that dies: no reset that is not written down`, {
      skip: !isRoot,
    }, async (t) => {
      const home = await moveIn(t);
      const { running } = await home.runUntil(2);
      const limit = statSync(`${home.desk.db}-wal`).size + more;
      execFileSync('/usr/bin/prlimit', [`--pid=${running.pid}`, `--fsize=${limit}`]);
      const ended = await running.ended;
      assert.equal(ended.exit, 3, ended.stderr);
      assert.equal(ErrorDocument.parse(ended.json).error.code, 'database-lost', ended.stderr);
      t.diagnostic(JSON.stringify((await finish(home)).counts));
    });

  // laws 5, 7, 12
  test('the program stands still for longer than it waits for anything: it pauses, and nothing is sent or said meanwhile', async (t) => {
    const home = await moveIn(t);
    const { running } = await home.runUntil(3);
    running.kill('SIGSTOP');
    await wait(200);
    const before = await home.sent();
    await wait(22_000);
    assert.deepEqual(await home.sent(), before);
    running.kill('SIGCONT');
    const { run } = RunDocument.parse((await running.ended).json);
    t.diagnostic(`${run.state} ${run.code} ${JSON.stringify(run.counts)}`);
    assert.deepEqual([run.state, run.code], ['paused', 'slept']);
    assert.deepEqual([run.counts.failed, run.counts.needsHands], [0, 0]);
    // the one that it was just talking to, at the most
    assert.ok((await home.sent()).length <= before.length + 1);
    await assertTrue(home, run);
    await finish(home);
  });
});
