import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFleet } from '../../simulator/index.ts';
import { ownNetwork, startTestFleet, until } from './clients/fleets.ts';
import { httpPort } from './clients/http-port.ts';
import { probe } from './clients/tdp-client.ts';
import { TpapClient } from './clients/tpap-client.ts';
import { askXor, GET_SYSINFO, inside, RESET } from './clients/xor-client.ts';

const sysinfo = {
  mic_type: 'IOT.SMARTPLUGSWITCH',
  model: 'HS999(US)',
  mac: '02:26:8E:B9:1C:58',
  deviceId: '00C3A71131CC4159CCE76F99AC4ECDD1EE4BCE9E',
  sw_ver: '9.8.7 Build 261101 Rel.1',
  hw_ver: '9.0',
  alias: 'fakedgns',
  relay_state: 1,
  err_code: 0,
};
const read = (ask: string, answer: object, outlet: string | null = null) => ({ ask, outlet, start: 0, answer });
const legacy = {
  format: 'plugfleet-capture',
  version: 1,
  discovery: [{ port: 9999, header: null, answer: { system: { get_sysinfo: sysinfo } } }],
  route: { dialect: 'iot', transport: 'xor', port: 9999, tls: false },
  session: {
    state: 'read',
    reads: [
      read('system.get_sysinfo', { system: { get_sysinfo: sysinfo } }),
      read('emeter.get_realtime', { emeter: { err_code: -1, err_msg: 'module not support' } }),
      read('schedule.get_rules', { schedule: { get_rules: { rule_list: [{ id: 'x' }], err_code: 0 } } }),
      read('schedule.get_rules', { schedule: { get_rules: { rule_list: [], version: 2, err_code: 0 } } }, 'AB01'),
      read('cnCloud.get_info', { cnCloud: { get_info: { username: 'x@example.invalid', binded: 1, err_code: 0 } } }),
    ],
  },
};

test('a capture is played: what was read is answered, all else is unknown, a reset is a reset', async (t) => {
  const account = { email: 'now@plugfleet.example', password: 'x' };
  const { at, truth } = await startTestFleet(t, [{ capture: legacy, account }]);
  assert.deepEqual([truth(0).mac, truth(0).model, truth(0).alias], [sysinfo.mac, 'HS999', sysinfo.alias]);
  assert.deepEqual(inside(await askXor(at(1), GET_SYSINFO), 'system', 'get_sysinfo'), sysinfo);
  const answers = await askXor(at(1), {
    system: { get_sysinfo: {}, set_relay_state: { state: 0 } },
    emeter: { get_realtime: {} },
    schedule: { get_rules: {}, fly: {} },
    cnCloud: { get_info: {} },
    nonsense: { a: {} },
    constructor: { name: {} },
  });
  const unknownModule = { err_code: -1, err_msg: 'module not support' };
  const unknownMember = { err_code: -2, err_msg: 'member not support' };
  assert.deepEqual(answers, {
    system: { get_sysinfo: sysinfo, set_relay_state: unknownMember },
    emeter: unknownModule,
    schedule: { get_rules: { rule_list: [{ id: 'x' }], err_code: 0 }, fly: unknownMember },
    cnCloud: { get_info: { username: account.email, binded: 1, err_code: 0 } },
    nonsense: unknownModule,
    constructor: unknownModule,
  });
  const ofOutlet = await askXor(at(1), { context: { child_ids: ['AB01'] }, schedule: { get_rules: {} } });
  assert.deepEqual(inside(ofOutlet, 'schedule', 'get_rules')['version'], 2);
  assert.deepEqual(await askXor(at(1), RESET), { system: { reset: { err_code: 0 } } });
  await until('the plug has gone', () => truth(0).erased && !truth(0).online);
  assert.equal(truth(0).resetsCarriedOut, 1);
});

test('after its reset a played plug holds nothing of its owner', async (t) => {
  const { at, truth } = await startTestFleet(t, [
    { capture: legacy, faults: [{ kind: 'firmware-says-fresh', awayMs: 20 }] },
  ]);
  await askXor(at(1), RESET);
  await until('it is back', () => truth(0).erased && truth(0).online);
  const answers = await askXor(at(1), {
    system: { get_sysinfo: {} },
    schedule: { get_rules: {} },
    cnCloud: { get_info: {} },
  });
  assert.equal(inside(answers, 'system', 'get_sysinfo')['alias'], '');
  assert.deepEqual(inside(answers, 'schedule', 'get_rules')['rule_list'], []);
  const { username, binded } = inside(answers, 'cnCloud', 'get_info');
  assert.deepEqual([username, binded], ['', 0]);
});

