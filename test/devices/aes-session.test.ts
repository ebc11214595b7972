import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Credential, LoginTries, Route } from '../../contract/index.ts';
import { ownerHash } from '../../devices/index.ts';
import { anyTries } from './any-tries.ts';
import { countedTries } from './counted-tries.ts';
import { devicesOnTime, realDevices, within } from './real-clock.ts';
import { selfSigned } from './self-signed.ts';
import { type AesMoment, type AesPlugOptions, virtualAesPlug } from './virtual-aes-plug.ts';
import { deviceInfo, smartAnswer } from './virtual-klap-plug.ts';

const home: Credential = { name: 'home', email: 'user@example.com', password: 'secret' };
const owner = ownerHash(home.email);
const open = (route: Route, tries: LoginTries = anyTries, devices = realDevices()) =>
  devices.open(route, { ...within(), credentials: [home], owner, tries });
const plugOf = (t: TestContext, o: Partial<AesPlugOptions> = {}) =>
  virtualAesPlug(t, { answer: (text) => smartAnswer(text), ...o });
const count = (stages: readonly AesMoment['stage'][], stage: AesMoment['stage']): number =>
  stages.filter((one) => one === stage).length;
const resetIn = (heard: readonly string[]): number => heard.filter((text) => text.includes('device_reset')).length;

test('an AES plug tells who it is, and is reset, in one session', async (t) => {
  const plug = await plugOf(t);
  await using session = await open(plug.route);
  assert.deepEqual(await session.identify(within()), {
    mac: '48:22:54:00:00:42',
    deviceId: deviceInfo.device_id,
    owner,
    model: 'P110',
    hardware: '1.0',
    firmware: deviceInfo.fw_ver,
    alias: 'Boiler é',
  });
  assert.deepEqual(await session.readFacts(within()), { relay: 'on', watts: 3.25, rssi: -48, outlets: [] });
  const { alias, rules, energy, unread } = await session.snapshot(within());
  assert.deepEqual([alias, rules, unread], ['Boiler é', [], []]);
  assert.deepEqual(energy, { totalWh: null, monthWh: 340, todayWh: 12 });
  assert.deepEqual(await session.sendReset(within()), { receipt: 'acknowledged', detail: null });
  assert.deepEqual([count(plug.stages, 'handshake'), count(plug.stages, 'login')], [1, 1]);
  assert.equal(resetIn(plug.heard), 1);
});

test('every request says what these plugs want to hear, and sends back the session id alone', async (t) => {
  const plug = await plugOf(t);
  await using session = await open(plug.route);
  const before = Date.now();
  await session.identify(within());
  await session.readFacts(within());
  for (const headers of plug.headers) {
    assert.equal(headers['content-type'], 'application/json');
    assert.equal(headers.accept, 'application/json');
    assert.equal(headers['requestbyapp'], 'true');
    assert.match(headers['content-length'] ?? '', /^\d+$/);
    assert.equal(headers['transfer-encoding'], undefined);
  }
  assert.equal(plug.headers[0]?.['content-length'], '314');
  assert.equal(plug.headers[0]?.cookie, undefined);
  for (const { cookie } of plug.headers.slice(1)) assert.match(cookie ?? '', /^TP_SESSIONID=[0-9A-F]+$/);
  const stamps = plug.heard.map((text) => JSON.parse(text) as { request_time_milis: number; terminal_uuid: string });
  assert.equal(new Set(stamps.map((stamp) => stamp.terminal_uuid)).size, 1);
  for (const { request_time_milis, terminal_uuid } of stamps) {
    assert.equal(Buffer.from(terminal_uuid, 'base64').length, 16);
    assert.ok(request_time_milis >= before && request_time_milis <= Date.now());
  }
});

test('a session id by its other name goes back under the usual one', async (t) => {
  const plug = await plugOf(t, { setCookie: (id) => `SESSIONID=${id};TIMEOUT=1440` });
  await using session = await open(plug.route);
  assert.equal((await session.identify(within())).model, 'P110');
});

