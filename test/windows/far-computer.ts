import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createServer, type Server } from 'node:tls';
import { version } from '../../cli/version.ts';
import { type Host, openHost } from '../../host/index.ts';
import { serve } from '../../server/index.ts';
import { selfSigned } from '../devices/self-signed.ts';
import { builtPage, pageFolder } from './window.ts';

type Serving = Awaited<ReturnType<typeof serve>>;

/** A computer beside the plugs that serves its fleet with TLS, with a certificate that nobody signed. */
export interface FarComputer {
  host: Host;
  /** Where it is reached, the same after each start. */
  readonly place: string;
  /** As it prints it. */
  readonly url: string;
  readonly fingerprint: string;
  start(o?: { newCertificate?: boolean; newToken?: boolean }): Promise<void>;
  stop(): Promise<void>;
}

const address = '127.0.0.5';
const fixed = 'the-token-of-the-far-computer';

export async function farComputer(t: TestContext, o: { version?: string } = {}): Promise<FarComputer> {
  await builtPage();
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-far-'));
  const host = openHost({
    db: join(folder, 'fleet.db'),
    mode: 'own',
    command: 'test',
    env: { PLUGFLEET_INTERFACES: 'lo', PLUGFLEET_NO_KEYRING: '1', PLUGFLEET_VAULT_KEY: '5a'.repeat(32) },
    about: { version: o.version ?? version(), by: 'Box' },
  });
  const tls = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const renew = (): void => {
    const { cert, key } = selfSigned();
    writeFileSync(tls.cert, cert);
    writeFileSync(tls.key, key);
  };
  renew();
  let port = 0;
  let serving: Serving | undefined;
  const now = (): Serving => {
    if (serving === undefined) throw new Error('it does not serve now');
    return serving;
  };
  const far: FarComputer = {
    host,
    get place() {
      return `${address}:${port}`;
    },
    get url() {
      return now().url;
    },
    get fingerprint() {
      return now().fingerprint ?? '';
    },
    async start({ newCertificate = false, newToken = false } = {}) {
      if (newCertificate) renew();
      const token = newToken ? undefined : fixed;
      const options = { host: address, port, tls, waiveTls: false, page: pageFolder, token };
      serving = await serve(host, options, () => Promise.reject(new Error('no practice here')));
      port = Number(new URL(serving.url).port);
    },
    async stop() {
      await serving?.[Symbol.asyncDispose]();
      serving = undefined;
    },
  };
  await far.start();
  t.after(async () => {
    await far.stop();
    await host[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });
  return far;
}

/** Somebody else who answers in its place, with a certificate of his own, and keeps what he is told. */
export async function impostorAt(
  t: TestContext,
  place: string,
): Promise<{ heard: () => string; visits: () => number; leave: () => Promise<void> }> {
  const [host, port] = place.split(':');
  let heard = '';
  let visits = 0;
  const server: Server = createServer(selfSigned(), (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      heard += String(bytes);
    });
  });
  server.on('connection', () => {
    visits += 1;
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen({ host, port: Number(port) }, resolve));
  const leave = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  t.after(() => server.close());
  return { heard: () => heard, visits: () => visits, leave };
}
