import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestFleet, until } from './clients/fleets.ts';
import { KlapClient } from './clients/klap-client.ts';
import { askXor, type Facts, inside } from './clients/xor-client.ts';

const owner = { email: 'user@example.com', password: 'p@ssw0rd Café' };
const base64 = (text: string) => Buffer.from(text).toString('base64');
const sysinfo = async (address: string): Promise<Facts> =>
  inside(await askXor(address, { system: { get_sysinfo: {} } }), 'system', 'get_sysinfo');

async function loggedIn(t: { after(fn: () => void): void }, address: string): Promise<KlapClient> {
  const client = new KlapClient(address);
  t.after(() => client.close());
  assert.equal(await client.login(owner), true);
  return client;
}

test('legacy wall switches tell one relay and no meter', async (t) => {
  const { at } = await startTestFleet(t, [{ model: 'HS200' }, { model: 'HS210', on: false }]);
  for (const [position, state] of [
    [1, 1],
    [2, 0],
  ] as const) {
    const info = await sysinfo(at(position));
    assert.deepEqual([info['mic_type'], info['relay_state'], info['feature']], ['IOT.SMARTPLUGSWITCH', state, 'TIM']);
    assert.equal('brightness' in info || 'children' in info, false);
  }
});

test('legacy dimmers tell a brightness beside their relay, and keep the one they are given', async (t) => {
  const { at } = await startTestFleet(t, [{ model: 'HS220' }, { model: 'ES20M' }]);
  for (const position of [1, 2]) {
    assert.deepEqual(
      [(await sysinfo(at(position)))['brightness'], (await sysinfo(at(position)))['relay_state']],
      [100, 1],
    );
    const set = { 'smartlife.iot.dimmer': { set_brightness: { brightness: 35 }, get_dimmer_parameters: {} } };
    const answers = await askXor(at(position), set);
    assert.equal(inside(answers, 'smartlife.iot.dimmer', 'get_dimmer_parameters')['bulb_type'], 1);
    assert.equal((await sysinfo(at(position)))['brightness'], 35);
    const refused = await askXor(at(position), { 'smartlife.iot.dimmer': { set_brightness: { brightness: 101 } } });
    assert.equal(inside(refused, 'smartlife.iot.dimmer', 'set_brightness')['err_code'], -3);
  }
  const switchOnly = await startTestFleet(t, [{ model: 'HS200' }]);
  const none = await askXor(switchOnly.at(1), { 'smartlife.iot.dimmer': { get_dimmer_parameters: {} } });
  assert.equal(inside(none, 'smartlife.iot.dimmer')['err_code'], -1);
});

test('legacy plugs with two outlets name them in their own way', async (t) => {
  const { at } = await startTestFleet(t, [
    { model: 'HS107' },
    { model: 'KP200' },
    { model: 'KP400' },
    { model: 'EP40', mac: '28:87:BA:00:72:2C' },
  ]);
  const children = async (position: number) => (await sysinfo(at(position)))['children'] as Facts[];
  for (const position of [1, 2, 3])
    assert.deepEqual(
      (await children(position)).map((child) => child['alias']),
      ['Plug 1', 'Plug 2'],
    );
  assert.deepEqual(
    (await children(4)).map((child) => child['alias']),
    ['Kasa_Smart Plug_722C_0', 'Kasa_Smart Plug_722C_1'],
  );
  // the in-wall outlet tells the ends of its ids only, and is spoken to by the whole
  const info = await sysinfo(at(2));
  assert.deepEqual(
    (info['children'] as Facts[]).map((child) => child['id']),
    ['00', '01'],
  );
  const context = { child_ids: [`${String(info['deviceId'])}01`] };
  await askXor(at(2), { context, system: { set_relay_state: { state: 0 } } });
  assert.deepEqual(
    (await children(2)).map((child) => child['state']),
    [1, 0],
  );
});

