import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { RemoteFleet } from '../../simulator/index.ts';
import { addLogin, type Desk, ErrorDocument, freeAddresses, newDesk, RunDocument, startPlugs } from './fleet-cli.ts';
import { house } from './house.ts';
import { typed } from './typed.ts';

const count = 8;

async function moveIn(t: TestContext): Promise<{ desk: Desk; fleet: RemoteFleet; network: string; args: string[] }> {
  const prefix = await freeAddresses();
  const network = `${prefix}.1.0/26`;
  const fleet = await startPlugs(t, { plugs: house(prefix, count, () => ({ watts: 0 })) });
  const desk = newDesk(t);
  await addLogin(desk);
  await desk.read(z.unknown(), ['scan', '--network', network, '--own']);
  const plan = await desk.plan('--all');
  assert.equal(plan.counts.network, count);
  const args = ['run', plan.id, '--confirm', `${count}`, '--quiet', '1', '--no-pilot', '--concurrency', '2'];
  return { desk, fleet, network, args };
}

async function assertAllOnce(desk: Desk, fleet: RemoteFleet): Promise<void> {
  const { entries, verified } = desk.ledger();
  assert.ok(verified.ok, verified.reason);
  assert.equal(entries.filter((e) => e.kind === 'run-started').length, 1);
  assert.equal(entries.filter((e) => e.kind === 'intent').length, count);
  for (const truth of await fleet.plugs())
    assert.deepEqual([truth.resetCommands.length, truth.erased], [1, true], truth.mac);
}

describe('two at once', { concurrency: 3 }, () => {
  // laws 2, 5
  test('while a run sends, nothing else gets at its database: no second run, no restore, no scan, no server', async (t) => {
    const { desk, fleet, network, args } = await moveIn(t);
    const backup = join(desk.folder, 'backup.db');
    await desk.read(z.unknown(), ['db', 'backup', backup]);
    // it watches until it is ended below, however slow the others are
    const running = desk.start(args.with(args.indexOf('--quiet') + 1, '600'));
    while (!(await fleet.plugs()).some((p) => p.resetCommands.length > 0)) await wait(10);
    const run = desk.ledger().entries.find((e) => e.kind === 'run-started')?.run ?? '';
    const others = [
      args,
      ['continue', run, '--confirm', '1'],
      ['check', run],
      ['plan', '--all'],
      ['scan', '--network', network],
      ['db', 'restore', backup],
      ['serve'],
      ['disown', '--all'],
      ['protect', '--all', '--reason', 'late'],
      ['login', 'remove', 'fleet'],
    ];
    await Promise.all(
      others.map(async (other) => {
        const { exit, json, stderr } = await desk.run(other);
        assert.equal(exit, 3, `${other.join(' ')}: ${stderr}`);
        assert.equal(ErrorDocument.parse(json).error.code, 'database-in-use', other.join(' '));
      }),
    );
    // looking is not getting at it
    assert.ok((await desk.status(run)).counts.waiting < count);
    assert.match((await typed(desk, ['status', run])).stdout, /under way elsewhere/);
    assert.equal((await desk.plugs()).length, count);
    while (!(await fleet.plugs()).every((p) => p.erased)) await wait(10);
    running.kill('SIGTERM');
    assert.equal((await running.ended).exit, 130);
    const { run: over } = await desk.read(RunDocument, ['check', run, '--quiet', '1']);
    assert.equal(over.counts.reset, count, JSON.stringify(over.counts));
    await assertAllOnce(desk, fleet);
  });

  // law 2
  test('of several that start the same plan in the same moment, one carries it out', async (t) => {
    const { desk, fleet, args } = await moveIn(t);
    const ended = await Promise.all(Array.from({ length: 4 }, () => desk.start(args).ended));
    const refused = ended.filter(({ exit }) => exit !== 0);
    assert.equal(ended.length - refused.length, 1, ended.map(({ stderr }) => stderr).join('\n'));
    for (const { json } of refused)
      assert.ok(['database-in-use', 'plan-used'].includes(ErrorDocument.parse(json).error.code));
    await assertAllOnce(desk, fleet);
  });

  // laws 2, 5
  test('of a run and a restore in the same moment, one goes first, and no reset is forgotten', async (t) => {
    for (const laterMs of [0, 200]) {
      const { desk, fleet, args } = await moveIn(t);
      const backup = join(desk.folder, 'backup.db');
      await desk.read(z.unknown(), ['db', 'backup', backup]);
      const running = desk.start(args);
      await wait(laterMs);
      const restoring = desk.start(['db', 'restore', backup]);
      const [run, restore] = [await running.ended, await restoring.ended];
      t.diagnostic(`${laterMs} ms: run ${run.exit}, restore ${restore.exit}`);
      for (const { exit, json, stderr } of [run, restore])
        if (exit !== 0) assert.equal(ErrorDocument.parse(json).error.code, 'database-in-use', stderr);
      assert.ok(run.exit === 0 || restore.exit === 0);
      const intents = desk
        .ledger()
        .entries.filter((e) => e.kind === 'intent')
        .map((e) => e.mac);
      for (const truth of await fleet.plugs())
        if (truth.resetCommands.length > 0) assert.ok(intents.includes(truth.mac), truth.mac);
    }
  });
});
