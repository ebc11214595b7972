import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallOptions, Credential, Route } from '../../contract/index.ts';
import { ownerHash } from '../../devices/index.ts';
import { anyTries } from './any-tries.ts';
import { realDevices, within } from './real-clock.ts';
import { iotAnswer, sysinfo, virtualXorPlug, xorFrame } from './virtual-xor-plug.ts';

const open = (route: Route, o: CallOptions = within(), credentials: Credential[] = []) =>
  realDevices().open(route, { ...o, credentials, owner: null, tries: anyTries });

test('a legacy plug tells who it is, in one connection for everything', async (t) => {
  const plug = await virtualXorPlug(t, (text, socket) => socket.write(xorFrame(iotAnswer(text))));
  await using session = await open(plug.route);
  assert.deepEqual(await session.identify(within()), {
    mac: '60:32:B1:00:00:01',
    deviceId: sysinfo.deviceId,
    owner: ownerHash('user@example.com'),
    model: 'HS110',
    hardware: '4.0',
    firmware: '1.0.4 Build 191111 Rel.143903',
    alias: 'Kettle',
  });
  assert.equal(session.login, null);
  assert.deepEqual(await session.readFacts(within()), { relay: 'on', watts: 12.5, rssi: -55, outlets: [] });
  await session.snapshot(within());
  assert.deepEqual(await session.sendReset(within()), { receipt: 'acknowledged', detail: null });
  assert.equal(plug.connections, 1);
  assert.equal(plug.heard.at(-1), '{"system":{"reset":{"delay":1}}}');
});

// law 8
test('the snapshot keeps what a reset destroys and names what could not be read', async (t) => {
  const modules = {
    netif: { get_stainfo: { ssid: 'Flat 12', rssi: -50, err_code: 0 } },
    schedule: { get_rules: { rule_list: [{ id: 'R1', name: 'Tea', smin: 420 }], err_code: 0 } },
    count_down: { get_rules: { err_code: -7, err_msg: 'unknown error' } },
    time: { get_time: { year: 2026, month: 11, mday: 23, hour: 9, err_code: 0 } },
    emeter: {
      get_realtime: { power: 3.5, total: 4.2, err_code: 0 },
      get_daystat: {
        day_list: [
          { year: 2026, month: 11, day: 22, energy: 0.5 },
          { day: 23, energy: 0.25 },
        ],
        err_code: 0,
      },
    },
  };
  const plug = await virtualXorPlug(t, (text, socket) => socket.write(xorFrame(iotAnswer(text, modules))));
  await using session = await open(plug.route);
  const { takenAt, ...snapshot } = await session.snapshot(within());
  assert.ok(Date.parse(takenAt) > 0);
  assert.deepEqual(snapshot, {
    alias: 'Kettle',
    outlets: [],
    owner: ownerHash('user@example.com'),
    ssid: 'Flat 12',
    hasLocation: true,
    rules: null,
    ledOff: false,
    energy: { totalWh: 4200, monthWh: 750, todayWh: 250 },
    matterCode: null,
    unread: ['rules'],
  });
  assert.equal((await session.readFacts(within())).watts, 3.5);
});

test('a strip is read outlet by outlet, short ids are made whole, and its rules know their outlet', async (t) => {
  const children = [
    { id: '00', alias: 'TV', state: 0 },
    { id: '01', alias: 'Lamp', state: 1 },
  ];
  const plug = await virtualXorPlug(t, (text, socket) => {
    const [id = ''] = (JSON.parse(text) as { context?: { child_ids: string[] } }).context?.child_ids ?? [];
    const modules = {
      system: { get_sysinfo: { ...sysinfo, relay_state: undefined, children } },
      emeter: { get_realtime: { power_mw: id.endsWith('01') ? 7000 : 0, err_code: 0 } },
      schedule: { get_rules: { rule_list: id.endsWith('01') ? [{ id: 'R1' }] : [], err_code: 0 } },
    };
    socket.write(xorFrame(iotAnswer(text, modules)));
  });
  await using session = await open(plug.route);
  const lamp = `${sysinfo.deviceId}01`;
  assert.deepEqual(await session.readFacts(within()), {
    relay: 'on',
    watts: 7,
    rssi: -55,
    outlets: [
      { id: `${sysinfo.deviceId}00`, alias: 'TV', relay: 'off', watts: 0 },
      { id: lamp, alias: 'Lamp', relay: 'on', watts: 7 },
    ],
  });
  const snapshot = await session.snapshot(within());
  assert.deepEqual(snapshot.rules, [{ kind: 'schedule', rule: { id: 'R1', child_id: lamp } }]);
  assert.deepEqual(
    snapshot.outlets.map((outlet) => outlet.alias),
    ['TV', 'Lamp'],
  );
});

test('what does not fit into one answer is asked singly', async (t) => {
  const plug = await virtualXorPlug(t, (text, socket) => {
    const several = Object.keys(JSON.parse(text) as object).length > 1;
    const modules = { cnCloud: { err_code: -5, err_msg: 'not enough memory' } };
    socket.write(xorFrame(iotAnswer(text, several ? modules : {})));
  });
  await using session = await open(plug.route);
  assert.equal((await session.identify(within())).owner, ownerHash('user@example.com'));
  assert.equal(plug.heard.length, 2);
});

test('an answer cut off for want of room is asked for in pieces', async (t) => {
  const plug = await virtualXorPlug(t, (text, socket) => {
    const answer = iotAnswer(text);
    const several = Object.keys(JSON.parse(text) as object).length > 1;
    socket.write(xorFrame(several ? answer.slice(0, 100) : answer));
  });
  await using session = await open(plug.route);
  assert.equal((await session.identify(within())).alias, 'Kettle');
});

test('the owner: none when unbound, unknown when the plug cannot tell', async (t) => {
  const cloud = { binded: 0, username: 'gone@example.com', err_code: 0 };
  let modules: Record<string, Record<string, unknown>> = { cnCloud: { get_info: cloud } };
  const plug = await virtualXorPlug(t, (text, socket) => socket.write(xorFrame(iotAnswer(text, modules))));
  await using session = await open(plug.route);
  assert.equal((await session.identify(within())).owner, '');
  modules = { cnCloud: { err_code: -1, err_msg: 'module not support' } };
  assert.equal((await session.identify(within())).owner, null);
  assert.ok((await session.snapshot(within())).unread.includes('owner'));
});

test('a bulb at the address is never spoken to further', async (t) => {
  const bulb = { system: { get_sysinfo: { ...sysinfo, type: undefined, mic_type: 'IOT.SMARTBULB' } } };
  const plug = await virtualXorPlug(t, (text, socket) => socket.write(xorFrame(iotAnswer(text, bulb))));
  await using session = await open(plug.route);
  await assert.rejects(session.identify(within()), { code: 'unsupported' });
  assert.equal((await session.sendReset(within())).receipt, 'not-sent');
  assert.ok(!plug.heard.some((text) => text.includes('reset')));
});

test('a shut legacy port without any answer is silent', async () => {
  const route: Route = { host: '127.42.0.99', port: 1, dialect: 'iot', transport: 'xor', tls: false };
  await assert.rejects(open(route), { code: 'silent' });
});
