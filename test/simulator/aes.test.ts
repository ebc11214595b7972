import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { AesClient, pem } from './clients/aes-client.ts';
import { startTestFleet } from './clients/fleets.ts';
import { httpPort } from './clients/http-port.ts';
import { post, replyIn } from './clients/klap-client.ts';
import { RawLine } from './clients/raw-line.ts';
import { probe } from './clients/tdp-client.ts';
import { inside } from './clients/xor-client.ts';

const owner = { email: 'user@example.com', password: 'p@ssw0rd Café' };
const info = { method: 'get_device_info' };

function clientOf(t: TestContext, address: string): AesClient {
  const client = new AesClient(address);
  t.after(() => client.close());
  return client;
}

test('SMART over AES, with either way of logging in, as announced', async (t) => {
  const { at, truth } = await startTestFleet(t, [
    { model: 'P110', transport: 'aes', alias: 'Büro 灯', account: owner },
    { model: 'P110', transport: 'aes', aes: { loginVersion: 1 }, account: owner },
    { model: 'P110', transport: 'aes', aes: { loginVersion: 1, announcesVersion: false }, account: owner },
  ]);
  const announced = await Promise.all([1, 2, 3].map(async (position) => (await probe(at(position)))[0]));
  assert.deepEqual(
    announced.map((answer) => [answer?.mgt_encrypt_schm['encrypt_type'], answer?.mgt_encrypt_schm['lv']]),
    [
      ['AES', 2],
      ['AES', 1],
      ['AES', undefined],
    ],
  );
  for (const [index, version] of ([2, 1, 1] as const).entries()) {
    const client = clientOf(t, at(index + 1));
    assert.equal(await client.login(owner, version), true);
    assert.equal(inside(await client.ask(info), 'result')['device_id'], truth(index).deviceId);
    const { handshakes, sessions, wrongLogins, readsServed, errors } = truth(index);
    assert.deepEqual(
      { handshakes, sessions, wrongLogins, readsServed, errors },
      {
        handshakes: 1,
        sessions: 1,
        wrongLogins: 0,
        readsServed: 1,
        errors: [],
      },
    );
  }
  assert.equal(await clientOf(t, at(1)).login(owner, 1), false, 'the other way is a wrong log-in');
});

test('a wrong account is -1501, ends the session and is counted; an unowned plug takes the Tapo account', async (t) => {
  const { at, truth } = await startTestFleet(t, [
    { model: 'P110', transport: 'aes', account: owner },
    { model: 'P110', transport: 'aes', account: null },
  ]);
  const client = clientOf(t, at(1));
  const beforeMs = Date.now();
  assert.equal(await client.login({ ...owner, password: 'P@ssw0rd Café' }), false);
  assert.deepEqual(await client.ask({ method: 'login_device', params: {} }), { outer: 9999 });
  assert.equal(await client.login({ ...owner, email: 'User@example.com' }), false);
  assert.equal(truth(0).wrongLogins, 2);
  assert.equal(truth(0).wrongLoginsAtMs.length, 2);
  assert.ok(truth(0).wrongLoginsAtMs.every((atMs) => atMs >= beforeMs && atMs <= Date.now()));
  assert.equal(await client.login(owner), true);
  assert.deepEqual([truth(0).sessions, truth(0).handshakes, truth(0).failedHandshakes], [1, 3, 0]);
  assert.equal(await clientOf(t, at(2)).login({ email: 'test@tp-link.net', password: 'test' }), true);
});

test('nothing but a log-in is heard without the token, nor with another', async (t) => {
  const { at, truth } = await startTestFleet(t, [{ model: 'P110', transport: 'aes', account: owner }]);
  const client = clientOf(t, at(1));
  await client.handshake();
  assert.deepEqual(await client.ask(info), { error_code: 9999 });
  client.token = '0'.repeat(32);
  assert.deepEqual(await client.ask({ method: 'device_reset' }), { outer: 9999 });
  assert.equal(await client.login(owner), true);
  const { token } = client;
  client.token = '';
  assert.deepEqual(await client.ask({ method: 'device_reset' }), { outer: 9999 });
  client.token = token;
  client.cookie = 'TP_SESSIONID=NOBODY';
  assert.deepEqual(await client.ask({ method: 'device_reset' }), { outer: 9999 });
  assert.deepEqual([truth(0).resetCommands, truth(0).readsServed], [[], 0]);
});

test('strict as a plug: key, length, path, JSON', async (t) => {
  const { at, truth } = await startTestFleet(t, [{ model: 'P110', transport: 'aes', account: owner }]);
  const client = clientOf(t, at(1));
  const long = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey);
  const curve = pem(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey);
  for (const key of [long, curve, 'key', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n']) {
    assert.deepEqual(await client.handshake(key), { error_code: -1010 });
  }
  assert.deepEqual([truth(0).handshakes, truth(0).failedHandshakes], [0, 4]);

  const raw = async (head: string, body = '') => {
    const line = await RawLine.open(at(1), httpPort);
    t.after(() => line.close());
    line.write(`${head}\r\n\r\n${body}`);
    return replyIn(await line.hear((arrived) => (arrived.includes('\r\n\r\n') ? arrived.length : undefined))).status;
  };
  assert.equal(await raw('POST /app HTTP/1.1\r\nHost: plug'), 500);
  assert.equal(await raw('POST /app HTTP/1.1\r\nTransfer-Encoding: chunked', '2\r\n{}\r\n0\r\n\r\n'), 500);
  assert.equal(await raw('GET /app HTTP/1.1\r\nHost: plug'), 404);

  const line = await RawLine.open(at(1), httpPort);
  t.after(() => line.close());
  const codeOf = async (path: string, body: string) =>
    JSON.parse(replyIn(await post(line, path, body)).body.toString()).error_code;
  assert.equal(await codeOf('/app', 'no JSON'), -1003);
  assert.equal(await codeOf('/app', '{"method":"get_device_info"}'), -1002);
  assert.equal(await codeOf('/', '{"method":"login","params":{"sub_method":"discover"}}'), 1003);
  assert.equal(replyIn(await post(line, '/app/handshake1', Buffer.alloc(16))).status, 404);
  await client.login(owner);
  const body = JSON.parse(
    replyIn(await client.post({ method: 'securePassthrough', params: { request: 'AAAA' } })).body.toString(),
  );
  assert.deepEqual(body, { error_code: -1005 });
});
