import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Code, type Credential, PlugfleetError, type Route } from '../../contract/index.ts';
import { realDevices, within } from './real-clock.ts';
import { toldTries } from './told-tries.ts';
import { virtualAesPlug } from './virtual-aes-plug.ts';
import { smartAnswer, virtualKlapPlug } from './virtual-klap-plug.ts';
import { virtualTpapPlug } from './virtual-tpap-plug.ts';
import { tdpAnswer, virtualUdpPlug } from './virtual-udp-plug.ts';

const credentials: readonly Credential[] = [{ name: 'home', email: 'user@example.com', password: 'secret' }];
/** As the virtual plugs say of themselves. */
const itself = '48:22:54:00:00:42';
const another = '48:22:54:00:00:43';
const answer = (text: string): string => smartAnswer(text);

const openAs = (route: Route, mac: string, tries = toldTries().tries) =>
  realDevices([]).open(route, { ...within(20_000), mac, credentials, owner: null, tries });

const saysItIs = (t: TestContext, host: string, ...macs: string[]): Promise<Buffer[]> =>
  virtualUdpPlug(t, host, 20_002, () => macs.map((mac) => tdpAnswer({ mac: mac.replaceAll(':', '-') })));

const notTheSame = (found: string) => (thrown: unknown) => {
  assert.ok(thrown instanceof PlugfleetError);
  assert.deepEqual([thrown.code, thrown.facts['found']], ['not-the-same-device' satisfies Code, found]);
  return true;
};

// laws 4, 9
test('another plug at the address is shown no password over AES, and nothing is counted', async (t) => {
  const host = '127.42.7.1';
  const plug = await virtualAesPlug(t, { answer, host });
  await saysItIs(t, host, itself);
  const { tries, turnedDown } = toldTries();
  await assert.rejects(openAs(plug.route, another, tries), notTheSame(itself));
  assert.deepEqual([plug.logins.length, turnedDown], [0, []]);
  await using session = await openAs(plug.route, itself);
  assert.equal(session.login, 'home');
});

// laws 4, 9
test('another plug that forgot the session is not logged in to anew', async (t) => {
  for (const [host, start] of [
    ['127.42.7.2', (o: { answer: typeof answer; host: string }) => virtualAesPlug(t, o)],
    ['127.42.7.3', (o: { answer: typeof answer; host: string }) => virtualTpapPlug(t, o)],
  ] as const) {
    const plug = await start({ answer, host });
    const now = [itself];
    await virtualUdpPlug(t, host, 20_002, () => now.map((mac) => tdpAnswer({ mac: mac.replaceAll(':', '-') })));
    const { tries, turnedDown } = toldTries();
    await using session = await openAs(plug.route, itself, tries);
    const before = 'logins' in plug ? plug.logins.length : plug.steps.length;
    now[0] = another;
    plug.forget();
    await assert.rejects(session.identify(within(20_000)), notTheSame(another));
    assert.deepEqual(['logins' in plug ? plug.logins.length : plug.steps.length, turnedDown], [before, []], host);
  }
});

// laws 4, 9
test('a TPAP plug is known by its greeting where no datagram gets through', async (t) => {
  const plug = await virtualTpapPlug(t, { answer, host: '127.42.7.4' });
  const { tries, turnedDown } = toldTries();
  await assert.rejects(openAs(plug.route, another, tries), notTheSame(itself));
  assert.deepEqual([plug.steps, turnedDown], [['discover'], []]);
});

// law 9
test('that another TPAP plug has locked itself is not held against the one that is meant', async (t) => {
  const host = '127.42.7.5';
  const plug = await virtualTpapPlug(t, { answer, host, onStep: () => ({ error_code: -2101 }) });
  await saysItIs(t, host, itself);
  const { tries, turnedDown } = toldTries();
  await assert.rejects(openAs(plug.route, another, tries), notTheSame(itself));
  assert.deepEqual([plug.steps, turnedDown], [[], []]);
});

test('what a conversation failed of is looked into: it may have been one with another plug', async (t) => {
  const host = '127.42.7.6';
  const plug = await virtualKlapPlug(t, { answer, host, password: 'of somebody else' });
  await saysItIs(t, host, itself);
  await assert.rejects(openAs(plug.route, another), notTheSame(itself));
  await assert.rejects(openAs(plug.route, itself), { code: 'needs-login' });
});

// law 12
test('a page where no datagram gets through is the silence of a network; beside a plug that answers it is a page', async (t) => {
  const plugOn = (host: string) =>
    virtualKlapPlug(t, {
      answer,
      host,
      intercept: (_, response) => {
        response.writeHead(302, { location: 'http://portal.hotel.example/' }).end();
        return true;
      },
    });
  await assert.rejects(openAs((await plugOn('127.42.7.9')).route, itself), { code: 'silent' });
  await saysItIs(t, '127.42.7.10', itself);
  await assert.rejects(openAs((await plugOn('127.42.7.10')).route, itself), { code: 'login-page' });
});

test('where one address stands for many plugs, each of them is found there', async (t) => {
  const host = '127.42.7.7';
  const plug = await virtualAesPlug(t, { answer, host });
  await saysItIs(t, host, another, '48:22:54:00:00:44', itself);
  await using session = await openAs(plug.route, itself);
  assert.equal(session.login, 'home');
});

test('where no datagram gets through, the plug is opened all the same', async (t) => {
  const plug = await virtualAesPlug(t, { answer, host: '127.42.7.8' });
  await using session = await openAs(plug.route, itself);
  assert.equal(session.login, 'home');
});
