import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import tplink, { type Client, type Plug } from 'tplink-smarthome-api';
import { type PlugSpec, type RemoteFleet, startFleetProcess } from '../../simulator/index.ts';
import { drive, findPython } from './python.ts';

const account = { email: 'user@example.com', password: 'p@ssw0rd Café' };
const login = { username: account.email, password: account.password };
const found = await findPython();

interface Strangers {
  fleet: RemoteFleet;
  at(position: number): string;
  broadcast: string;
  macs: string[];
}

/** A fleet on addresses of its own: test files run side by side. */
async function startStrangersFleet(
  t: TestContext,
  third: number,
  plugs: Omit<PlugSpec, 'address'>[],
): Promise<Strangers> {
  const second = 112 + (process.pid % 128);
  const at = (position: number) => `127.${second}.${third}.${position}`;
  const broadcast = at(255);
  const fleet = await startFleetProcess({
    seed: 11,
    timeScale: 0.1,
    accounts: [account],
    broadcast: [broadcast],
    plugs: plugs.map((plug, index) => ({ address: at(index + 1), ...plug })),
  });
  t.after(() => fleet.close());
  return { fleet, at, broadcast, macs: (await fleet.plugs()).map(({ mac }) => mac) };
}

/** Exactly these were erased, by one command each. */
async function assertErased(fleet: RemoteFleet, expected: string[]): Promise<void> {
  const giveUpAtMs = performance.now() + 3000;
  const erased = async () => (await fleet.plugs()).filter((plug) => plug.erased).map(({ id }) => id);
  while ((await erased()).length < expected.length && performance.now() < giveUpAtMs) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.deepEqual(await erased(), expected);
  const commanded = (await fleet.plugs()).filter(({ resetCommands }) => resetCommands.length > 0);
  assert.deepEqual(
    commanded.map(({ id }) => id),
    expected,
  );
  assert.ok(commanded.every((plug) => plug.resetCommands.length === 1 && plug.resetsCarriedOut === 1 && !plug.online));
}

interface KasaFacts {
  alias: string | null;
  model: string;
  mac: string;
  isOn: boolean;
  children: string[];
  watts: number | null;
}
interface KasaTold {
  found: Record<string, KasaFacts>;
  single: Record<string, KasaFacts>;
  reset: string[];
  errors: Record<string, string>;
}

test('python-kasa finds, reads and resets over XOR, KLAP with SMART and KLAP with IOT', async (t) => {
  if ('missing' in found) return t.skip(found.missing);
  const outlets = [{ alias: 'links' }, { alias: '屏' }, { alias: 'rechts', on: false }];
  const { fleet, at, broadcast, macs } = await startStrangersFleet(t, 241, [
    { id: 'xor', model: 'HS110', alias: 'Büro 灯', watts: 12 },
    { id: 'xor kept', model: 'HS103', alias: 'bleibt' },
    { id: 'klap smart', model: 'P110', alias: 'żółta', watts: 7 },
    { id: 'klap smart kept', model: 'P100', alias: 'P', on: false },
    { id: 'klap iot', model: 'HS103', transport: 'klap-2', alias: 'neu' },
    { id: 'klap iot strip', model: 'KP303', transport: 'klap-2', outlets },
    { id: 'xor strip', model: 'HS300', outlets },
    { id: 'smart strip', model: 'P300', outlets },
    { id: 'matter', model: 'KP125M', alias: 'M', account: null },
    { id: 'stranger', model: 'P115', faults: [{ kind: 'wrong-account' }] },
  ]);
  const wish = { ...login, broadcast, single: [at(1), at(3), at(5)], reset: [at(1), at(3), at(5)] };
  const told = await drive<KasaTold>(found.python, 'kasa_drive.py', wish);

  assert.deepEqual(Object.keys(told.errors), [at(10)]);
  assert.match(told.errors[at(10)] ?? '', /AuthenticationError/);
  const seen = [1, 2, 3, 4, 5, 9].map((position) => told.found[at(position)]);
  assert.deepEqual(
    seen.map((facts) => facts?.alias),
    ['Büro 灯', 'bleibt', 'żółta', 'P', 'neu', 'M'],
  );
  assert.deepEqual(
    seen.map((facts) => facts?.mac),
    [0, 1, 2, 3, 4, 8].map((index) => macs[index]),
  );
  assert.deepEqual(
    seen.map((facts) => facts?.isOn),
    [true, true, true, false, true, true],
  );
  assert.deepEqual([told.found[at(1)]?.watts, told.found[at(3)]?.watts], [12, 7]);
  for (const position of [6, 8]) assert.deepEqual(told.found[at(position)]?.children, ['links', '屏', 'rechts']);
  assert.deepEqual(told.found[at(7)]?.children.slice(0, 4), ['links', '屏', 'rechts', 'Plug 4']);
  for (const position of [1, 3, 5]) assert.deepEqual(told.single[at(position)], told.found[at(position)]);

  assert.deepEqual(told.reset.sort(), [at(1), at(3), at(5)]);
  await assertErased(fleet, ['xor', 'klap smart', 'klap iot']);
});

