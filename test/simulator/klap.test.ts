import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestFleet, until } from './clients/fleets.ts';
import { httpPort } from './clients/http-port.ts';
import { KlapClient, post, replyIn } from './clients/klap-client.ts';
import { RawLine } from './clients/raw-line.ts';
import { type Facts, inside } from './clients/xor-client.ts';

const owner = { email: 'user@example.com', password: 'p@ssw0rd Café' };
const base64 = (text: string) => Buffer.from(text).toString('base64');

async function loggedIn(t: { after(fn: () => void): void }, address: string, account = owner): Promise<KlapClient> {
  const client = new KlapClient(address);
  t.after(() => client.close());
  assert.equal(await client.login(account), true);
  return client;
}

test('SMART over KLAP: identity, text in base64, unknown methods', async (t) => {
  const { at, truth } = await startTestFleet(t, [{ model: 'P110', alias: 'Büro 灯', account: owner, watts: 92 }]);
  const client = await loggedIn(t, at(1));
  const info = inside(await client.ask({ method: 'get_device_info' }), 'result');
  const { mac, deviceId } = truth(0);
  assert.deepEqual(
    [info['device_id'], info['mac'], info['nickname'], info['model'], info['type'], info['device_on'], info['avatar']],
    [deviceId, mac.replaceAll(':', '-'), base64('Büro 灯'), 'P110', 'SMART.TAPOPLUG', true, 'plug'],
  );
  assert.deepEqual(await client.ask({ method: 'toString' }), { error_code: -1002 });
  assert.equal(inside(await client.ask({ method: 'get_energy_usage' }), 'result')['current_power'], 92_000);
  assert.equal(inside(await client.ask({ method: 'get_emeter_data' }), 'result')['power_mw'], 92_000);
  assert.deepEqual(inside(await client.ask({ method: 'get_current_power' }), 'result'), { current_power: 92 });
  const { handshakes, failedHandshakes, readsServed, errors } = truth(0);
  assert.deepEqual(
    { handshakes, failedHandshakes, readsServed, errors },
    { handshakes: 1, failedHandshakes: 0, readsServed: 5, errors: [] },
  );
});

test('every announced component has its commands', async (t) => {
  const { at } = await startTestFleet(t, [{ model: 'KP125M', account: owner }]);
  const client = await loggedIn(t, at(1));
  const commands: Record<string, string> = {
    device: 'get_device_info',
    time: 'get_device_time',
    schedule: 'get_schedule_rules',
    countdown: 'get_countdown_rules',
    antitheft: 'get_antitheft_rules',
    auto_off: 'get_auto_off_config',
    led: 'get_led_info',
    cloud_connect: 'get_connect_cloud_state',
    wireless: 'get_wireless_scan_info',
    energy_monitoring: 'get_energy_usage',
    matter: 'get_matter_setup_info',
  };
  const told = inside(await client.ask({ method: 'component_nego' }), 'result')['component_list'] as { id: string }[];
  for (const [component, method] of Object.entries(commands)) {
    assert.ok(
      told.some(({ id }) => id === component),
      component,
    );
    assert.equal((await client.ask({ method, params: {} }))['error_code'], 0, method);
  }
  for (const method of ['get_next_event', 'get_device_usage']) {
    assert.equal((await client.ask({ method }))['error_code'], 0, method);
  }
});

test('batches stop at the first error and take five at most', async (t) => {
  const { at } = await startTestFleet(t, [{ model: 'P110', account: owner }]);
  const client = await loggedIn(t, at(1));
  const batch = (...methods: string[]) =>
    client.ask({ method: 'multipleRequest', params: { requests: methods.map((method) => ({ method })) } });
  const { responses } = inside(await batch('get_device_time', 'nonsense', 'get_led_info'), 'result');
  const codes = (responses as Facts[]).map((answer) => [answer['method'], answer['error_code']]);
  assert.deepEqual(codes, [
    ['get_device_time', 0],
    ['nonsense', -1002],
  ]);
  assert.deepEqual(await batch(...Array.from({ length: 6 }, () => 'get_led_info')), { error_code: 1200 });
});

