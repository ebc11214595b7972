import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import type { PlugSpec } from '../../simulator/index.ts';
import { startTestFleet } from './clients/fleets.ts';
import { httpPort } from './clients/http-port.ts';
import { post, replyIn } from './clients/klap-client.ts';
import { RawLine } from './clients/raw-line.ts';
import { probe } from './clients/tdp-client.ts';
import { TpapClient } from './clients/tpap-client.ts';
import { inside } from './clients/xor-client.ts';

const owner = { email: 'user@example.com', password: 'p@ssw0rd Café' };
const wrong = { ...owner, password: 'P@ssw0rd Café' };
const plug: Omit<PlugSpec, 'address'> = { model: 'P115', transport: 'tpap', account: owner };
const info = { method: 'get_device_info' };

function clientOf(t: TestContext, address: string, mac?: string): TpapClient {
  const client = new TpapClient(address, mac);
  t.after(() => client.close());
  return client;
}

test('SMART over TPAP, under each cipher', async (t) => {
  const ciphers = ['aes_128_ccm', 'aes_256_ccm', 'chacha20_poly1305'] as const;
  const { at, truth } = await startTestFleet(
    t,
    ciphers.map((cipher) => ({ ...plug, tpap: { cipher } })),
  );
  for (const [index, cipher] of ciphers.entries()) {
    const client = clientOf(t, at(index + 1));
    const { result } = await client.discover();
    const tpap = { tls: 0, dac: 0, noc: 0, pake: [2], port: httpPort };
    const mac = truth(index).mac.replaceAll(':', '');
    assert.deepEqual(result, { sub_method: 'discover', tpap_preferred: true, mac, tpap });
    assert.equal((await client.tryLogin(owner, { cipher })).error_code, 0);
    assert.equal(inside(await client.ask(info), 'result')['device_id'], truth(index).deviceId);
    assert.deepEqual(await client.ask({ method: 'getDeviceInfo' }), { error_code: -1002 });
    const { handshakes, failedHandshakes, sessions, wrongLogins, readsServed, errors } = truth(index);
    assert.deepEqual(
      { handshakes, failedHandshakes, sessions, wrongLogins, readsServed, errors },
      {
        handshakes: 1,
        failedHandshakes: 0,
        sessions: 1,
        wrongLogins: 0,
        readsServed: 2,
        errors: [],
      },
    );
  }
});

test('every rule for the password lets the owner in and keeps others out; one nobody knows lets nobody in', async (t) => {
  const rules: PlugSpec['tpap'][] = [
    ...([1, 2, 3, 4, 5] as const).map((passwdId) => ({ passwdId })),
    { extraCrypt: 'none' },
    { extraCrypt: 'password_authkey' },
    { extraCrypt: 'password_sha_with_salt' },
    { extraCrypt: 'unknown' },
  ];
  const { at, truth } = await startTestFleet(
    t,
    rules.map((tpap) => ({ ...plug, tpap: { ...tpap, iterations: 10 } })),
  );
  const stranger = { email: 'other@example.com', password: 'another' };
  for (const [index, rule] of rules.entries()) {
    const client = clientOf(t, at(index + 1), truth(index).mac);
    assert.equal(await client.login(stranger), false, JSON.stringify(rule));
    assert.equal(await client.login(owner), rule?.extraCrypt !== 'unknown', JSON.stringify(rule));
  }
});

test('an unowned plug takes the passcode made from its MAC, and no password', async (t) => {
  const { at, truth } = await startTestFleet(t, [{ ...plug, account: null }]);
  const [answer] = await probe(at(1));
  assert.deepEqual(inside(answer, 'tpap')['pake'], [0]);
  const client = clientOf(t, at(1), truth(0).mac);
  assert.equal((await client.tryLogin(owner)).error_code, -2202);
  assert.equal(await client.login(null), true);
  assert.equal(inside(await client.ask(info), 'result')['device_id'], truth(0).deviceId);
  const neighbour = clientOf(t, at(1), '00:11:22:33:44:55');
  assert.equal(await neighbour.login(null), false);
});

test('a plug with a rarer user name, and one that does not know it', async (t) => {
  const { at } = await startTestFleet(t, [{ ...plug, tpap: { userHashType: 1 } }]);
  const client = clientOf(t, at(1));
  const { result } = await client.discover();
  assert.equal(inside(result, 'tpap')['user_hash_type'], 1);
  assert.equal((await client.tryLogin(owner)).error_code, -1008);
  const username = '8C6976E5B5410415BDE908BD4DEE15DFB167A9C873FC4BB8A81F6F2AB448A918';
  assert.equal((await client.tryLogin(owner, { username })).error_code, 0);
});

test('over TLS: discover on the HTTP port, all else behind a certificate of its own', async (t) => {
  const { at, truth, fleet } = await startTestFleet(t, [{ ...plug, tpap: { tls: 1 } }, plug]);
  const client = clientOf(t, at(1));
  assert.equal((await client.register()).error_code, 1003, 'not on the HTTP port');
  const { result } = await client.discover();
  assert.deepEqual([inside(result, 'tpap')['tls'], inside(result, 'tpap')['port']], [1, 4433]);
  assert.equal(await client.login(owner), true);
  assert.equal(inside(await client.ask(info), 'result')['device_id'], truth(0).deviceId);
  client.close();
  assert.equal(
    inside(await client.ask(info), 'result')['device_id'],
    truth(0).deviceId,
    'sessions outlive connections',
  );
  assert.deepEqual(truth(0).errors, []);

  // what comes in clear text to the TLS port is no request
  const line = await RawLine.open(at(1), 4433);
  t.after(() => line.close());
  line.write('POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n');
  assert.equal((await line.hear(() => undefined, 2000)).end, 'closed');
  await fleet.swap(truth(0).mac, truth(1).mac);
  await assert.rejects(RawLine.open(at(1), 4433), { code: 'ECONNREFUSED' });
});

