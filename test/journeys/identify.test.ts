import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openHost } from '../../host/index.ts';
import { DEFAULT_ACCOUNT } from '../../simulator/index.ts';
import { freeAddresses, newDesk, startPlugs } from './fleet-cli.ts';
import { house } from './house.ts';
import { surroundings, typed } from './typed.ts';

const lights = ['always', 'never', 'night_mode'] as const;
const kinds = [
  { model: 'HS103', transport: 'xor' },
  { model: 'HS300', transport: 'xor' },
  { model: 'HS103', transport: 'klap-2' },
  { model: 'P110', transport: 'klap-2' },
  { model: 'P300', transport: 'klap-2' },
] as const;

/** Every kind of plug with every setting of its light that it knows, and a P100, which is not to be asked for it. */
async function litHouse(t: TestContext) {
  const prefix = await freeAddresses();
  const lit = kinds.flatMap((kind) =>
    lights.filter((led) => led !== 'night_mode' || kind.model.startsWith('P')).map((led) => ({ ...kind, led })),
  );
  const all = [...lit, { model: 'P100', transport: 'klap-2', led: 'always' } as const];
  const plugs = house(prefix, all.length, (index) => ({ ...all[index], on: index % 2 === 0 }));
  const fleet = await startPlugs(t, { plugs, timeScale: 0.1 });
  const desk = newDesk(t);
  const open = () => openHost({ db: desk.db, mode: 'own', command: 'test', env: surroundings(desk) });
  await using host = open();
  await host.client.logins.add({ name: 'fleet', ...DEFAULT_ACCOUNT });
  for await (const _ of await host.client.plugs.scan({ networks: [`${prefix}.1.0/27`] }));
  return { fleet, desk, plugs, open };
}

test('to identify a plug makes its light blink, ends with the light as it was and touches no relay', async (t) => {
  const { fleet, desk, plugs, open } = await litHouse(t);
  const before = await fleet.plugs();
  {
    await using host = open();
    await Promise.all(
      plugs.map(async ({ mac, model }) => {
        const told = await host.client.plugs.identify({ mac });
        assert.deepEqual([told.mac, told.model], [mac, model]);
        assert.equal(told.light, model === 'P100' ? 'not-told' : 'blinked', model);
      }),
    );
  }
  for (const [index, after] of (await fleet.plugs()).entries()) {
    const was = before[index];
    assert.ok(was);
    assert.deepEqual([after.led, after.relays], [was.led, was.relays], after.model);
    assert.equal(after.relaysSet, 0, after.model);
    assert.ok(after.model === 'P100' ? after.ledsSet === 0 : after.ledsSet >= 6, `${after.model}: ${after.ledsSet}`);
    assert.deepEqual(after.resetCommands, []);
  }
  const { stdout } = await typed(desk, ['identify', plugs[0]?.mac ?? '']);
  assert.match(stdout, /is a HS103 at .+\nIts light blinked and is as it was\./);
});

test('whoever leaves in the middle leaves the light as it was', async (t) => {
  const { fleet, plugs, open } = await litHouse(t);
  await using host = open();
  await Promise.all(
    plugs
      .filter(({ model }) => model !== 'P100')
      .map(async ({ mac, model, led }) => {
        const leave = new AbortController();
        const identifying = host.client.plugs.identify({ mac }, { signal: leave.signal });
        const refused = assert.rejects(identifying, { name: 'AbortError' });
        // its light is the other way round now
        while ((await fleet.truth(mac)).ledsSet % 2 === 0) await pause(10);
        leave.abort();
        await refused;
        assert.equal((await fleet.truth(mac)).led, led, model);
      }),
  );
});

test('another plug at the address is told from the one that was asked for, and stays as it is', async (t) => {
  const { fleet, plugs, open } = await litHouse(t);
  const [first, second] = plugs;
  assert.ok(first && second);
  await fleet.swap(first.mac, second.mac);
  await using host = open();
  await assert.rejects(host.client.plugs.identify({ mac: first.mac }), / was asked for, .+ answered$/);
  assert.deepEqual([(await fleet.truth(second.mac)).ledsSet, (await fleet.truth(first.mac)).ledsSet], [0, 0]);
});
