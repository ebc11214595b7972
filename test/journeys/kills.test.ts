import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Run } from '../../contract/index.ts';
import type { RemoteFleet, Truth } from '../../simulator/index.ts';
import { addLogin, type Desk, freeAddresses, newDesk, RunDocument, type Running, startPlugs } from './fleet-cli.ts';
import { house, withFault } from './house.ts';

const kills = Number(process.env['PLUGFLEET_KILLS'] ?? 30);
const seed = Number(process.env['PLUGFLEET_SEED'] ?? randomInt(2 ** 31));
/** The kills are spread over so many stories, each a test of its own. */
const stories = 3;

/** A source of chance that can be repeated from the seed in the output (mulberry32). */
function chance(from: number): () => number {
  let state = from | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const plugsPerHouse = 40;

/** One house on a database of its own, with a plan that was frozen and not yet carried out. */
interface House {
  desk: Desk;
  fleet: RemoteFleet;
  plan: { id: string; count: number };
  /** Plugs that stay whatever they are told. */
  stubborn: ReadonlySet<string>;
}

async function moveIn(t: TestContext): Promise<House> {
  const prefix = await freeAddresses();
  const plugs = house(prefix, plugsPerHouse, (index) =>
    index % 20 === 7 ? withFault({ kind: 'stay' }) : index % 20 === 13 ? withFault({ kind: 'mute' }) : {},
  );
  const fleet = await startPlugs(t, { plugs });
  const desk = newDesk(t);
  await addLogin(desk);
  await desk.read(z.object({ plugs: z.array(z.unknown()) }), ['scan', '--network', `${prefix}.1.0/26`, '--own']);
  const { id, counts } = await desk.plan('--all');
  assert.deepEqual(counts, { network: plugsPerHouse, hands: 0, leave: 0 });
  const stubborn = plugs.filter((p) => p.faults?.some((f) => f.kind === 'stay')).map((p) => p.mac);
  return { desk, fleet, plan: { id, count: counts.network }, stubborn: new Set(stubborn) };
}

const resetsIn = (truths: readonly Truth[]): number =>
  truths.reduce((sum, { resetCommands }) => sum + resetCommands.length, 0);

/** Waits for a moment to kill: some time after the start, or right when a certain number of resets have arrived. */
async function untilTheMoment(fleet: RemoteFleet, command: Running, random: () => number): Promise<string> {
  let isOver = false;
  void command.ended.then(() => {
    isOver = true;
  });
  if (random() < 0.4) {
    const ms = Math.floor(random() * (random() < 0.2 ? 600 : 5000));
    await Promise.race([pause(ms), command.ended]);
    return `${ms} ms after its start`;
  }
  const already = resetsIn(await fleet.plugs());
  const more = Math.floor(random() * 12);
  const ms = Math.floor(random() * 30);
  while (!isOver && resetsIn(await fleet.plugs()) < already + more) await pause(10);
  await pause(ms);
  return `${ms} ms after ${more} more resets`;
}

/** Kills a command line at some moment. Resolves to false where it had ended before. */
async function killed(
  t: TestContext,
  { desk, fleet }: House,
  args: readonly string[],
  random: () => number,
): Promise<boolean> {
  const command = desk.start(args);
  const moment = await untilTheMoment(fleet, command, random);
  command.kill('SIGKILL');
  const { signal, exit, stderr } = await command.ended;
  if (signal === 'SIGKILL') {
    t.diagnostic(`${args[0]} killed ${moment}`);
    return true;
  }
  assert.ok(exit === 0 || exit === 1, `${args.join(' ')}: exit ${exit}\n${stderr}`);
  return false;
}

/** What has to be true of the ledger and the plugs whenever nothing is running, whatever happened before. */
async function holdTheStory({ desk, fleet }: House): Promise<Run | undefined> {
  const run = await desk.newestRun();
  const { entries, verified } = desk.ledger();
  assert.ok(verified.ok, verified.reason);
  for (const truth of await fleet.plugs()) {
    const what = JSON.stringify(truth);
    const of = entries.filter((e) => e.mac === truth.mac);
    const intents = of.filter((e) => e.kind === 'intent').length;
    const voided = of.filter((e) => e.kind === 'receipt' && e.body.receipt === 'not-sent').length;
    assert.ok(truth.resetCommands.length <= 1, `sent twice: ${what}`);
    assert.ok(intents - voided <= 1, `meant to be sent twice: ${what}`);
    if (truth.resetCommands.length > 0) assert.ok(intents > 0, `sent without an intent on disk: ${what}`);
    const item = run?.items.find((i) => i.mac === truth.mac);
    if (item === undefined) continue;
    const isOpen = intents === voided;
    assert.ok(
      !['sending', 'watching', 'connecting', 'checking-identity'].includes(item.at),
      `left in between: ${item.at} ${what}`,
    );
    if (item.at === 'reset') assert.ok(truth.erased, `claimed to be reset: ${what}`);
    if (item.at === 'waiting') assert.ok(isOpen, `waits although it was sent: ${what}`);
    if (item.at === 'failed') assert.ok(!truth.erased, `claimed to be still there: ${what}`);
    if (!isOpen) assert.ok(['unproven', 'reset', 'failed'].includes(item.at), `${item.at} after an intent: ${what}`);
  }
  return run;
}

/** One house from its first run to its end, killed again and again while kills are left. Gives the kills that were done. */
async function liveThrough(t: TestContext, most: number, random: () => number): Promise<number> {
  const home = await moveIn(t);
  const { desk, fleet, plan, stubborn } = home;
  let done = 0;
  for (let sittings = 0; ; sittings++) {
    assert.ok(sittings < 100, 'it never comes to an end');
    const run = await holdTheStory(home);
    const { waiting = plan.count } = run?.counts ?? {};
    if (run !== undefined && waiting === 0) break;
    const args =
      run === undefined
        ? ['run', plan.id, '--confirm', String(plan.count), '--quiet', '1', '--no-pilot', '--max-failures', '100']
        : random() < 0.3
          ? ['check', run.id]
          : ['continue', run.id, '--confirm', String(waiting)];
    if (done < most) done += (await killed(t, home, args, random)) ? 1 : 0;
    else {
      const { exit, stderr } = await desk.run(args);
      assert.ok(exit === 0 || exit === 1, `exit ${exit}\n${stderr}`);
    }
  }

  const last = await desk.newestRun();
  assert.ok(last);
  const { run } = await desk.read(RunDocument, ['check', last.id], { exits: [0, 1] });
  const { entries } = desk.ledger();
  await holdTheStory(home);
  for (const item of run.items) {
    const truth = await fleet.truth(item.mac);
    const what = `${item.at} ${item.code ?? ''}, really ${JSON.stringify(truth)}`;
    const isAcknowledged = entries.some(
      (e) => e.mac === item.mac && e.kind === 'receipt' && e.body.receipt === 'acknowledged',
    );
    if (!truth.erased) assert.equal(item.at, 'failed', what);
    // who killed us between the reset and its answer took the proof away with it
    else assert.equal(item.at, isAcknowledged ? 'reset' : 'unproven', what);
    if (!truth.erased && !stubborn.has(item.mac)) assert.equal(truth.resetCommands.length, 0, what);
  }
  await finishTheRest(home, run);
  return done;
}

/** Plugs whose reset was meant and never left are still there: the next plan gets them. */
async function finishTheRest({ desk, fleet, stubborn }: House, run: Run): Promise<void> {
  const left = run.items.filter((i) => i.at === 'failed' && !stubborn.has(i.mac)).map((i) => i.mac);
  if (left.length === 0) return;
  const plan = await desk.plan(...left);
  assert.equal(plan.counts.network, left.length);
  await desk.run(['run', plan.id, '--confirm', String(left.length), '--quiet', '1', '--no-pilot']);
  for (const mac of left) {
    const { erased, resetCommands } = await fleet.truth(mac);
    assert.deepEqual([erased, resetCommands.length], [true, 1]);
  }
}

// each has a house of its own
describe('kills', { concurrency: 2 }, () => {
  for (let story = 0; story < stories; story++)
    test(`killed again and again, part ${story + 1}: nothing is sent twice or claimed falsely, and the rest gets finished`, {
      timeout: Math.max(290_000, kills * 30_000),
    }, async (t) => {
      t.diagnostic(`PLUGFLEET_SEED=${seed}`);
      const random = chance(seed + story);
      const wanted = Math.ceil(kills / stories);
      for (let done = 0; done < wanted; ) done += await liveThrough(t, wanted - done, random);
    });
});