test('a wrong password is -2203 and counts down; then every step is -2101, until power-up', async (t) => {
  const { at, truth, fleet } = await startTestFleet(t, [{ ...plug, tpap: { locksAfter: 3, iterations: 10 } }]);
  const client = clientOf(t, at(1));
  const told = [await client.tryLogin(wrong), await client.tryLogin(wrong)];
  assert.deepEqual(told, [
    { error_code: -2203, error_info: { failedAttempts: 1, remainAttempts: 2 } },
    { error_code: -2203, error_info: { failedAttempts: 2, remainAttempts: 1 } },
  ]);
  assert.equal(await client.login(owner), true, 'a right one starts the count anew');
  for (let attempt = 0; attempt < 3; attempt += 1) assert.equal(await client.login(wrong), false);
  assert.deepEqual(await client.discover(), { error_code: -2101 });
  assert.equal(truth(0).triesWhileLocked, 0, 'discover is no try');
  assert.equal((await client.tryLogin(owner)).error_code, -2101);
  assert.equal((await client.step('pake_share', {})).error_code, -2101);
  const { wrongLogins, failedHandshakes, sessions, triesWhileLocked, wrongLoginsAtMs } = truth(0);
  assert.deepEqual(
    { wrongLogins, failedHandshakes, sessions, triesWhileLocked },
    {
      wrongLogins: 5,
      failedHandshakes: 5,
      sessions: 1,
      triesWhileLocked: 2,
    },
  );
  assert.deepEqual(wrongLoginsAtMs, wrongLoginsAtMs.toSorted());
  fleet.powerOff(truth(0).mac);
  await fleet.powerOn(truth(0).mac);
  client.close();
  assert.equal(await client.login(owner), true);
});

test('what a plug turns away at log-in', async (t) => {
  const { at, truth } = await startTestFleet(t, [plug]);
  const client = clientOf(t, at(1));
  const code = async (answer: Promise<{ error_code: number }>) => (await answer).error_code;
  assert.equal(await code(client.register(randomBytes(31))), -1008);
  assert.equal(await code(client.register(randomBytes(32), { username: owner.email })), -1008);
  assert.equal(await code(client.register(randomBytes(32), { suites: [2, 3] })), -2201);
  assert.equal(await code(client.register(randomBytes(32), { cipher: 'chacha20_poly1305' })), -2201);
  assert.equal(await code(client.register(randomBytes(32), { passcode: 'default_userpw' })), -2202);
  assert.equal(await code(client.register(randomBytes(32), { passcode: 'shared_token' })), -2202);
  assert.equal(await code(client.step('pake_share', {})), -1501, 'nothing was registered');
  await client.register();
  const offCurve = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]).toString('base64');
  assert.equal(await code(client.step('pake_share', { user_share: offCurve, user_confirm: '' })), -1008);
  assert.equal(await code(client.step('pake_share', {})), -1501, 'a register is good for one share');
  assert.equal(await code(client.step('nonsense', {})), -1008);
  assert.deepEqual([truth(0).wrongLogins, truth(0).sessions], [0, 0]);
});

test('frames: each number once and upward, each in its session', async (t) => {
  const { at, truth } = await startTestFleet(t, [plug]);
  const client = clientOf(t, at(1));
  await client.login(owner);
  await client.ask(info);
  client.seq -= 1;
  assert.equal(client.read(await client.send({ method: 'device_reset' })), '{"error_code":-40413}');
  client.seq += 3;
  await client.ask(info);
  assert.equal(client.read(await client.sendFrame(randomBytes(40))), '{"error_code":-40413}');
  assert.equal(client.read(await client.sendFrame(Buffer.alloc(3))), '{"error_code":-40413}');
  client.stok = '0'.repeat(32);
  assert.equal(client.read(await client.send({ method: 'device_reset' })), '{"error_code":-2402}');
  assert.deepEqual([truth(0).resetCommands, truth(0).readsServed], [[], 2]);
});

test('KLAP is refused with 403 and the AES handshake with 1003', async (t) => {
  const { at } = await startTestFleet(t, [plug]);
  const line = await RawLine.open(at(1), httpPort);
  t.after(() => line.close());
  assert.equal(replyIn(await post(line, '/app/handshake1', Buffer.alloc(16))).status, 403);
  const handshake = JSON.stringify({ method: 'handshake', params: { key: '' } });
  assert.equal(replyIn(await post(line, '/app', handshake)).body.toString(), '{"error_code":1003}');
});

test('the salt is kept, and with it what is dear to make of it, until a wrong password', async (t) => {
  const { at } = await startTestFleet(t, [plug, plug]);
  const saltOf = async (client: TpapClient) => inside(await client.register(), 'result')['dev_salt'];
  const [first, second] = [clientOf(t, at(1)), clientOf(t, at(2))];
  const salt = await saltOf(first);
  assert.equal(await first.login(owner), true);
  assert.equal(await saltOf(first), salt);
  assert.notEqual(await saltOf(second), salt);
  assert.equal(await first.login(wrong), false);
  assert.notEqual(await saltOf(first), salt);
});