test('the same over TLS, with a certificate that nobody can check', async (t) => {
  const plug = await plugOf(t, { tls: selfSigned() });
  assert.equal(plug.route.tls, true);
  await using session = await open(plug.route);
  assert.equal((await session.identify(within())).model, 'P110');
  assert.deepEqual(await session.sendReset(within()), { receipt: 'acknowledged', detail: null });
  // a plug that speaks plain HTTP there is not spoken to in the clear
  const plain = await plugOf(t);
  await assert.rejects(open({ ...plain.route, tls: true }), { code: 'garbled' });
  assert.deepEqual(plain.stages, []);
});

test('the words of other plugs do not go over this transport', async (t) => {
  const plug = await plugOf(t);
  await assert.rejects(open({ ...plug.route, dialect: 'iot' }), { code: 'unsupported' });
  assert.equal(plug.sockets.size, 0);
});

/** A plug whose first `readFacts` meets a trouble once. */
const troubled = (t: TestContext, trouble: (moment: AesMoment) => void) => {
  let armed = false;
  return plugOf(t, {
    intercept: (moment) => {
      if (!armed || moment.stage !== 'request') return false;
      armed = false;
      trouble(moment);
      return true;
    },
  }).then((plug) => Object.assign(plug, { arm: () => (armed = true) }));
};

const gone: { name: string; trouble: (moment: AesMoment) => void }[] = [
  ...[9999, 1002, 1112, -1001].map((code) => ({
    name: `outer ${code}`,
    trouble: ({ outer }: AesMoment) => outer({ error_code: code }),
  })),
  ...[9999, 1002, 1112].map((code) => ({
    name: `inner ${code}`,
    trouble: ({ inner }: AesMoment) => inner(JSON.stringify({ error_code: code })),
  })),
  { name: 'a session error in the clear', trouble: ({ outer }) => outer(passed('{"error_code":9999}')) },
  { name: 'HTTP 403', trouble: ({ response }) => status(response, 403) },
  { name: 'HTTP 500', trouble: ({ response }) => status(response, 500) },
  { name: 'an answer that does not decrypt', trouble: ({ outer }) => outer(passed('AAAA')) },
  { name: 'an answer that is no JSON', trouble: ({ response }) => void response.end('oops') },
];
const passed = (response: unknown): unknown => ({ error_code: 0, result: { response } });
const status = (response: AesMoment['response'], code: number): void => {
  response.statusCode = code;
  response.end();
};

for (const { name, trouble } of gone) {
  test(`${name} half-way: reads go on in a new session, and the plug must be identified again`, async (t) => {
    const plug = await troubled(t, trouble);
    const tries = countedTries();
    await using session = await open(plug.route, tries);
    await session.identify(within());
    plug.arm();
    assert.equal((await session.readFacts(within())).watts, 3.25);
    assert.deepEqual([count(plug.stages, 'handshake'), count(plug.stages, 'login')], [2, 2]);
    const receipt = await session.sendReset(within());
    assert.deepEqual(receipt, { receipt: 'not-sent', detail: 'the plug was not identified in this session' });
    assert.equal(resetIn(plug.heard), 0);
    await session.identify(within());
    assert.equal((await session.sendReset(within())).receipt, 'acknowledged');
    assert.equal(resetIn(plug.heard), 1);
    assert.deepEqual(tries.counted, []);
  });
}

test('a plug that restarted is read in a new session', async (t) => {
  const plug = await plugOf(t);
  await using session = await open(plug.route);
  await session.identify(within());
  plug.forget();
  assert.equal((await session.readFacts(within())).relay, 'on');
  assert.equal(count(plug.stages, 'login'), 2);
});

test('a session that dies again at once is not opened for ever', async (t) => {
  const plug = await plugOf(t, {
    intercept: ({ stage, outer }) => {
      if (stage === 'request') outer({ error_code: 9999 });
      return stage === 'request';
    },
  });
  await using session = await open(plug.route);
  await assert.rejects(session.identify(within()), { code: 'garbled' });
  assert.equal(count(plug.stages, 'login'), 2);
});

test('an account that is turned down when the session is opened anew is counted once', async (t) => {
  let refuse = false;
  const plug = await plugOf(t, {
    intercept: ({ stage, inner }) => {
      if (stage === 'login' && refuse) inner('{"error_code":-1501}');
      return stage === 'login' && refuse;
    },
  });
  const tries = countedTries();
  await using session = await open(plug.route, tries);
  await session.identify(within());
  plug.forget();
  refuse = true;
  await assert.rejects(session.readFacts(within()), { code: 'needs-login' });
  await assert.rejects(session.readFacts(within()), { code: 'needs-login' });
  assert.deepEqual(tries.counted, [{ login: 'home', locked: false }]);
  assert.equal(count(plug.stages, 'login'), 2);
});

