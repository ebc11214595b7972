import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Credential, LoginTries, Route } from '../../contract/index.ts';
import { ownerHash } from '../../devices/index.ts';
import { loginTries } from '../../engine/inventory/login-tries.ts';
import { scratch } from '../db/scratch.ts';
import { countedTries } from './counted-tries.ts';
import { realClock, realDevices, within } from './real-clock.ts';
import { type AesPlugOptions, virtualAesPlug } from './virtual-aes-plug.ts';
import { smartAnswer } from './virtual-klap-plug.ts';

const home: Credential = { name: 'home', email: 'user@example.com', password: 'secret' };
const other: Credential = { name: 'other', email: 'other@example.com', password: 'secret' };
const tapo = { email: 'test@tp-link.net', password: 'test' };
const mine = ownerHash(home.email);

const open = (route: Route, credentials: Credential[], owner: string | null, tries: LoginTries) =>
  realDevices().open(route, { ...within(), credentials, owner, tries });
const plugOf = (t: TestContext, o: Partial<AesPlugOptions> = {}) =>
  virtualAesPlug(t, { answer: (text) => smartAnswer(text), ...o });
/** As a plug's discovery without `lv` leaves it. */
const unsaid = ({ loginVersion: _, ...route }: Route): Route => route;

for (const loginVersion of [1, 2] as const) {
  test(`log-in v${loginVersion} opens the plug with one handshake and one try`, async (t) => {
    const plug = await plugOf(t, { loginVersion });
    const tries = countedTries();
    await using session = await open(plug.route, [home], mine, tries);
    assert.equal(session.login, 'home');
    assert.equal((await session.identify(within())).owner, mine);
    assert.deepEqual(plug.stages, ['handshake', 'login', 'request']);
    assert.deepEqual([tries.asked, tries.counted], [['home'], []]);
  });

  test(`where discovery did not tell the wording, v${loginVersion} is found, and nothing is held against the login`, async (t) => {
    const plug = await plugOf(t, { loginVersion });
    const tries = countedTries();
    await using session = await open(unsaid(plug.route), [home], mine, tries);
    assert.equal(session.login, 'home');
    // each wording in a session of its own
    const expected = ['handshake', 'login', ...(loginVersion === 2 ? ['handshake', 'login'] : [])];
    assert.deepEqual(plug.stages, expected);
    assert.deepEqual(tries.counted, []);
  });
}

test('law 9: a wrong login is tried once, counted once, and not tried again', async (t) => {
  const plug = await plugOf(t, { password: 'changed' });
  const tries = countedTries();
  await assert.rejects(open(plug.route, [home], mine, tries), { code: 'needs-login' });
  const expected = [
    { login: 'home', locked: false },
    { login: null, locked: false },
  ];
  assert.deepEqual(tries.counted, expected);
  // the built-in account got a handshake of its own
  assert.deepEqual(plug.stages, ['handshake', 'login', 'handshake', 'login']);
  await assert.rejects(open(plug.route, [home], mine, tries), { code: 'needs-login', facts: { tried: 0 } });
  assert.equal(plug.logins.length, 2);
  assert.equal(plug.stages.length, 4);
  assert.deepEqual(tries.counted, expected);
});

test('law 9: a wrong login in both wordings counts twice, and is asked for as two', async (t) => {
  const plug = await plugOf(t, { password: 'changed' });
  const { counted, turnedDown } = countedTries();
  const times: (number | undefined)[] = [];
  const tries: LoginTries = {
    turnedDown,
    accepted: () => undefined,
    mayTry: (login, n) => {
      times.push(n);
      return login === 'home' ? 'yes' : 'no';
    },
  };
  await assert.rejects(open(unsaid(plug.route), [home], mine, tries), { code: 'needs-login' });
  assert.deepEqual(times, [2, 2]);
  assert.deepEqual(counted, [
    { login: 'home', locked: false },
    { login: 'home', locked: false },
  ]);
  assert.deepEqual(
    plug.logins.map((params) => Object.keys(params)[0]),
    ['password', 'password2'],
  );
});

test('law 9: a refusal is counted also where the other wording could not be tried any more', async (t) => {
  let logins = 0;
  const plug = await plugOf(t, {
    loginVersion: 2,
    intercept: ({ stage, request }) => {
      if (stage !== 'login' || ++logins < 2) return false;
      request.socket.destroy();
      return true;
    },
  });
  const tries = countedTries();
  await assert.rejects(open(unsaid(plug.route), [home], mine, tries), { code: 'timeout' });
  assert.deepEqual(tries.counted, [{ login: 'home', locked: false }]);
  assert.equal(logins, 2);
});

test('law 9: on the ledger, a plug gets one wrong try now and none in the next visits', async (t) => {
  const store = scratch(t).open();
  for (const { name, email } of [home, other])
    store.logins.add({ name: name ?? '', email, setAt: '2026-01-01T00:00:00.000Z' });
  const plug = await plugOf(t, { password: 'changed' });
  const tries = () => loginTries({ store, clock: realClock }, { mac: '48:22:54:00:00:42', owner: null });
  for (let visit = 0; visit < 3; visit++)
    await assert.rejects(open(plug.route, [home, other], null, tries()), { code: 'needs-login' });
  assert.equal(plug.logins.length, 1);
  assert.equal(store.ledger.entries({ kind: 'login-refused' }).length, 1);
});