test('a capture without a log-in is found, of its fleet’s account, and turns everybody away', async (t) => {
  const result = {
    mac: '02-1D-20-75-C8-4C',
    device_id: '7ab5b47cd1eed47d570d4065774867fc',
    owner: 'ACB33108D6E6F70827BB3EDBD8CB44B8',
    device_type: 'SMART.TAPOPLUG',
    device_model: 'P999(EU)',
    factory_default: false,
    new_field: 7,
    mgt_encrypt_schm: { encrypt_type: 'KLAP', http_port: 80, lv: 2 },
  };
  const capture = {
    format: 'plugfleet-capture',
    version: 1,
    discovery: [{ port: 20002, answer: { result, error_code: 0 } }],
    route: { dialect: 'smart', transport: 'klap-2', port: 80, tls: false },
    session: { state: 'failed', code: 'needs-login', http: [] },
  };
  const { at, truth } = await startTestFleet(t, [{ capture }]);
  const [answer] = await probe(at(1));
  assert.ok(answer);
  const told = answer;
  assert.deepEqual([told.device_model, told['new_field'], told.ip], ['P999(EU)', 7, at(1)]);
  assert.match(told.owner, /^[0-9A-F]{32}$/);
  assert.notEqual(told.owner, result.owner);
  assert.equal(truth(0).mac, '02:1D:20:75:C8:4C');
});

test('a captured TPAP plug is played as it announced itself, and after its reset takes the passcode of its MAC', async (t) => {
  const account = { email: 'now@plugfleet.example', password: 'x' };
  const tpap = { tls: 0, port: 80, pake: [5], dac: 1, noc: 1, user_hash_type: 1, more: 3 };
  const result = {
    mac: '02-1D-20-75-C8-4C',
    device_id: '7ab5b47cd1eed47d570d4065774867fc',
    owner: 'ACB33108D6E6F70827BB3EDBD8CB44B8',
    device_type: 'SMART.TAPOPLUG',
    device_model: 'P999(EU)',
    mgt_encrypt_schm: { encrypt_type: 'TPAP', http_port: 80, lv: 2 },
    tpap,
  };
  const capture = {
    format: 'plugfleet-capture',
    version: 1,
    discovery: [{ port: 20002, answer: { result, error_code: 0 } }],
    route: { dialect: 'smart', transport: 'tpap', port: 80, tls: false },
    session: { state: 'read', reads: [read('get_device_info', { result: { model: 'P999' }, error_code: 0 })] },
  };
  const faults = [{ kind: 'firmware-says-fresh' as const, awayMs: 20 }];
  const { at, truth } = await startTestFleet(t, [{ capture, account, faults }]);
  const announced = async () => inside((await probe(at(1)))[0], 'tpap');
  // it has no attestation key of the plug that was captured
  assert.deepEqual(await announced(), { ...tpap, port: httpPort, dac: 0, noc: 0 });
  const client = new TpapClient(at(1), truth(0).mac);
  t.after(() => client.close());
  const username = '8C6976E5B5410415BDE908BD4DEE15DFB167A9C873FC4BB8A81F6F2AB448A918';
  assert.equal((await client.tryLogin(account, { username })).error_code, 0);
  assert.deepEqual(await client.ask({ method: 'get_device_info' }), { result: { model: 'P999' }, error_code: 0 });
  await client.ask({ method: 'device_reset' });
  await until('it is back', () => truth(0).erased && truth(0).online);
  client.close();
  assert.deepEqual((await announced())['pake'], [0]);
  assert.equal((await client.tryLogin(null, { username })).error_code, 0);
});

test('what is no capture, or one that cannot be played, is refused with the reason', async () => {
  const start = (capture: unknown) =>
    startFleet({ broadcast: [ownNetwork().broadcast], plugs: [{ address: ownNetwork().at(1), capture }] });
  for (const [capture, why] of [
    [[], /no capture/],
    [{ format: 'x' }, /no capture/],
    [{ ...legacy, version: 2 }, /version 2/],
    [{ ...legacy, route: null }, /cannot be played/],
    [{ ...legacy, route: { dialect: 'iot', transport: 'pigeon' } }, /no plug has/],
    [{ ...legacy, discovery: [], session: {} }, /no MAC/],
  ] as const)
    await assert.rejects(start(capture), { code: 'bad-spec', message: why });
});
