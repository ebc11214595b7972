import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Credential, HeardPlug, LiveFacts, Snapshot } from '../../contract/index.ts';
import { modelFacts } from '../../devices/index.ts';
import { type PlugSpec, startFleet } from '../../simulator/index.ts';
import { anyTries } from './any-tries.ts';
import { realDevices, within } from './real-clock.ts';

const account = { email: 'user@example.com', password: 'secret' };
const login: Credential = { name: 'home', ...account };

interface Seen {
  heard: HeardPlug;
  facts: LiveFacts;
  snapshot: Snapshot;
}

/** Finds one virtual plug and reads all of it. */
async function see(t: TestContext, address: string, plug: Omit<PlugSpec, 'address'>): Promise<Seen> {
  const fleet = await startFleet({ seed: 1, broadcast: [], plugs: [{ account, ...plug, address }] });
  t.after(() => fleet.close());
  const found: HeardPlug[] = [];
  await realDevices().discover([{ kind: 'sweep', network: address }], {
    signal: new AbortController().signal,
    onHeard: (heard) => heard.is === 'plug' && found.push(heard.plug),
  });
  const heard = found.find((one) => one.source === 'tdp') ?? found[0];
  assert.ok(heard, `${plug.model} was not heard as a plug`);
  const o = { ...within(), credentials: [login], owner: heard.owner, tries: anyTries };
  await using session = await realDevices().open(heard.route, o);
  return { heard, facts: await session.readFacts(within()), snapshot: await session.snapshot(within()) };
}

test('wall switches and dimmers have a relay, no outlets of their own and no load that anybody knows', async (t) => {
  const models = ['HS200', 'HS210', 'HS220', 'ES20M', 'KS205', 'KS225', 'S505', 'S505D'];
  for (const [i, model] of models.entries())
    for (const on of [true, false]) {
      const { heard, facts, snapshot } = await see(t, `127.42.${50 + Number(on)}.${i + 1}`, {
        model,
        on,
        alias: 'Hall',
      });
      assert.equal(heard.model.replace(/\(.*/, ''), model);
      assert.deepEqual([facts.relay, facts.watts, facts.outlets], [on ? 'on' : 'off', null, []], model);
      assert.deepEqual([snapshot.alias, snapshot.outlets, snapshot.energy], ['Hall', [], null], model);
      assert.match(modelFacts(model, heard.hardware).form, /^wall-(switch|dimmer)$/);
    }
});

test('strips and multiple outlets tell each outlet with its name, relay and load', async (t) => {
  const outlets = [
    { alias: 'Router', on: false },
    { alias: 'Fridge', watts: 92 },
  ];
  const models = ['HS107', 'KP200', 'KP303', 'KP400', 'EP40', 'HS300', 'P300', 'P304M', 'P306', 'P316M'];
  for (const [i, model] of models.entries()) {
    const known = modelFacts(model);
    const { facts, snapshot } = await see(t, `127.42.52.${i + 1}`, { model, outlets });
    assert.equal(facts.outlets.length, known.outlets, model);
    assert.deepEqual(
      facts.outlets.slice(0, 2).map(({ alias, relay, watts }) => [alias, relay, watts]),
      [
        ['Router', 'off', known.meter ? 0 : null],
        ['Fridge', 'on', known.meter ? 92 : null],
      ],
      model,
    );
    assert.deepEqual([facts.relay, facts.watts], ['on', known.meter ? 92 : null], model);
    // each can be asked for by its id again, whatever the strip tells of it
    assert.equal(new Set(facts.outlets.map(({ id }) => id)).size, known.outlets, model);
    for (const { id } of facts.outlets) assert.equal(id.length, 42, model);
    assert.deepEqual(
      snapshot.outlets.slice(0, 2).map(({ alias }) => alias),
      ['Router', 'Fridge'],
    );
  }
});

test('a fan and dimmer switch is a plug with two outlets', async (t) => {
  const outlets = [
    { alias: 'Fan', on: false },
    { alias: 'Light', on: false },
  ];
  const { facts, snapshot } = await see(t, '127.42.53.1', { model: 'KS240', outlets });
  assert.deepEqual(
    facts.outlets.map(({ alias, relay, watts }) => [alias, relay, watts]),
    [
      ['Fan', 'off', null],
      ['Light', 'off', null],
    ],
  );
  assert.equal(facts.relay, 'off');
  assert.deepEqual(snapshot.rules, []);
  const on = await see(t, '127.42.53.2', { model: 'KS240', outlets: [{ alias: 'Fan', on: false }] });
  assert.equal(on.facts.relay, 'on', 'the light is on');
});
