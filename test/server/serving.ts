import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { openHost } from '../../host/index.ts';
import { serve } from '../../server/serve.ts';

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A fleet of its own, served on loopback with a page of two files. */
export async function serving(t: TestContext, o: Partial<Parameters<typeof serve>[1]> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-serve-'));
  const page = join(folder, 'page');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Plugfleet</title>');
  writeFileSync(join(page, 'assets', 'app-1a2b.js'), `console.log('${'long enough to pack '.repeat(50)}');`);
  writeFileSync(join(folder, 'secret.html'), 'not for the page');
  const host = openHost({
    db: join(folder, 'fleet.db'),
    mode: 'own',
    command: 'test',
    env: { PLUGFLEET_INTERFACES: 'lo', PLUGFLEET_NO_KEYRING: '1', PLUGFLEET_VAULT_KEY: '5a'.repeat(32) },
  });
  const options = { host: '127.0.0.1', port: 0, tls: undefined, waiveTls: false, page, ...o };
  const served = await serve(host, options, () => Promise.reject(new Error('no practice here')));
  t.after(async () => {
    await served[Symbol.asyncDispose]();
    await host[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });
  const { port } = new URL(served.url);
  /** One plain request; nothing is added that a browser would add. */
  const ask = async (
    path: string,
    headers: Record<string, string> = {},
    send: { method?: string; body?: string } = {},
  ): Promise<Answer> => {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const asking = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: send.method ?? 'GET',
        headers: { host: `127.0.0.1:${port}`, ...headers },
      },
      resolve,
    );
    asking.on('error', reject);
    asking.end(send.body);
    const answer = await promise;
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) };
  };
  const cookie = async (): Promise<string> => {
    const { headers } = await ask(`/?token=${served.token}`);
    return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  };
  return { served, host, port, ask, cookie, folder };
}
