import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { test } from 'node:test';
import type { Credential, Route } from '../../contract/index.ts';
import { ownerHash } from '../../devices/index.ts';
import { sessionCookie } from '../../devices/transports/session-cookie.ts';
import { anyTries } from './any-tries.ts';
import { realDevices, within } from './real-clock.ts';
import { deviceInfo, smartAnswer, virtualKlapPlug } from './virtual-klap-plug.ts';
import { iotAnswer } from './virtual-xor-plug.ts';

const home: Credential = { name: 'home', email: 'user@example.com', password: 'secret' };
const other: Credential = { name: 'other', email: 'other@example.com', password: 'secret' };
const open = (route: Route, credentials = [other, home], budgetMs = 3000) =>
  realDevices().open(route, { ...within(budgetMs), credentials, owner: null, tries: anyTries });

test('a SMART plug tells who it is to the stored account that it knows', async (t) => {
  const plug = await virtualKlapPlug(t, { answer: (text) => smartAnswer(text) });
  await using session = await open(plug.route);
  assert.equal(session.login, 'home');
  assert.deepEqual(await session.identify(within()), {
    mac: '48:22:54:00:00:42',
    deviceId: deviceInfo.device_id,
    owner: ownerHash('user@example.com'),
    model: 'P110',
    hardware: '1.0',
    firmware: deviceInfo.fw_ver,
    alias: 'Boiler é',
  });
  assert.deepEqual(await session.readFacts(within()), { relay: 'on', watts: 3.25, rssi: -48, outlets: [] });
  const { takenAt, ...snapshot } = await session.snapshot(within());
  assert.ok(Date.parse(takenAt) > 0);
  assert.deepEqual(snapshot, {
    alias: 'Boiler é',
    outlets: [],
    owner: ownerHash('user@example.com'),
    ssid: 'Flat 12',
    hasLocation: true,
    rules: [],
    ledOff: true,
    energy: { totalWh: null, monthWh: 340, todayWh: 12 },
    matterCode: null,
    unread: [],
  });
  assert.deepEqual(await session.sendReset(within()), { receipt: 'acknowledged', detail: null });
  assert.equal(plug.heard.at(-1), '{"method":"device_reset"}');
  assert.deepEqual(
    plug.paths.filter((path) => path.includes('handshake')),
    ['/app/handshake1', '/app/handshake2'],
  );
  // nothing but the session id goes back, and nothing at all before there is one
  assert.equal(plug.cookies[0], undefined);
  for (const cookie of plug.cookies.slice(1)) assert.match(cookie ?? '', /^TP_SESSIONID=[0-9A-F]+$/);
});

test('without the right account nothing is sent beyond the first handshake', async (t) => {
  const plug = await virtualKlapPlug(t, { answer: (text) => smartAnswer(text) });
  await assert.rejects(open(plug.route, [other]), { code: 'needs-login' });
  assert.deepEqual(plug.paths, ['/app/handshake1']);
});

for (const [email, password] of [
  ['kasa@tp-link.net', 'kasaSetup'],
  ['test@tp-link.net', 'test'],
  ['', ''],
] as const) {
  test(`the built-in account '${email}' opens a plug that belongs to nobody`, async (t) => {
    const plug = await virtualKlapPlug(t, { email, password, answer: (text) => smartAnswer(text) });
    await using session = await open(plug.route);
    assert.equal(session.login, null);
    assert.equal((await session.identify(within())).owner, '');
  });
}

test('a seed that happens to begin like JSON is still a seed', async (t) => {
  const remote = Buffer.from('{"seed":"0123456', 'latin1');
  const plug = await virtualKlapPlug(t, { remote, answer: (text) => smartAnswer(text) });
  await using session = await open(plug.route);
  assert.equal(session.login, 'home');
});

test('IOT words over KLAP: the owner is the one its cloud module tells', async (t) => {
  const plug = await virtualKlapPlug(t, { dialect: 'iot', answer: (text) => iotAnswer(text) });
  await using session = await open(plug.route);
  const identity = await session.identify(within());
  assert.equal(identity.model, 'HS110');
  assert.equal(identity.owner, ownerHash('user@example.com'));
  assert.equal((await session.sendReset(within())).receipt, 'acknowledged');
});

// law 5
test('a read in a session that the plug forgot is asked again in a new one; a reset is not', async (t) => {
  const plug = await virtualKlapPlug(t, { answer: (text) => smartAnswer(text) });
  await using session = await open(plug.route);
  await session.identify(within());
  plug.forget();
  assert.equal((await session.readFacts(within())).relay, 'on');
  assert.equal(plug.paths.filter((path) => path === '/app/handshake1').length, 2);
  const receipt = await session.sendReset(within());
  assert.deepEqual(receipt, { receipt: 'not-sent', detail: 'the plug was not identified in this session' });
  assert.ok(!plug.heard.some((text) => text.includes('device_reset')));
  await session.identify(within());
  assert.equal((await session.sendReset(within())).receipt, 'acknowledged');
});

