import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Credential, Route } from '../../contract/index.ts';
import { ownerHash } from '../../devices/index.ts';
import { anyTries } from './any-tries.ts';
import { devicesOnTime, realDevices, within } from './real-clock.ts';
import { smartAnswer, virtualKlapPlug } from './virtual-klap-plug.ts';
import { iotAnswer } from './virtual-xor-plug.ts';

const home: Credential = { name: 'home', email: 'user@example.com', password: 'secret' };
const other: Credential = { name: 'other', email: 'other@example.com', password: 'secret' };
const open = (route: Route, credentials = [other, home], devices = realDevices()) =>
  devices.open(route, { ...within(), credentials, owner: null, tries: anyTries });

for (const version of [1, 2] as const) {
  for (const transport of ['klap-1', 'klap-2'] as const) {
    test(`IOT over KLAP v${version}, with a route that says ${transport}: the hash decides`, async (t) => {
      const plug = await virtualKlapPlug(t, { version, dialect: 'iot', answer: (text) => iotAnswer(text) });
      await using session = await open({ ...plug.route, transport });
      assert.equal(session.login, 'home');
      const identity = await session.identify(within());
      assert.deepEqual([identity.model, identity.owner], ['HS110', ownerHash(home.email)]);
      assert.equal((await session.readFacts(within())).relay, 'on');
      assert.equal((await session.sendReset(within())).receipt, 'acknowledged');
      assert.deepEqual(
        plug.paths.filter((path) => path.includes('handshake')),
        ['/app/handshake1', '/app/handshake2'],
      );
      assert.equal(plug.heard.filter((text) => text.includes('reset')).length, 1);
    });
  }

  for (const [email, password] of [
    ['kasa@tp-link.net', 'kasaSetup'],
    ['test@tp-link.net', 'test'],
    ['', ''],
  ] as const) {
    test(`KLAP v${version}: the built-in account '${email}' opens a plug that belongs to nobody`, async (t) => {
      const plug = await virtualKlapPlug(t, { version, email, password, answer: (text) => iotAnswer(text) });
      await using session = await open({ ...plug.route, dialect: 'iot' });
      assert.equal(session.login, null);
    });
  }

  test(`KLAP v${version}: without the right account nothing follows the first handshake`, async (t) => {
    const plug = await virtualKlapPlug(t, { version, dialect: 'iot', answer: (text) => iotAnswer(text) });
    await assert.rejects(open(plug.route, [other]), { code: 'needs-login' });
    assert.deepEqual(plug.paths, ['/app/handshake1']);
  });

  // law 5
  test(`KLAP v${version}: a session that the plug forgot is opened anew for reads only`, async (t) => {
    const plug = await virtualKlapPlug(t, { version, dialect: 'iot', answer: (text) => iotAnswer(text) });
    await using session = await open(plug.route);
    await session.identify(within());
    plug.forget();
    await session.readFacts(within());
    const receipt = await session.sendReset(within());
    assert.deepEqual(receipt, { receipt: 'not-sent', detail: 'the plug was not identified in this session' });
    assert.ok(!plug.heard.some((text) => text.includes('reset')));
    await session.identify(within());
    assert.equal((await session.sendReset(within())).receipt, 'acknowledged');
  });
}

for (const { timeout, lifeS } of [
  { timeout: ';TIMEOUT=86400', lifeS: 86_400 - 1200 },
  { timeout: ';TIMEOUT=3600', lifeS: 2400 },
  { timeout: '', lifeS: 86_400 - 1200 },
]) {
  // law 5
  test(`a session with '${timeout}' is used for ${lifeS} s: then reads open another, a reset is not sent`, async (t) => {
    const plug = await virtualKlapPlug(t, { timeout, answer: (text) => smartAnswer(text) });
    const { devices, pass } = devicesOnTime();
    await using session = await open(plug.route, [home], devices);
    const handshakes = (): number => plug.paths.filter((path) => path === '/app/handshake1').length;
    await session.identify(within());
    pass((lifeS - 100) * 1000);
    await session.readFacts(within());
    assert.equal(handshakes(), 1);
    pass(200_000);
    const receipt = await session.sendReset(within());
    assert.deepEqual(receipt, { receipt: 'not-sent', detail: 'the session had run out before' });
    assert.ok(!plug.heard.some((text) => text.includes('device_reset')));
    await session.readFacts(within());
    assert.equal(handshakes(), 2);
  });
}
