import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import simulator from 'tplink-smarthome-simulator';
import type { HeardPlug, Route } from '../../contract/index.ts';
import { anyTries } from './any-tries.ts';
import { realDevices, within } from './real-clock.ts';

/**
 * Plugs written by somebody else: `tplink-smarthome-simulator` plays what real Kasa plugs answered. Each has an address of
 * its own and the real port.
 */
async function strangerPlug(t: TestContext, model: string, address: string, mac: string): Promise<Route> {
  const deviceId = `8006${mac.replaceAll(':', '')}`.padEnd(40, '0');
  const data = { mac, deviceId } as Record<string, unknown>;
  const plug = new simulator.Device({ model, address, port: 9999, alias: `Stranger ${model}`, data });
  await plug.start();
  t.after(() => {
    // its own `stop` waits for connections to end, which is after this session's
    void plug.stop();
  });
  return { host: address, port: 9999, dialect: 'iot', transport: 'xor', tls: false };
}

const models = [
  { model: 'hs100', told: 'HS100', outlets: 0, meter: false },
  { model: 'hs105', told: 'HS105', outlets: 0, meter: false },
  { model: 'hs110', told: 'HS110', outlets: 0, meter: true },
  { model: 'hs110v2', told: 'HS110', outlets: 0, meter: true },
  { model: 'hs200', told: 'HS200', outlets: 0, meter: false },
  { model: 'hs220', told: 'HS220', outlets: 0, meter: false },
  { model: 'hs300', told: 'HS300', outlets: 6, meter: true },
];

for (const [i, { model, told, outlets, meter }] of models.entries()) {
  test(`a stranger's ${model} is found, identified, read and reset`, async (t) => {
    const mac = `50:C7:BF:00:00:0${i}`;
    const address = `127.42.30.${i + 1}`;
    const route = await strangerPlug(t, model, address, mac);
    const found: HeardPlug[] = [];
    await realDevices().discover([{ kind: 'sweep', network: address }], {
      signal: new AbortController().signal,
      onHeard: (heard) => heard.is === 'plug' && found.push(heard.plug),
    });
    const [plug] = found;
    assert.equal(found.length, 1);
    assert.deepEqual([plug?.mac, plug?.model, plug?.alias], [mac, told, `Stranger ${model}`]);
    assert.deepEqual(plug?.route, route);
    await using session = await realDevices().open(route, {
      ...within(),
      credentials: [],
      owner: null,
      tries: anyTries,
    });
    const identity = await session.identify(within());
    assert.deepEqual([identity.mac, identity.model, identity.owner], [mac, told, '']);
    assert.equal(identity.deviceId, plug?.deviceId);
    const facts = await session.readFacts(within());
    assert.equal(facts.outlets.length, outlets);
    assert.deepEqual(
      facts.outlets.map((outlet) => outlet.id),
      plug?.outlets.map((outlet) => outlet.id),
    );
    assert.equal(facts.watts !== null, meter);
    const snapshot = await session.snapshot(within());
    assert.equal(snapshot.alias, `Stranger ${model}`);
    assert.deepEqual(snapshot.rules, []);
    assert.equal(snapshot.owner, '');
    assert.equal(snapshot.energy !== null, meter);
    assert.deepEqual(await session.sendReset(within()), { receipt: 'acknowledged', detail: null });
  });
}

test("a stranger's bulb is listed as a bulb", async (t) => {
  await strangerPlug(t, 'lb100', '127.42.30.20', '50:C7:BF:00:00:20');
  const kinds: string[] = [];
  await realDevices().discover([{ kind: 'sweep', network: '127.42.30.20' }], {
    signal: new AbortController().signal,
    onHeard: (heard) => kinds.push(heard.is === 'other' ? heard.other.kind : heard.is),
  });
  assert.deepEqual(kinds, ['bulb']);
});
