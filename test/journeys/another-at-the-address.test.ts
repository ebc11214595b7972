import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { z } from 'zod';
import type { Run } from '../../contract/index.ts';
import { type PlugSpec, type RemoteFleet, STRANGER_ACCOUNT } from '../../simulator/index.ts';
import { addLogin, type Desk, freeAddresses, newDesk, RunDocument, startPlugs } from './fleet-cli.ts';
import { type HousePlug, house, type Kind } from './house.ts';

const kinds: readonly Kind[] = [
  { model: 'HS103' },
  { model: 'P110' },
  { model: 'HS100', transport: 'klap-1' },
  { model: 'P100', transport: 'aes' },
  { model: 'P110', transport: 'tpap' },
];

interface Street {
  desk: Desk;
  fleet: RemoteFleet;
  /** Ours, in the plan. */
  ours: readonly HousePlug[];
  /** Of somebody else: one of each kind for each of ours of that kind, somewhere else when the plan was made. */
  theirs: readonly HousePlug[];
  run(): Promise<Run>;
}

/** @param theirChange what is peculiar about the plugs of somebody else */
async function street(
  t: TestContext,
  o: { ours: readonly Kind[]; theirs: readonly Kind[]; theirChange?: Partial<PlugSpec> },
): Promise<Street> {
  const prefix = await freeAddresses();
  const count = o.ours.length;
  const ours = house(prefix, count, () => ({ watts: 0 }), o.ours);
  const strangers = house(prefix, 100 + count, () => ({ account: STRANGER_ACCOUNT, ...o.theirChange }), [
    ...Array.from({ length: 100 }, () => ({})),
    ...o.theirs,
  ]);
  const theirs = strangers.slice(100).map((plug, i) => ({ ...plug, address: `${prefix}.9.${i + 1}` }));
  // shows that the network lives; without it, so many that are not where they were would look like an outage
  const [witness] = house(prefix, 51, () => ({}), [{ model: 'HS103' }]).slice(50);
  assert.ok(witness);
  const fleet = await startPlugs(t, { plugs: [...ours, ...theirs, witness] });
  const desk = newDesk(t);
  await addLogin(desk);
  await desk.read(z.object({ plugs: z.array(z.unknown()) }), ['scan', '--network', `${prefix}.1.0/26`, '--own']);
  await desk.run(['protect', witness.mac, '--reason', 'lift']);
  const plan = await desk.plan('--all');
  assert.equal(plan.counts.network, count);
  const args = ['run', plan.id, '--confirm', `${count}`, '--quiet', '1', '--no-pilot'];
  return {
    desk,
    fleet,
    ours,
    theirs,
    run: async () => (await desk.read(RunDocument, args, { exits: [0, 1] })).run,
  };
}

const endOf = (run: Run, { mac }: HousePlug): string => {
  const item = run.items.find((i) => i.mac === mac);
  return `${item?.at} ${item?.code ?? ''}`.trim();
};

/** Nobody tried an account on them, asked for one, or reset them. */
async function assertUntouched(t: TestContext, { fleet, theirs, desk }: Street): Promise<void> {
  for (const { mac, model, transport } of theirs) {
    const { wrongLogins, sessions, resetCommands } = await fleet.truth(mac);
    t.diagnostic(`${model} ${transport ?? ''}: ${JSON.stringify({ wrongLogins, sessions })}`);
    assert.deepEqual([wrongLogins, resetCommands.length], [0, 0], `${model} ${transport ?? ''}`);
    if (transport !== undefined) assert.equal(sessions, 0);
  }
  const { entries, verified } = desk.ledger();
  assert.ok(verified.ok);
  assert.deepEqual(
    entries.filter((e) => e.kind === 'login-refused'),
    [],
  );
}