test('long lists come in pages', async (t) => {
  const rules = Array.from({ length: 13 }, (_, index) => ({
    name: `r${index}`,
    on: true,
    minuteOfDay: index,
    days: [0, 6],
  }));
  const { at } = await startTestFleet(t, [{ model: 'P115', account: owner, rules }]);
  const client = await loggedIn(t, at(1));
  const page = async (start: number) =>
    inside(await client.ask({ method: 'get_schedule_rules', params: { start_index: start } }), 'result');
  const pages = [await page(0), await page(10), await page(13)];
  assert.deepEqual(
    pages.map((each) => [(each['rule_list'] as unknown[]).length, each['sum']]),
    [
      [10, 13],
      [3, 13],
      [0, 13],
    ],
  );
  assert.equal(inside(pages[0], 'rule_list', '0')['week_day'], 65);
});

test('a SMART strip is spoken to outlet by outlet', async (t) => {
  const { at } = await startTestFleet(t, [{ model: 'P300', account: owner, outlets: [{ alias: 'Monitor' }] }]);
  const client = await loggedIn(t, at(1));
  const children = async () =>
    inside(await client.ask({ method: 'get_child_device_list', params: { start_index: 0 } }), 'result')[
      'child_device_list'
    ] as Facts[];
  const [first, second] = await children();
  assert.equal(first?.['nickname'], base64('Monitor'));
  const toChild = (requestData: object) =>
    client.ask({ method: 'control_child', params: { device_id: second?.['device_id'], requestData } });
  const set = { method: 'set_device_info', params: { device_on: false, nickname: base64('屏') } };
  assert.equal(inside(await toChild(set), 'result', 'responseData')['error_code'], 0);
  assert.deepEqual(
    (await children()).map((child) => [child['device_on'], child['nickname']]),
    [
      [true, base64('Monitor')],
      [false, base64('屏')],
      [true, ''],
    ],
  );
  assert.equal(inside(await toChild({ method: 'device_reset' }), 'result', 'responseData')['error_code'], -1002);
  const components = inside(await client.ask({ method: 'get_child_device_component_list' }), 'result');
  assert.equal(components['sum'], 3);
});

test('IOT commands inside a KLAP session', async (t) => {
  const { at, truth } = await startTestFleet(t, [{ model: 'HS103', transport: 'klap-2', account: owner }]);
  const client = await loggedIn(t, at(1));
  const info = inside(await client.ask({ system: { get_sysinfo: {} } }), 'system', 'get_sysinfo');
  assert.equal(info['mac'], truth(0).mac);
  assert.deepEqual(await client.ask({ system: { reset: { delay: 1 } } }), { system: { reset: { err_code: 0 } } });
  await until('it is gone', () => !truth(0).online);
  assert.deepEqual([truth(0).erased, truth(0).resetCommands[0]?.transport], [true, 'klap-2']);
});

test('KLAP v1 has hashes of its own, for the owner and for fresh plugs', async (t) => {
  const { at, truth } = await startTestFleet(t, [
    { model: 'HS100', transport: 'klap-1', account: owner },
    { model: 'HS100', transport: 'klap-1', account: null, freshLogin: 'kasa' },
    { model: 'HS100', transport: 'klap-1', account: null },
  ]);
  const over = (position: number, version: 'klap-1' | 'klap-2') => {
    const client = new KlapClient(at(position), httpPort, 'one connection', version);
    t.after(() => client.close());
    return client;
  };
  assert.equal(await over(1, 'klap-2').login(owner), false);
  const client = over(1, 'klap-1');
  assert.equal(await client.login(owner), true);
  const info = inside(await client.ask({ system: { get_sysinfo: {} } }), 'system', 'get_sysinfo');
  assert.equal(info['deviceId'], truth(0).deviceId);
  assert.equal(await over(2, 'klap-1').login({ email: 'kasa@tp-link.net', password: 'kasaSetup' }), true);
  assert.equal(await over(3, 'klap-1').login({ email: '', password: '' }), true);
  assert.deepEqual([truth(0).sessions, truth(0).wrongLogins], [1, 0]);
});

