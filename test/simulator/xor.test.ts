import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestFleet, until } from './clients/fleets.ts';
import { RawLine } from './clients/raw-line.ts';
import { askOn, askXor, askXorByDatagram, type Facts, GET_SYSINFO, inside, textIn } from './clients/xor-client.ts';

async function sysinfo(address: string): Promise<Facts> {
  return inside(await askXor(address, GET_SYSINFO), 'system', 'get_sysinfo');
}

test('a legacy plug tells who it is, by datagram and over TCP alike', async (t) => {
  const { fleet, at, truth } = await startTestFleet(t, [{ model: 'HS110', alias: 'Büro 灯' }]);
  const overTcp = await askXor(at(1), GET_SYSINFO);
  const [answer] = await askXorByDatagram(at(1), GET_SYSINFO, 1);
  assert.ok(answer);
  assert.equal(answer[0], at(1));
  assert.deepEqual(JSON.parse(answer[1]), overTcp);
  const info = inside(overTcp, 'system', 'get_sysinfo');
  const { mac, deviceId } = truth(0);
  const told = ['alias', 'mac', 'deviceId', 'model', 'mic_type', 'relay_state', 'err_code'].map((key) => info[key]);
  assert.deepEqual(told, ['Büro 灯', mac, deviceId, 'HS110(EU)', 'IOT.SMARTPLUGSWITCH', 1, 0]);
  assert.equal(fleet.truth(mac.toLowerCase().replaceAll(':', '-')).readsServed, 1);
});

test('several modules in one request each get their answer or their error', async (t) => {
  const { at } = await startTestFleet(t, [{ model: 'HS110', watts: 92.16 }, { model: 'HS103' }]);
  const answers = await askXor(at(1), {
    emeter: { get_realtime: null, fly: {} },
    nonsense: { a: {} },
    constructor: { name: {} },
    cnCloud: { get_info: {} },
  });
  const { total, ...now } = inside(answers, 'emeter', 'get_realtime');
  assert.deepEqual(now, { voltage: 230.4, current: 0.4, power: 92.16, err_code: 0 });
  assert.equal(typeof total, 'number');
  assert.deepEqual(inside(answers, 'emeter', 'fly'), { err_code: -2, err_msg: 'member not support' });
  for (const name of ['nonsense', 'constructor']) {
    assert.deepEqual(inside(answers, name), { err_code: -1, err_msg: 'module not support' });
  }
  assert.equal(inside(answers, 'cnCloud', 'get_info')['binded'], 1);
  const withoutMeter = await askXor(at(2), { emeter: { get_realtime: {} } });
  assert.deepEqual(withoutMeter, { emeter: { err_code: -1, err_msg: 'module not support' } });
});

test('a strip has outlets with names, relays and meters of their own', async (t) => {
  const outlets = [
    { alias: 'Lamp', watts: 5 },
    { alias: 'Fan', watts: 7, on: false },
  ];
  const { at } = await startTestFleet(t, [{ model: 'HS300', outlets }]);
  const children = async () => (await sysinfo(at(1)))['children'] as Facts[];
  const before = await children();
  const names = before.map((child) => child['alias']);
  assert.deepEqual(names, ['Lamp', 'Fan', 'Plug 3', 'Plug 4', 'Plug 5', 'Plug 6']);
  const second = String(before[1]?.['id']);
  assert.equal(second.length, 42);

  const context = { child_ids: [second] };
  await askXor(at(1), { context, system: { set_relay_state: { state: 1 }, set_dev_alias: { alias: '扇' } } });
  const year = new Date().getFullYear();
  const meter = await askXor(at(1), { context, emeter: { get_realtime: {}, get_monthstat: { year } } });
  assert.equal(inside(meter, 'emeter', 'get_realtime')['power_mw'], 7000);
  assert.equal(inside(meter, 'emeter', 'get_monthstat', 'month_list')['length'], 1);
  const after = await children();
  assert.deepEqual([after[1]?.['alias'], after[1]?.['state'], after[0]?.['alias']], ['扇', 1, 'Lamp']);

  const unknown = await askXor(at(1), {
    context: { child_ids: ['nobody'] },
    system: { set_relay_state: { state: 0 } },
  });
  assert.deepEqual(unknown, { context: { err_code: -14, err_msg: 'entry not exist' } });
});

test('settings and rules: alias, LED, schedule, time', async (t) => {
  const rules = [{ name: 'evening', on: false, minuteOfDay: 1140, days: [1, 5] }];
  const { at, truth } = await startTestFleet(t, [{ rules }]);
  const settings = { set_dev_alias: { alias: 'Łódź' }, set_led_off: { off: 1 }, set_relay_state: { state: 0 } };
  await askXor(at(1), { system: settings });
  assert.equal(truth(0).alias, 'Łódź');
  const rulesOf = { schedule: { get_rules: {} }, anti_theft: { get_rules: {} } };
  const all = await askXor(at(1), { ...GET_SYSINFO, ...rulesOf, time: { get_time: {} } });
  const info = inside(all, 'system', 'get_sysinfo');
  assert.deepEqual([info['led_off'], info['relay_state']], [1, 0]);
  const rule = inside(all, 'schedule', 'get_rules', 'rule_list', '0');
  assert.deepEqual([rule['wday'], rule['smin'], rule['sact']], [[0, 1, 0, 0, 0, 1, 0], 1140, 0]);
  assert.equal(inside(all, 'time', 'get_time')['year'], new Date().getFullYear());
});

test('one connection carries many requests', async (t) => {
  const { at, truth } = await startTestFleet(t, [{}]);
  const line = await RawLine.open(at(1), 9999);
  t.after(() => line.close());
  for (let round = 0; round < 3; round += 1) assert.match(textIn(await askOn(line, GET_SYSINFO)), /"err_code":0/);
  assert.deepEqual([truth(0).readsServed, truth(0).maxConnectionsOpen], [3, 1]);
});

test('what is no request closes the connection and is counted', async (t) => {
  const { at, truth } = await startTestFleet(t, [{}]);
  const line = await RawLine.open(at(1), 9999);
  t.after(() => line.close());
  line.write('GET / HTTP/1.1\r\n\r\n');
  assert.equal((await line.hear(() => undefined)).end, 'closed');
  await until('the connection is gone', () => truth(0).connectionsOpen === 0);
});

test('a reboot brings the plug back as it was; without delay it cannot even answer', async (t) => {
  const { at, truth } = await startTestFleet(t, [{ alias: 'kept' }], { timeScale: 0.02 });
  assert.deepEqual(await askXor(at(1), { system: { reboot: { delay: 1 } } }), { system: { reboot: { err_code: 0 } } });
  await until('it is away', () => !truth(0).online);
  await until('it is back', () => truth(0).online);
  assert.equal((await sysinfo(at(1)))['alias'], 'kept');
  const line = await RawLine.open(at(1), 9999);
  t.after(() => line.close());
  assert.equal((await askOn(line, { system: { reboot: { delay: 0 } } })).end, 'closed');
});
