import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isIP } from 'node:net';
import { challenge, PlugfleetError } from '../contract/index.ts';
import { type Host, type OpenPractice, type RpcOverHttp, rpcOverHttp } from '../host/index.ts';
import { Admission } from './admission.ts';
import { say, sendFile, setAlways } from './answer.ts';
import { isFromUs, namesUs, type Place } from './origin.ts';
import { type PageFile, readPage } from './page-files.ts';

export interface ServeOptions {
  /** Name or address to listen on. */
  host: string;
  /** 0: any free one. */
  port: number;
  /** Files in PEM. */
  tls: { cert: string; key: string } | undefined;
  /** Serve another host than this computer's own without TLS all the same: everybody on the way reads along. */
  waiveTls: boolean;
  /** The token to let in with; without it a new one is made. */
  token?: string | undefined;
  /** Folder of the built page. */
  page: string;
}

export interface Serving extends AsyncDisposable {
  /** With the token: whoever has it may do everything. */
  url: string;
  token: string;
  /** SHA-256 of the certificate, for whoever compares it from afar; null without TLS. */
  fingerprint: string | null;
}

const loopback = ['127.0.0.1', 'localhost', '::1'];
const isLoopback = (host: string): boolean => loopback.includes(host) || /^127\.\d+\.\d+\.\d+$/.test(host);
const everyAddress = ['0.0.0.0', '::'];

/**
 * Serves the window and the contract over HTTP; under `/practice/` the same over virtual plugs, which are started by
 * the first visit.
 * @param practise opens them
 * @throws `bad-input` (TLS missing or unreadable), `port-taken`, `no-permission`
 */