describe('another plug at the address, since the plan was made', { concurrency: 3 }, () => {
  // laws 4, 9
  test('ours is gone and one of somebody else answers in its place: left alone, and no account is tried on it', async (t) => {
    const home = await street(t, { ours: [...kinds, { model: 'HS103' }], theirs: kinds });
    for (const [i, { mac, address }] of home.ours.slice(0, kinds.length).entries()) {
      await home.fleet.powerOff(mac);
      await home.fleet.move(home.theirs[i]?.mac ?? '', address ?? '');
    }
    const run = await home.run();
    t.diagnostic(`${run.state} ${JSON.stringify(run.counts)}`);
    for (const plug of home.ours) t.diagnostic(`${plug.model} ${plug.transport ?? ''}: ${endOf(run, plug)}`);
    await assertUntouched(t, home);
    assert.deepEqual(
      home.ours.map((plug) => endOf(run, plug)),
      [...kinds.map(() => 'left-alone not-the-same-device'), 'reset'],
    );
  });

  // laws 4, 9
  test('the two exchanged their addresses: ours is found where it is now, and reset there', async (t) => {
    const home = await street(t, { ours: kinds, theirs: kinds });
    for (const [i, { mac }] of home.ours.entries()) await home.fleet.swap(mac, home.theirs[i]?.mac ?? '');
    // the plan's networks are the one in which ours were found
    for (const [i, { mac, address }] of home.ours.entries())
      await home.fleet.move(mac, (address ?? '').replace(/\d+$/, `${40 + i}`));
    const run = await home.run();
    for (const plug of home.ours) t.diagnostic(`${plug.model} ${plug.transport ?? ''}: ${endOf(run, plug)}`);
    await assertUntouched(t, home);
    assert.deepEqual(
      home.ours.map((plug) => endOf(run, plug)),
      home.ours.map(() => 'reset'),
    );
  });

  // laws 4, 9
  test('the other one speaks another protocol, or says HTTP 403 to everything: not a failure of ours, and never counted as one', async (t) => {
    const ours: Kind[] = [
      { model: 'P110' },
      { model: 'HS100', transport: 'klap-1' },
      { model: 'P100', transport: 'aes' },
      { model: 'P110', transport: 'tpap' },
      { model: 'P110', transport: 'tpap' },
      { model: 'HS103' },
    ];
    // tpap turns KLAP down with 403
    const theirs: Kind[] = [
      { model: 'P110', transport: 'tpap' },
      { model: 'HS103' },
      { model: 'P110' },
      { model: 'P100', transport: 'aes' },
      { model: 'P110' },
      { model: 'P110' },
    ];
    const home = await street(t, { ours, theirs });
    for (const [i, { mac, address }] of home.ours.entries()) {
      await home.fleet.powerOff(mac);
      await home.fleet.move(home.theirs[i]?.mac ?? '', address ?? '');
    }
    const run = await home.run();
    for (const plug of home.ours) t.diagnostic(`${plug.model} ${plug.transport ?? ''}: ${endOf(run, plug)}`);
    await assertUntouched(t, home);
    assert.equal(run.counts.failed, 0);
    for (const plug of home.ours) assert.match(endOf(run, plug), /^left-alone not-the-same-device$/);
  });

  // law 9
  test('the other one has locked itself: that is not said of ours, which opens once it is back', async (t) => {
    const tpap: Kind = { model: 'P110', transport: 'tpap' };
    const home = await street(t, {
      ours: [tpap],
      theirs: [tpap],
      theirChange: { faults: [{ kind: 'lock-out', after: 0 }] },
    });
    const [ours] = home.ours;
    const [stranger] = home.theirs;
    assert.ok(ours && stranger);
    const meanwhile = (stranger.address ?? '').replace(/\d+$/, '200');
    await home.fleet.powerOff(ours.mac);
    await home.fleet.move(stranger.mac, ours.address ?? '');
    await home.desk.read(z.unknown(), ['login', 'test', 'fleet', ours.mac], { exits: [0, 1] });
    await assertUntouched(t, home);
    await home.fleet.move(stranger.mac, meanwhile);
    await home.fleet.powerOn(ours.mac);
    const run = await home.run();
    assert.equal(endOf(run, ours), 'reset');
  });
});