test('-1001 from a method that the plug lacks costs no session, so that a reset gets through', async (t) => {
  const plug = await plugOf(t, {
    answer: (text) => smartAnswer(text, { get_energy_usage: -1001, get_emeter_data: -1001 }),
  });
  await using session = await open(plug.route);
  await session.identify(within());
  assert.equal((await session.readFacts(within())).watts, null);
  assert.equal(count(plug.stages, 'handshake'), 1);
  assert.equal((await session.sendReset(within())).receipt, 'acknowledged');
});

test('-1001 to the first question of a session gets one new session', async (t) => {
  const plug = await troubled(t, ({ inner }) => inner('{"error_code":-1001}'));
  await using session = await open(plug.route);
  plug.arm();
  assert.equal((await session.identify(within())).model, 'P110');
  assert.equal(count(plug.stages, 'handshake'), 2);
});

test('an error about the question itself is the answer, in either layer', async (t) => {
  const plug = await plugOf(t, {
    intercept: ({ stage, text, outer }) => {
      const isMeter = stage === 'request' && text.includes('get_energy_usage');
      if (isMeter) outer({ error_code: -1008 });
      return isMeter;
    },
    answer: (text) => smartAnswer(text, { get_emeter_data: 1003, get_current_power: { current_power: 5 } }),
  });
  await using session = await open(plug.route);
  assert.equal((await session.readFacts(within())).watts, 5);
  assert.equal(count(plug.stages, 'handshake'), 1);
});

test('an answer in the clear is understood, as text and as JSON', async (t) => {
  const info = smartAnswer('{"method":"get_device_info"}');
  for (const response of [info, JSON.parse(info) as unknown]) {
    const plug = await plugOf(t, {
      intercept: ({ stage, text, outer }) => {
        const isInfo = stage === 'request' && text.includes('get_device_info');
        if (isInfo) outer(passed(response));
        return isInfo;
      },
    });
    await using session = await open(plug.route);
    assert.equal((await session.identify(within())).model, 'P110');
  }
});

test('1003 to the handshake or half-way: the plug moved on, and that is said', async (t) => {
  const moved = { code: 'unsupported', message: /moved on to KLAP or TPAP/ };
  const never = await plugOf(t, {
    intercept: ({ outer }) => {
      outer({ error_code: 1003 });
      return true;
    },
  });
  const tries = countedTries();
  await assert.rejects(open(never.route, tries), moved);
  assert.deepEqual([never.stages, tries.counted], [['handshake'], []]);
  const later = await troubled(t, ({ outer }) => outer({ error_code: 1003 }));
  await using session = await open(later.route);
  await session.identify(within());
  later.arm();
  await assert.rejects(session.readFacts(within()), moved);
});

for (const { says, lifeS } of [
  { says: ';TIMEOUT=86400', lifeS: 86_400 - 1200 },
  { says: ';TIMEOUT=7200', lifeS: 6000 },
  // for shorter ones the margin of 20 minutes would leave nothing
  { says: ';TIMEOUT=600', lifeS: 300 },
  // the smaller of two libraries' guesses
  { says: '', lifeS: 720 },
]) {
  test(`a session with '${says}' is used for ${lifeS} s: then reads open another, a reset is not sent`, async (t) => {
    const plug = await plugOf(t, { setCookie: (id) => `TP_SESSIONID=${id}${says}` });
    const { devices, pass } = devicesOnTime();
    await using session = await open(plug.route, anyTries, devices);
    await session.identify(within());
    pass((lifeS - 100) * 1000);
    await session.readFacts(within());
    assert.equal(count(plug.stages, 'handshake'), 1);
    pass(200_000);
    const receipt = await session.sendReset(within());
    assert.deepEqual(receipt, { receipt: 'not-sent', detail: 'the session had run out before' });
    assert.equal(resetIn(plug.heard), 0);
    await session.readFacts(within());
    assert.equal(count(plug.stages, 'handshake'), 2);
  });
}