export async function serve(host: Host, o: ServeOptions, practise: () => Promise<OpenPractice>): Promise<Serving> {
  if (o.tls === undefined && !isLoopback(o.host) && !o.waiveTls)
    throw new PlugfleetError(
      'bad-input',
      `serving ${o.host} to other computers without TLS would show passwords to everybody on the way: ` +
        'give --tls-cert and --tls-key, or --no-tls to accept that',
    );
  const page = await readPage(o.page).catch((cause: unknown) => {
    throw new PlugfleetError('file-unreadable', `the page is not built: there is no ${o.page} (npm run build)`, {
      cause,
    });
  });
  const admission = new Admission(() => performance.now(), o.token);
  const { server, fingerprint } =
    o.tls === undefined ? { server: createServer(), fingerprint: null } : tlsServer(o.tls);
  // a client that sends its head or body drop by drop is let go
  server.headersTimeout = 10_000;
  server.requestTimeout = 300_000;
  server.maxConnections = 500;
  await listen(server, o);
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : o.port;
  const scheme = o.tls === undefined ? 'http' : 'https';
  const place: Place = { scheme, port, hosts: hostsOf(o.host), everyAddress: everyAddress.includes(o.host) };
  const rpc = rpcOverHttp(host, rpcPath);
  const practice = new PracticeDoor(practise);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response, { place, admission, page, rpc, practice }).catch((cause: unknown) => {
      // the answer may be half way out already: then cutting it off is all that is left
      if (response.headersSent) response.destroy();
      else say(response, 500, `A fault in Plugfleet: ${cause instanceof Error ? cause.name : 'unknown'}`);
    });
  });
  const shown = everyAddress.includes(o.host) ? '127.0.0.1' : o.host;
  return {
    token: admission.token,
    fingerprint,
    url: `${scheme}://${isIP(shown) === 6 ? `[${shown}]` : shown}:${port}/?token=${admission.token}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await practice.close();
    },
  };
}

function tlsServer({ cert, key }: { cert: string; key: string }): { server: Server; fingerprint: string } {
  const read = (file: string): Buffer => {
    try {
      return readFileSync(file);
    } catch (cause) {
      throw new PlugfleetError('file-unreadable', `${file} cannot be read`, { cause });
    }
  };
  const files = { cert: read(cert), key: read(key) };
  try {
    return { server: createTlsServer(files), fingerprint: new X509Certificate(files.cert).fingerprint256 };
  } catch (cause) {
    throw new PlugfleetError('bad-input', `${cert} and ${key} are no certificate and key that belong together (PEM)`, {
      cause,
    });
  }
}

async function listen(server: Server, { host, port }: ServeOptions): Promise<void> {
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'EADDRINUSE') throw new PlugfleetError('port-taken', `${host}:${port} is taken`, { cause });
    if (code === 'EACCES') throw new PlugfleetError('no-permission', `${host}:${port} may not be used`, { cause });
    throw new PlugfleetError('bad-input', `cannot listen on ${host}:${port} (${code})`, { cause });
  }
}

/** Names by which people reach it. */
function hostsOf(host: string): string[] {
  if (isLoopback(host)) return [...new Set([...loopback, host])];
  return everyAddress.includes(host) ? [...loopback, host] : [host.toLowerCase()];
}

interface House {
  place: Place;
  admission: Admission;
  page: ReadonlyMap<string, PageFile>;
  rpc: RpcOverHttp;
  practice: PracticeDoor;
}

const unknown = { 'WWW-Authenticate': challenge };

const rpcPath = '/rpc';
const practicePath = '/practice';

/** Virtual plugs from the first call to the end. */
class PracticeDoor {
  readonly #practise: () => Promise<OpenPractice>;
  #open: Promise<{ opened: OpenPractice; rpc: RpcOverHttp }> | undefined;

  constructor(practise: () => Promise<OpenPractice>) {
    this.#practise = practise;
  }

  readonly rpc: RpcOverHttp = async (request, response) => {
    this.#open ??= this.#start();
    const { rpc } = await this.#open;
    return await rpc(request, response);
  };

  async #start(): Promise<{ opened: OpenPractice; rpc: RpcOverHttp }> {
    try {
      const opened = await this.#practise();
      return { opened, rpc: rpcOverHttp(opened.host, `${practicePath}${rpcPath}`) };
    } catch (thrown) {
      // the next visit may try again
      this.#open = undefined;
      throw thrown;
    }
  }

  async close(): Promise<void> {
    const open = await this.#open?.catch(() => undefined);
    await open?.opened[Symbol.asyncDispose]();
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, house: House): Promise<void> {
  const { place, admission, page, rpc } = house;
  setAlways(response, place.scheme === 'https');
  if (!namesUs(request, place)) return say(response, 421, 'This is not the host you named.');
  if (!isFromUs(request, place)) return say(response, 403, 'Plugfleet takes no orders from other pages.');
  if (!request.url?.startsWith('/')) return say(response, 400, 'Plugfleet is no proxy.');
  const url = new URL(`${place.scheme}://plugfleet${request.url}`);
  const cookie = `plugfleet-${place.port}`;

  const token = url.searchParams.get('token') ?? bearer(request);
  if (token !== null) {
    const verdict = admission.tryToken(token, request.socket.remoteAddress ?? '');
    if (verdict.let === 'wait')
      return say(response, 429, 'Too many wrong tokens. Wait a moment.', {
        'Retry-After': String(Math.ceil(verdict.waitMs / 1000)),
      });
    if (verdict.let === 'out') return say(response, 401, 'That token is not the one plugfleet serve printed.', unknown);
    if (url.searchParams.has('token')) {
      const secure = place.scheme === 'https' ? '; Secure' : '';
      const session = `${cookie}=${admission.newSession()}; Path=/; HttpOnly; SameSite=Strict${secure}`;
      response.writeHead(303, { Location: '/', 'Set-Cookie': session, 'Cache-Control': 'no-store' });
      response.end();
      return;
    }
  } else if (!admission.hasSession(cookieOf(request, cookie))) {
    return say(response, 401, 'Open the address that plugfleet serve printed: it carries the token.', unknown);
  }

  const calls: readonly [string, RpcOverHttp][] = [
    [`${rpcPath}/`, rpc],
    [`${practicePath}${rpcPath}/`, house.practice.rpc],
  ];
  const call = calls.find(([path]) => url.pathname.startsWith(path))?.[1];
  if (call !== undefined) {
    if (!(await call(request, response))) say(response, 404, 'There is no such command.');
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return say(response, 405, 'Only GET.', { Allow: 'GET, HEAD' });
  // addresses of screens are the page's own business; a file that is missing is missing
  const file = page.get(url.pathname) ?? (url.pathname.includes('.') ? undefined : page.get('/index.html'));
  if (file === undefined) return say(response, 404, 'There is no such file.');
  sendFile(request, response, file);
}

/** The token of a program, which has no cookies. */
function bearer({ headers }: IncomingMessage): string | null {
  return /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? null;
}

function cookieOf({ headers }: IncomingMessage, name: string): string {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value !== undefined) return value;
  }
  return '';
}
