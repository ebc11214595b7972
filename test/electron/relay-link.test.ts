import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { RelayLink } from '../../electron/relay-link.ts';
import { serving } from '../server/serving.ts';

const ask = (link: RelayLink): Promise<Response> =>
  link.send(
    new Request('http://plugfleet/rpc/plugs/list', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ json: {} }),
    }),
  );
const is = (problem: string) => (thrown: { problem?: { is: string } }) => thrown.problem?.is === problem;

test('a Plugfleet is known before it hears the token, and lets in for a session', async (t) => {
  const { served, port } = await serving(t);
  const link = new RelayLink({ origin: `http://127.0.0.1:${port}`, fingerprint: null, token: served.token });
  await link.knock();
  await link.enter();
  const answer = await ask(link);
  assert.equal(answer.status, 200);
  assert.deepEqual(await answer.json(), { json: { plugs: [] } });
});

test('a session that is over is begun anew with the token, and the call is asked once more', async (t) => {
  const { served, port } = await serving(t);
  const link = new RelayLink({ origin: `http://127.0.0.1:${port}`, fingerprint: null, token: served.token });
  // never entered: the first call is turned away, as after a restart; many at once cost one exchange
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask(link)));
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
});

test('a wrong token, and too many of them', async (t) => {
  const { port } = await serving(t);
  const link = new RelayLink({ origin: `http://127.0.0.1:${port}`, fingerprint: null, token: 'wrong' });
  await assert.rejects(ask(link), is('token-wrong'));
  await assert.rejects(
    (async () => {
      for (;;) await link.enter().catch((thrown) => (is('token-wrong')(thrown) ? undefined : Promise.reject(thrown)));
    })(),
    is('too-many-tries'),
  );
});

test('whoever does not answer as a Plugfleet does, hears nothing', async (t) => {
  const heard = await stranger(t, 421);
  await assert.rejects(heard.link.knock(), is('other-name'));
  for (const status of [200, 302, 401, 500]) {
    const { link, asked } = await stranger(t, status);
    await assert.rejects(link.knock(), is('not-plugfleet'));
    assert.deepEqual(asked, ['/']);
  }
});

/** A server that says the same to everybody. */
async function stranger(t: TestContext, status: number): Promise<{ link: RelayLink; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(status, { 'WWW-Authenticate': 'Bearer', Location: '/elsewhere' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const origin = `http://127.0.0.1:${address.port}`;
  return { link: new RelayLink({ origin, fingerprint: null, token: 'secret' }), asked };
}
