import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { connect } from 'node:tls';
import { createORPCClient, isDefinedError, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { challenge, type ErrorBody } from '../../contract/index.ts';
import type { Client } from '../../host/index.ts';
import { selfSigned } from '../devices/self-signed.ts';
import { serving } from './serving.ts';

const list = { method: 'POST', body: JSON.stringify({ json: {} }) };
/** The last word of a live answer. */
async function lastOf<R>(asked: Promise<AsyncGenerator<unknown, R, void>>): Promise<R> {
  const live = await asked;
  for (;;) {
    const next = await live.next();
    if (next.done) return next.value;
  }
}

async function onePlug(client: Client): Promise<string[]> {
  const mac = '50:C7:BF:00:00:01';
  await client.plugs.import({ file: new Blob([`mac\n${mac}\n`]), by: 'me' });
  return [mac];
}

const json = { 'content-type': 'application/json' };

test('the token is exchanged for a cookie that scripts cannot read, and leaves the address', async (t) => {
  const { ask, served, port } = await serving(t);
  const { status, headers } = await ask(`/?token=${served.token}`);
  assert.equal(status, 303);
  assert.equal(headers.location, '/');
  const [set = ''] = headers['set-cookie'] ?? [];
  assert.match(set, new RegExp(`^plugfleet-${port}=[\\w-]{32}; Path=/; HttpOnly; SameSite=Strict$`));
  assert.ok(!set.includes(served.token));
  const [cookie = ''] = set.split(';');
  assert.equal((await ask('/', { cookie })).body, '<!doctype html><title>Plugfleet</title>');
  assert.equal((await ask('/fleet', { cookie })).status, 200, 'a screen has an address');
});

// law 10
test('no page writes a file of the computer that serves it by its name', async (t) => {
  const { ask, host, served, folder } = await serving(t);
  await onePlug(host.client);
  const precious = join(folder, 'authorized_keys');
  writeFileSync(precious, 'mine');
  const headers = { ...json, authorization: `Bearer ${served.token}` };
  for (const [path, input] of [
    ['plugs/labels', { selection: { all: true }, file: precious }],
    ['cards/checklist', { selection: { all: true }, file: precious, by: 'a page' }],
  ] as const) {
    const answer = await ask(`/rpc/${path}`, headers, { method: 'POST', body: JSON.stringify({ json: input }) });
    assert.deepEqual([answer.status, readFileSync(precious, 'utf8')], [404, 'mine'], path);
  }
});

test('nothing is told to who brings no token, a wrong one or a forged cookie', async (t) => {
  const { ask, port, served } = await serving(t);
  for (const [path, headers] of [
    ['/', {}],
    ['/assets/app-1a2b.js', {}],
    ['/?token=wrong', {}],
    ['/', { cookie: `plugfleet-${port}=` }],
    ['/', { cookie: `plugfleet-${port}=${served.token}` }],
    ['/', { authorization: 'Bearer wrong' }],
    ['/', { authorization: `Basic ${served.token}` }],
  ] as const)
    assert.equal((await ask(path, headers)).status, 401, path);
  assert.equal((await ask('/rpc/plugs/list', json, list)).status, 401);
});

test('ten wrong tokens are slowed', async (t) => {
  const { ask } = await serving(t);
  const statuses: number[] = [];
  for (let n = 0; n < 10; n++) statuses.push((await ask(`/?token=guess${n}`)).status);
  assert.deepEqual([...new Set(statuses)], [401, 429]);
  const { headers } = await ask('/?token=guess');
  assert.ok(Number(headers['retry-after']) >= 1);
});

test('another name in the Host header gets nothing, so a rebound name is of no use', async (t) => {
  const { ask, port, served } = await serving(t);
  const cookieless = (host: string) => ask(`/?token=${served.token}`, { host });
  for (const host of ['evil.example', `evil.example:${port}`, `127.0.0.1:${Number(port) + 1}`, '127.0.0.1', 'a b'])
    assert.equal((await cookieless(host)).status, 421, host);
  for (const host of [`localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`])
    assert.equal((await cookieless(host)).status, 303, host);
});

test('a page of another site drives nothing, even with our cookie', async (t) => {
  const { ask, port, cookie } = await serving(t);
  const ours = { ...json, cookie: await cookie() };
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `http://127.0.0.1:${Number(port) + 1}` },
    { origin: `https://127.0.0.1:${port}` },
    { origin: `http://localhost:${port}` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])
    assert.equal((await ask('/rpc/plugs/list', { ...ours, ...headers }, list)).status, 403, JSON.stringify(headers));
  const own = { origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' };
  assert.deepEqual(JSON.parse((await ask('/rpc/plugs/list', { ...ours, ...own }, list)).body), { json: { plugs: [] } });
});