test('credentials: only the owner gets in, and a fresh plug takes what firmware has built in', async (t) => {
  const { at, truth } = await startTestFleet(t, [
    { model: 'P110', account: owner },
    { model: 'P110', account: null },
    { model: 'P110', account: null, freshLogin: 'tapo' },
    { model: 'P110', account: null, freshLogin: 'kasa' },
  ]);
  const logsIn = async (position: number, email: string, password: string) => {
    const client = new KlapClient(at(position));
    t.after(() => client.close());
    return client.login({ email, password });
  };
  assert.equal(await logsIn(1, owner.email.toUpperCase(), owner.password), false);
  assert.equal(await logsIn(1, owner.email, `${owner.password} `), false);
  assert.equal(await logsIn(2, '', ''), true);
  assert.equal(await logsIn(3, 'test@tp-link.net', 'test'), true);
  assert.equal(await logsIn(4, 'kasa@tp-link.net', 'kasaSetup'), true);
  assert.equal(truth(0).failedHandshakes, 0, 'comparing hashes costs the plug nothing');
});

test('a session refuses what is not in order: proof, cookie, sequence, signature', async (t) => {
  const { at, truth } = await startTestFleet(t, [{ model: 'P110', account: owner }]);
  const client = await loggedIn(t, at(1));
  const status = async (path: string, body: Buffer) => replyIn(await client.post(path, body)).status;
  assert.equal(await status('/app/handshake1', Buffer.alloc(15)), 400);
  assert.equal(await status(`/app/request?seq=${client.seq + 1}`, Buffer.alloc(48)), 400);
  await client.ask({ method: 'get_led_info' });
  client.seq -= 1;
  assert.equal(replyIn(await client.send({ method: 'get_led_info' })).status, 400, 'a sequence number used twice');
  client.seq += 5;
  await client.ask({ method: 'get_led_info' });
  client.cookie = 'TP_SESSIONID=NOBODY';
  assert.equal(replyIn(await client.send({ method: 'get_led_info' })).status, 403);
  const stranger = new KlapClient(at(1));
  t.after(() => stranger.close());
  await stranger.login({ email: 'x', password: 'y' });
  assert.equal(replyIn(await stranger.post('/app/handshake2', Buffer.alloc(32))).status, 403);
  assert.equal(truth(0).failedHandshakes, 1);
  assert.deepEqual(JSON.parse(replyIn(await client.post('/app', Buffer.from('{}'))).body.toString()), {
    error_code: 1003,
  });
});

test('a P100 closes the connection after each reply, and the session lives on', async (t) => {
  const { at } = await startTestFleet(t, [{ model: 'P100', account: owner }]);
  const line = await RawLine.open(at(1), httpPort);
  t.after(() => line.close());
  assert.equal(replyIn(await post(line, '/app/handshake1', Buffer.alloc(16))).status, 200);
  assert.equal((await line.hear(() => undefined)).end, 'closed');
  const client = new KlapClient(at(1), httpPort, 'one connection per request');
  assert.equal(await client.login(owner), true);
  assert.equal((await client.ask({ method: 'get_led_info' }))['error_code'], 0);
});

test('a port of its own choosing is announced and used', async (t) => {
  const { at, truth } = await startTestFleet(t, [{ model: 'P110', account: owner, httpPort: 8123 }]);
  const client = new KlapClient(at(1), 8123);
  t.after(() => client.close());
  assert.equal(await client.login(owner), true);
  await client.ask({ method: 'device_reset' });
  await until('it is gone', () => truth(0).erased);
});
