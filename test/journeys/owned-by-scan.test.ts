import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STRANGER_ACCOUNT } from '../../simulator/index.ts';
import { addLogin, freeAddresses, newDesk, PlugsDocument, startPlugs } from './fleet-cli.ts';
import { house } from './house.ts';
import { spawned } from './typed.ts';

// law 1
test('a scan marks nothing by itself; --own takes what is new and ours by account, --own all takes everything', async (t) => {
  const prefix = await freeAddresses();
  const kinds = [{ model: 'P110' }];
  const plugs = house(prefix, 3, (index) => (index === 1 ? { account: STRANGER_ACCOUNT } : {}), kinds);
  const [known, strange, fresh] = plugs;
  assert.ok(known && strange && fresh);
  const fleet = await startPlugs(t, { plugs });
  for (const { mac } of [strange, fresh]) await fleet.powerOff(mac);
  const desk = newDesk(t);
  await addLogin(desk);
  const scan = async (...own: string[]): Promise<string[]> => {
    await desk.read(PlugsDocument, ['scan', '--network', `${prefix}.1.0/29`, ...own]);
    return (await desk.plugs()).filter((plug) => plug.owned).map((plug) => plug.mac);
  };
  assert.deepEqual(await scan(), []);
  // what is known by now and was not called ours stays so
  for (const { mac } of [strange, fresh]) await fleet.powerOn(mac);
  assert.deepEqual(await scan('--own'), [fresh.mac]);
  // and the way to mark it is said
  const { stderr } = await spawned(desk, ['scan', '--network', `${prefix}.1.0/29`, '--own']);
  assert.ok(stderr.includes(`plugfleet own ${known.mac}\n`), stderr);
  assert.deepEqual(await scan('--own', 'all'), [known.mac, strange.mac, fresh.mac]);
});