test('commands are posted: a link or a picture gives none', async (t) => {
  const { ask, cookie } = await serving(t);
  const { status } = await ask('/rpc/plugs/list?data=%7B%7D', { cookie: await cookie() });
  assert.equal(status, 405);
});

test('no path leads out of the page', async (t) => {
  const { ask, cookie } = await serving(t);
  const headers = { cookie: await cookie() };
  for (const path of [
    '/../secret.html',
    '/assets/../../secret.html',
    '/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '//secret.html',
  ])
    assert.equal((await ask(path, headers)).status, 404, path);
  assert.equal((await ask('/rpc/no/such', { ...headers, ...json }, list)).status, 404);
});

test('every answer says what a browser may do with it', async (t) => {
  const { ask, cookie } = await serving(t);
  const headers = { cookie: await cookie() };
  for (const path of ['/', '/assets/app-1a2b.js', '/nothing.js'])
    for (const given of [headers, undefined]) {
      const answer = await ask(path, given);
      assert.match(
        String(answer.headers['content-security-policy']),
        /default-src 'none'.*script-src 'self';.*frame-ancestors 'none'/,
      );
      assert.equal(answer.headers['x-content-type-options'], 'nosniff');
      assert.equal(answer.headers['referrer-policy'], 'no-referrer');
      assert.equal(answer.headers['x-frame-options'], 'DENY');
    }
  const packed = await ask('/assets/app-1a2b.js', { ...headers, 'accept-encoding': 'gzip, br' });
  assert.equal(packed.headers['content-encoding'], 'br');
  assert.match(packed.headers['cache-control'] ?? '', /immutable/);
  assert.match((await ask('/', headers)).headers['cache-control'] ?? '', /no-cache/);
});

test('a refusal has the status HTTP has for it, and stays what the contract says it is', async (t) => {
  const { ask, cookie, host, port, served } = await serving(t);
  const headers = { ...json, cookie: await cookie() };
  const login = { name: 'fleet', email: 'fleet@plugfleet.example', password: 'practice-1' };
  await host.client.logins.add(login);
  const post = async (path: string, input: unknown): Promise<number> =>
    (await ask(`/rpc/${path}`, headers, { method: 'POST', body: JSON.stringify({ json: input }) })).status;
  assert.equal(await post('plans/show', { plan: 'P-00000' }), 404);
  assert.equal(await post('logins/add', login), 422);
  assert.equal(await post('logins/add', { ...login, password: 7 }), 400);
  const { plan } = await lastOf(host.client.plans.make({ selection: { macs: await onePlug(host.client) } }));
  assert.equal(await post('runs/start', { plan: plan.id, confirm: 9, by: 'me' }), 409);
  const link = new RPCLink({
    url: `http://127.0.0.1:${port}/rpc`,
    headers: { authorization: `Bearer ${served.token}` },
  });
  const client: Client = createORPCClient(link);
  await assert.rejects(client.plans.show({ plan: 'P-00000' }), (thrown) => {
    assert.ok(thrown instanceof ORPCError && isDefinedError(thrown));
    assert.equal((thrown.data as ErrorBody).code, 'unknown-plan');
    return true;
  });
});