test('a strip: outlets in their order, load and rules of each, names in base64', async (t) => {
  const name = (text: string): string => Buffer.from(text).toString('base64');
  const children = [
    { device_id: 'C2', nickname: name('Lamp'), device_on: true, position: 2 },
    { device_id: 'C1', nickname: name('TV'), device_on: false, position: 1 },
  ];
  const components = ['child_device', 'control_child', 'energy_monitoring', 'schedule', 'matter'].map((id) => ({ id }));
  const plug = await virtualKlapPlug(t, {
    answer: (text) => {
      const { method, params } = JSON.parse(text) as {
        method: string;
        params?: { start_index?: number; device_id?: string; requestData?: { method: string; params?: object } };
      };
      if (method === 'get_child_device_list') {
        const start = params?.start_index ?? 0;
        const page = { child_device_list: children.slice(start, start + 1), start_index: start, sum: 2 };
        return JSON.stringify({ error_code: 0, result: page });
      }
      if (method === 'control_child') {
        const inner = smartAnswer(JSON.stringify(params?.requestData), {
          get_energy_usage: { today_energy: 1, month_energy: 2 },
          get_emeter_data: -1002,
          get_current_power: { current_power: params?.device_id === 'C2' ? 40 : 0 },
          get_schedule_rules: { rule_list: [{ id: 'S1' }], start_index: 0, sum: 1 },
        });
        return JSON.stringify({ error_code: 0, result: { responseData: JSON.parse(inner) as object } });
      }
      return smartAnswer(text, {
        component_nego: { component_list: components },
        get_matter_setup_info: { setup_code: '11223344556' },
      });
    },
  });
  await using session = await open(plug.route);
  assert.deepEqual(await session.readFacts(within()), {
    relay: 'on',
    watts: 40,
    rssi: -48,
    outlets: [
      { id: 'C1', alias: 'TV', relay: 'off', watts: 0 },
      { id: 'C2', alias: 'Lamp', relay: 'on', watts: 40 },
    ],
  });
  const snapshot = await session.snapshot(within());
  assert.deepEqual(snapshot.rules, [
    { kind: 'schedule', rule: { id: 'S1', device_id: 'C1' } },
    { kind: 'schedule', rule: { id: 'S1', device_id: 'C2' } },
  ]);
  assert.deepEqual(snapshot.energy, { totalWh: null, monthWh: 4, todayWh: 2 });
  assert.equal(snapshot.matterCode, '11223344556');
});

test('a list that never ends is not followed for ever', async (t) => {
  const plug = await virtualKlapPlug(t, {
    answer: (text) =>
      smartAnswer(text, {
        component_nego: { component_list: [{ id: 'schedule' }] },
        get_schedule_rules: { rule_list: [{ id: 'S1' }], sum: 1_000_000 },
      }),
  });
  await using session = await open(plug.route);
  const snapshot = await session.snapshot(within());
  assert.equal(snapshot.rules, null);
  assert.deepEqual(snapshot.unread, ['rules']);
});

for (const [status, body] of [
  [403, ''],
  [404, 'not found'],
  [200, '{"error_code":1003}'],
] as const) {
  test(`handshake 1 answered with ${status} '${body}' is another protocol or a switched-off one`, async (t) => {
    const plug = await virtualKlapPlug(t, {
      answer: () => undefined,
      intercept: (_request, response) => {
        response.statusCode = status;
        response.end(body);
        return true;
      },
    });
    await assert.rejects(open(plug.route), { code: 'unsupported', facts: { status } });
    assert.deepEqual(plug.paths, ['/app/handshake1']);
  });
}

test('the session cookie is found among whatever stands beside it', () => {
  const found = (...rawHeaders: string[]) => {
    const told = sessionCookie(rawHeaders);
    return told && [told.cookie, told.timeoutS];
  };
  assert.deepEqual(found('set-cookie', 'TP_SESSIONID=AB12;TIMEOUT=86400'), ['TP_SESSIONID=AB12', 86_400]);
  assert.deepEqual(found('X', 'TP_SESSIONID=1', 'Set-Cookie', 'A=1; Path=/', 'SET-COOKIE', 'TP_SESSIONID=2'), [
    'TP_SESSIONID=2',
    null,
  ]);
  // some plugs call it so, and take it back under the usual name
  assert.deepEqual(found('Set-Cookie', 'SESSIONID=C3; Timeout=1440'), ['TP_SESSIONID=C3', 1440]);
  assert.equal(found('Set-Cookie', 'XSESSIONID=1;TIMEOUT=5'), undefined);
  assert.equal(sessionCookie(['Set-Cookie', 'TIMEOUT=86400']), undefined);
});

/** Something that answers TDP probes on port 20002 of an address, with nonsense: that is enough to be there. */
async function answering(t: { after: (end: () => void) => void }, host: string, onProbe: () => void): Promise<void> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  t.after(() => socket.close());
  socket.on('message', (_bytes, from) => {
    onProbe();
    socket.send('here', from.port, from.address);
  });
  await new Promise<void>((done) => socket.bind(20002, host, done));
}

const asleep = (host: string): Route => ({ host, port: 8099, dialect: 'smart', transport: 'klap-2', tls: false });

test('a plug whose HTTP port sleeps is woken by probes and then opened', async (t) => {
  const route = asleep('127.42.3.1');
  let probes = 0;
  await answering(t, route.host, () => {
    probes++;
    if (probes === 1)
      void virtualKlapPlug(t, { host: route.host, port: route.port, answer: (text) => smartAnswer(text) });
  });
  await using session = await open(route);
  assert.equal((await session.identify(within())).model, 'P110');
  assert.ok(probes > 0);
});

test('a port that stays shut is locked when the plug answers probes, silent when nothing does', async (t) => {
  const there = asleep('127.42.3.2');
  await answering(t, there.host, () => undefined);
  await assert.rejects(open(there), { code: 'locked' });
  await assert.rejects(open(asleep('127.42.3.3')), { code: 'silent' });
  // the finding is the same when the time is up before all tries were made
  await assert.rejects(
    realDevices([20, 60_000]).open(there, { ...within(500), credentials: [], owner: null, tries: anyTries }),
    {
      code: 'locked',
    },
  );
});