test('law 9: on the ledger, an unknown wording is tried only where two wrong tries are left', async (t) => {
  const store = scratch(t).open();
  let nowMs = Date.parse('2026-01-01T12:00:00.000Z');
  const clock = { ...realClock, wallMs: () => nowMs };
  const tries = () => loginTries({ store, clock }, { mac: '48:22:54:00:00:42', owner: null });
  tries().turnedDown('other', false);
  nowMs += 60_000;
  const plug = await plugOf(t, { loginVersion: 1 });
  await assert.rejects(open(unsaid(plug.route), [home], null, tries()), { code: 'needs-login' });
  assert.deepEqual(plug.stages, []);
  await using session = await open(plug.route, [home], null, tries());
  assert.equal(session.login, 'home');
});

test('a plug that belongs to somebody else is not tried at all', async (t) => {
  const plug = await plugOf(t);
  const tries = countedTries();
  await assert.rejects(open(plug.route, [home, other], ownerHash('stranger@example.com'), tries), {
    code: 'needs-login',
  });
  assert.deepEqual([plug.stages, tries.asked, plug.sockets.size], [[], [], 0]);
});

test('of several logins only the one of the owner is tried', async (t) => {
  const plug = await plugOf(t);
  const tries = countedTries();
  await using session = await open(plug.route, [other, home], mine.toLowerCase(), tries);
  assert.deepEqual([session.login, tries.asked, plug.logins.length], ['home', ['home'], 1]);
});

test('a plug that belongs to nobody is opened by the account built into it', async (t) => {
  const plug = await plugOf(t, tapo);
  const tries = countedTries();
  await using session = await open(plug.route, [home], '', tries);
  assert.deepEqual([session.login, tries.asked, plug.logins.length], [null, [null], 1]);
  assert.equal((await session.identify(within())).owner, '');
});

test('where the owner is not known, logins are tried in their order, as far as they may be', async (t) => {
  const plug = await plugOf(t);
  const tries = countedTries();
  const spare: Credential = { name: 'spare', email: 'spare@example.com', password: 'x' };
  tries.turnedDown('spare', false);
  await using session = await open(plug.route, [spare, other, home], null, tries);
  assert.equal(session.login, 'home');
  assert.deepEqual(tries.asked, ['spare', 'other', 'home']);
  assert.deepEqual(
    tries.counted.map((one) => one.login),
    ['spare', 'other'],
  );
  assert.equal(plug.logins.length, 2);
});

test('a plug known to be locked is not touched', async (t) => {
  const plug = await plugOf(t);
  const tries = countedTries();
  tries.turnedDown('other', true);
  await assert.rejects(open(plug.route, [home], mine, tries), { code: 'locked' });
  assert.equal(plug.sockets.size, 0);
});

for (const code of [-2101, -40404, -40408]) {
  test(`a log-in answered by ${code} locks the plug: nothing more is tried`, async (t) => {
    const plug = await plugOf(t, {
      intercept: ({ stage, inner }) => {
        if (stage === 'login') inner(JSON.stringify({ error_code: code }));
        return stage === 'login';
      },
    });
    const tries = countedTries();
    await assert.rejects(open(plug.route, [other, home], null, tries), { code: 'locked' });
    assert.deepEqual(tries.counted, [{ login: 'other', locked: true }]);
    assert.equal(plug.logins.length, 1);
  });
}

for (const layer of ['outer', 'inner'] as const) {
  const answering = (code: number, times: number) => (t: TestContext) => {
    let left = times;
    return plugOf(t, {
      intercept: ({ stage, ...say }) => {
        if (stage !== 'login' || left-- <= 0) return false;
        if (layer === 'outer') say.outer({ error_code: code });
        else say.inner(JSON.stringify({ error_code: code }));
        return true;
      },
    });
  };
  for (const code of [-1501, 1111, 1100, -1005]) {
    test(`${layer} ${code} to a log-in is a refusal of that account`, async (t) => {
      const plug = await answering(code, 1)(t);
      const tries = countedTries();
      await using session = await open(plug.route, [other, home], null, tries);
      assert.equal(session.login, 'home');
      assert.deepEqual(tries.counted, [{ login: 'other', locked: false }]);
    });
  }
  for (const code of [9999, 1002, 1112, -1001]) {
    test(`${layer} ${code} to a log-in is about the session: once more in a new one, and nobody is blamed`, async (t) => {
      const plug = await answering(code, 1)(t);
      const tries = countedTries();
      await using session = await open(plug.route, [home], mine, tries);
      assert.equal(session.login, 'home');
      assert.deepEqual(plug.stages, ['handshake', 'login', 'handshake', 'login']);
      assert.deepEqual(tries.counted, []);
      const lasting = await answering(code, 9)(t);
      await assert.rejects(open(lasting.route, [home], mine, tries), { code: 'garbled' });
      assert.equal(lasting.logins.length, 2);
      assert.deepEqual(tries.counted, []);
    });
  }
  test(`${layer} 1003 to a log-in: the plug moved on to another protocol, no account is blamed`, async (t) => {
    const plug = await answering(1003, 9)(t);
    const tries = countedTries();
    await assert.rejects(open(plug.route, [home], mine, tries), { code: 'unsupported', message: /KLAP or TPAP/ });
    assert.deepEqual([plug.logins.length, tries.counted], [1, []]);
  });
}

test('a log-in goes out on a connection of its own, so that none is lost and repeated on a dead one', async (t) => {
  const plug = await plugOf(t);
  await using session = await open(plug.route, [home], mine, countedTries());
  assert.equal(session.login, 'home');
  assert.equal(plug.sockets.size, 2);
});

test('a log-in whose answer is lost is not repeated by itself', async (t) => {
  const plug = await plugOf(t, {
    intercept: ({ stage, request }) => {
      if (stage === 'login') request.socket.destroy();
      return stage === 'login';
    },
  });
  const tries = countedTries();
  await assert.rejects(open(plug.route, [home], mine, tries), { code: 'timeout' });
  assert.deepEqual([plug.logins.length, tries.counted], [1, []]);
});