test('a program uses the whole contract with its token, live events too', async (t) => {
  const { served, port, host } = await serving(t);
  const headers = { authorization: `Bearer ${served.token}` };
  const client: Client = createORPCClient(new RPCLink({ url: `http://127.0.0.1:${port}/rpc`, headers }));
  assert.equal((await client.about()).readOnly, false);
  await client.plugs.import({ file: new Blob(['mac,label\n50:C7:BF:00:00:01,Lamp\n']), by: 'me' });
  const { file } = await client.plugs.export({ format: 'csv' });
  assert.match(await file.text(), /^mac,.+\r\n50:C7:BF:00:00:01,.+Lamp/);
  const stop = new AbortController();
  const news = await client.plugs.watch(undefined, { signal: stop.signal });
  const first = await news.next();
  assert.ok(!first.done && first.value.kind === 'snapshot');
  assert.deepEqual(
    first.value.plugs.map((plug) => plug.label),
    ['Lamp'],
  );
  await host.client.plugs.own({ selection: { all: true }, by: 'someone in this process' });
  const second = await news.next();
  assert.ok(!second.done && second.value.kind === 'plugs');
  assert.deepEqual([second.value.n, second.value.plugs.map((plug) => plug.owned)], [first.value.n + 1, [true]]);
  stop.abort();
  await assert.rejects(client.plugs.show({ mac: '50:C7:BF:00:00:02' }), {
    code: 'PLUGFLEET',
    message: /not in the inventory/,
  });
  const { entries, more } = await client.ledger.list({ limit: 1, text: 'SOMEONE' });
  assert.deepEqual([entries.map((entry) => entry.kind), more], [['owned'], false]);
});

test('other computers are served over TLS only, unless that is waived', async (t) => {
  await assert.rejects(serving(t, { host: '0.0.0.0' }), { code: 'bad-input', message: /TLS/ });
  const { ask, port, served } = await serving(t, { host: '0.0.0.0', waiveTls: true });
  assert.equal(
    (await ask(`/?token=${served.token}`, { host: `192.0.2.7:${port}` })).status,
    303,
    'by any of its addresses',
  );
  assert.equal((await ask(`/?token=${served.token}`, { host: `rebound.example:${port}` })).status, 421);
  await assert.rejects(serving(t, { tls: { cert: '/nowhere', key: '/nowhere' } }), { code: 'file-unreadable' });
});

test('a taken port and a page that is not built are said', async (t) => {
  const { folder } = await serving(t);
  const other = createServer().listen(0, '127.0.0.1');
  t.after(() => other.close());
  await once(other, 'listening');
  const taken = other.address();
  assert.ok(taken !== null && typeof taken === 'object');
  await assert.rejects(serving(t, { port: taken.port }), { code: 'port-taken' });
  await assert.rejects(serving(t, { page: join(folder, 'nowhere') }), {
    code: 'file-unreadable',
    message: /npm run build/,
  });
});

test('without the right token a Plugfleet says that it is one, and nothing more', async (t) => {
  const { ask, served } = await serving(t);
  for (const path of ['/', '/?token=wrong']) {
    const { status, headers } = await ask(path);
    assert.deepEqual([status, headers['www-authenticate']], [401, challenge]);
  }
  assert.equal(served.fingerprint, null);
});

test('over TLS the fingerprint that is told is the one the certificate has; a token that is given is kept', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-tls-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const { cert, key } = selfSigned();
  writeFileSync(files.cert, cert);
  writeFileSync(files.key, key);
  const token = 'a-token-that-was-kept-before';
  const { served, port } = await serving(t, { tls: files, token });
  assert.equal(served.token, token);
  const socket = connect({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  assert.equal(socket.getPeerCertificate().fingerprint256, served.fingerprint);
  socket.destroy();
});