interface Plugp100Told {
  found: Record<string, { device_model: string; owner: string; factory_default: boolean }>;
  read: Record<string, { alias: string; mac: string; model: string; sockets: string[] }>;
  reset: string[];
  errors: Record<string, string>;
}

// plugp100 6.0.2 gives up on a whole scan when one answer has `new_klap`, so its fleet has no IOT over KLAP.
test('plugp100 finds, reads and resets over KLAP with SMART', async (t) => {
  if ('missing' in found) return t.skip(found.missing);
  const outlets = [{ alias: 'links' }, { alias: '屏' }, { alias: 'rechts' }];
  const { fleet, at, broadcast, macs } = await startStrangersFleet(t, 242, [
    { id: 'kept', model: 'P110', alias: 'bleibt' },
    { id: 'reset', model: 'P110', alias: 'żółta' },
    { id: 'closing', model: 'P100', alias: 'P' },
    { id: 'strip', model: 'P300', outlets },
    { id: 'stranger', model: 'P115', faults: [{ kind: 'wrong-account' }] },
  ]);
  const wish = { ...login, broadcast, reset: [at(2), at(3)] };
  const told = await drive<Plugp100Told>(found.python, 'plugp100_drive.py', wish);

  assert.deepEqual(Object.keys(told.found).sort(), [1, 2, 3, 4, 5].map(at));
  assert.deepEqual(Object.keys(told.errors), [at(5)]);
  assert.deepEqual(
    [1, 2, 3].map((position) => told.read[at(position)]?.alias),
    ['bleibt', 'żółta', 'P'],
  );
  assert.equal(told.read[at(2)]?.mac, macs[1]?.replaceAll(':', '-'));
  assert.deepEqual(told.read[at(4)]?.sockets, ['links', '屏', 'rechts']);
  assert.deepEqual(told.reset.sort(), [at(2), at(3)]);
  await assertErased(fleet, ['reset', 'closing']);
});

async function knownPlug(client: Client, host: string): Promise<Plug> {
  const device = await client.getDevice({ host });
  assert.ok(device instanceof tplink.Plug);
  return device;
}

test('tplink-smarthome-api finds, reads and resets over XOR', async (t) => {
  const { fleet, at, broadcast, macs } = await startStrangersFleet(t, 243, [
    { id: 'kept', model: 'HS103', alias: 'bleibt', on: false },
    {
      id: 'reset',
      model: 'HS110',
      alias: 'Büro 灯',
      watts: 12,
      rules: [{ name: 'evening', on: false, minuteOfDay: 1140 }],
    },
    { id: 'strip', model: 'HS300', outlets: [{ alias: 'links' }, { alias: '屏' }] },
  ]);
  const client = new tplink.Client();
  t.after(() => client.stopDiscovery());
  const discovered = new Map<string, string>();
  await new Promise<void>((resolve) => {
    client.on('plug-new', (plug) => {
      discovered.set(plug.host, plug.alias);
      if (discovered.size === 3) resolve();
    });
    client.startDiscovery({ broadcast, breakoutChildren: false, discoveryTimeout: 2000 });
  });
  assert.deepEqual([...discovered.keys()].sort(), [1, 2, 3].map(at));
  assert.deepEqual([discovered.get(at(1)), discovered.get(at(2))], ['bleibt', 'Büro 灯']);

  const plug = await knownPlug(client, at(2));
  assert.deepEqual([plug.mac, plug.alias, plug.relayState], [macs[1], 'Büro 灯', true]);
  assert.partialDeepStrictEqual(await plug.emeter.getRealtime(), { power: 12 });
  assert.equal((await plug.schedule.getRules()).rule_list.length, 1);
  assert.partialDeepStrictEqual(await plug.cloud.getInfo(), { username: account.email, binded: 1 });
  const strip = await knownPlug(client, at(3));
  assert.deepEqual([...strip.children.values()].map(({ alias }) => alias).slice(0, 3), ['links', '屏', 'Plug 3']);

  await plug.reset(1);
  await assertErased(fleet, ['reset']);
});