test('SMART switches and dimmers say so in their type', async (t) => {
  const models = [
    ['KS205', 'SMART.KASASWITCH', false],
    ['KS225', 'SMART.KASASWITCH', true],
    ['S505', 'SMART.TAPOSWITCH', false],
    ['S505D', 'SMART.TAPOSWITCH', true],
  ] as const;
  const { at } = await startTestFleet(
    t,
    models.map(([model]) => ({ model, account: owner })),
  );
  for (const [index, [model, type, isDimmer]] of models.entries()) {
    const client = await loggedIn(t, at(index + 1));
    const info = async () => inside(await client.ask({ method: 'get_device_info' }), 'result');
    const before = await info();
    assert.deepEqual(
      [before['type'], before['device_on'], before['brightness']],
      [type, true, isDimmer ? 100 : undefined],
    );
    const set = await client.ask({ method: 'set_device_info', params: { brightness: 20 } });
    assert.equal(set['error_code'], isDimmer ? 0 : -1008, model);
    assert.equal((await info())['brightness'], isDimmer ? 20 : undefined);
    assert.equal((await client.ask({ method: 'get_preset_rules' }))['error_code'], isDimmer ? 0 : -1002, model);
    assert.equal((await client.ask({ method: 'get_energy_usage' }))['error_code'], -1002, model);
  }
});

test('a fan and dimmer switch is two outlets of two kinds', async (t) => {
  const { at } = await startTestFleet(t, [
    { model: 'KS240', account: owner, outlets: [{ alias: 'Fan', on: false }, { alias: 'Light' }] },
  ]);
  const client = await loggedIn(t, at(1));
  const whole = inside(await client.ask({ method: 'get_device_info' }), 'result');
  assert.deepEqual([whole['type'], whole['device_on']], ['SMART.KASASWITCH', undefined]);
  const children = async () =>
    inside(await client.ask({ method: 'get_child_device_list' }), 'result')['child_device_list'] as Facts[];
  const [fan, light] = await children();
  assert.deepEqual(
    [fan?.['category'], fan?.['nickname'], fan?.['device_on'], fan?.['fan_speed_level'], fan?.['position']],
    ['kasa.switch.outlet.sub-fan', base64('Fan'), false, 1, undefined],
  );
  assert.deepEqual([light?.['category'], light?.['brightness']], ['kasa.switch.outlet.sub-dimmer', 100]);
  const to = (child: Facts | undefined, requestData: object) =>
    client.ask({ method: 'control_child', params: { device_id: child?.['device_id'], requestData } });
  const speed = { method: 'set_device_info', params: { fan_speed_level: 3 } };
  assert.equal(inside(await to(fan, speed), 'result', 'responseData')['error_code'], 0);
  assert.equal(inside(await to(light, speed), 'result', 'responseData')['error_code'], -1008);
  assert.deepEqual(
    (await children()).map((child) => child['fan_speed_level']),
    [3, undefined],
  );
});

test('strips of every size; the meters of their outlets are apart', async (t) => {
  const models = [
    ['P300', 3, false],
    ['P304M', 4, true],
    ['P306', 5, false],
    ['P316M', 6, true],
  ] as const;
  const outlets = [
    { alias: 'Lamp', watts: 4 },
    { alias: 'Fridge', watts: 92 },
  ];
  const { at } = await startTestFleet(
    t,
    models.map(([model]) => ({ model, account: owner, outlets })),
  );
  for (const [index, [model, count, isMetered]] of models.entries()) {
    const client = await loggedIn(t, at(index + 1));
    const list = inside(await client.ask({ method: 'get_child_device_list' }), 'result')[
      'child_device_list'
    ] as Facts[];
    assert.equal(list.length, count, model);
    const requestData = { method: 'get_energy_usage' };
    const asked = await client.ask({
      method: 'control_child',
      params: { device_id: list[1]?.['device_id'], requestData },
    });
    const told = inside(asked, 'result', 'responseData');
    if (isMetered) assert.equal(inside(told, 'result')['current_power'], 92_000, model);
    else assert.equal(told['error_code'], -1002, model);
  }
});

test('a strip that is erased loses the names of all outlets, and a dimmer its brightness', async (t) => {
  const { at, truth } = await startTestFleet(t, [
    { model: 'KP303', outlets: [{ alias: 'Router' }, { alias: 'Fridge' }], faults: [{ kind: 'firmware-says-fresh' }] },
    { model: 'HS220', faults: [{ kind: 'firmware-says-fresh' }] },
  ]);
  await askXor(at(2), { 'smartlife.iot.dimmer': { set_brightness: { brightness: 5 } } });
  for (const position of [1, 2]) await askXor(at(position), { system: { reset: { delay: 1 } } });
  for (const index of [0, 1]) await until('it is back', () => truth(index).erased && truth(index).online);
  assert.deepEqual(
    ((await sysinfo(at(1)))['children'] as Facts[]).map((child) => child['alias']),
    ['Plug 1', 'Plug 2', 'Plug 3'],
  );
  assert.equal((await sysinfo(at(2)))['brightness'], 100);
});
