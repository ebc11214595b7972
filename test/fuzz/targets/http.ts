import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { HttpWire, WireError } from '../../../devices/transports/http-wire.ts';
import { openHost } from '../../../host/index.ts';
import { serve } from '../../../server/serve.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { withoutHaste } from '../reading.ts';

/** What is set up once for many inputs, by the first of them, and taken down after the last. */
class Kept<T extends AsyncDisposable> {
  readonly #open: () => Promise<T>;
  #opened: Promise<T> | undefined;

  constructor(open: () => Promise<T>) {
    this.#open = open;
  }

  get(): Promise<T> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  async close(): Promise<void> {
    const opened = await this.#opened;
    this.#opened = undefined;
    await opened?.[Symbol.asyncDispose]();
  }
}

/** A server that answers the next question with whatever bytes it is given, and hangs up. */
async function openPlug() {
  const said: { bytes: Buffer } = { bytes: Buffer.alloc(0) };
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(said.bytes));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    said,
    port,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

const plug = new Kept(openPlug);
const mostBytes = 4096;
const lines = (...all: string[]): Buffer => Buffer.from(all.join('\r\n'));

/** The bytes of a plug's HTTP server, from a real connection up to the answer that is handed on. */
const httpReply: FuzzTarget = {
  name: 'http-reply',
  samples: [
    lines('HTTP/1.1 200 OK', 'Content-Type: application/json', 'Content-Length: 16', '', '{"error_code":0}'),
    lines('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '5', '{"a":', '2;x=y', '1}', '0', 'T: 1', '', ''),
    lines('HTTP/1.0 403 Forbidden', 'Server: SHIP 2.0', 'Set-Cookie: TP_SESSIONID=AB;TIMEOUT=1440', '', 'no'),
    lines('HTTP/1.1 100 Continue', '', 'HTTP/1.1 200 OK', 'content-length:0', 'Connection: keep-alive', '', ''),
    lines('HTTP/1.1 101 Switching Protocols', 'Upgrade: x', 'Connection: Upgrade', '', '\0\x01'),
    lines('HTTP/1.1 200', 'Content-Length: 5000', '', 'x'.repeat(5000)),
  ],
  codes: ['login-page'],
  read: async (input) => {
    const { said, port } = await plug.get();
    said.bytes = input;
    using wire = new HttpWire({ host: '127.0.0.1', port, dialect: 'smart', transport: 'klap-2', tls: false });
    const question = { path: '/app', headers: {}, body: Buffer.from('x'), mostBytes };
    try {
      const { status, rawHeaders, body } = await withoutHaste((deadline) => wire.post(question, deadline));
      assert.ok(Number.isInteger(status) && status >= 0 && status <= 99_999, `${status}`);
      assert.ok(body.length <= mostBytes && rawHeaders.length % 2 === 0);
    } catch (thrown) {
      if (!(thrown instanceof WireError)) throw thrown;
      assert.match(thrown.code, /^[A-Za-z_-]{1,60}$/);
    }
  },
  oneIn: 5,
  end: () => plug.close(),
};

/** A fleet that is only looked at, so that a million inputs leave nothing behind, served on loopback. */
async function openServer() {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-fuzz-'));
  const env = { PLUGFLEET_INTERFACES: 'lo', PLUGFLEET_NO_KEYRING: '1', PLUGFLEET_VAULT_KEY: '5a'.repeat(32) };
  const fleet = { db: join(folder, 'fleet.db'), command: 'fuzz', env };
  await openHost({ ...fleet, mode: 'own' })[Symbol.asyncDispose]();
  const page = join(folder, 'page');
  mkdirSync(page);
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Plugfleet</title>');
  const host = openHost({ ...fleet, mode: 'read' });
  const options = { host: '127.0.0.1', port: 0, tls: undefined, waiveTls: false, page };
  const served = await serve(host, options, () => Promise.reject(new Error('no practice here')));
  const port = Number(new URL(served.url).port);
  const { headers } = await fetch(served.url, { redirect: 'manual' });
  const [cookie = ''] = (headers.get('set-cookie') ?? '').split(';');
  return {
    port,
    cookie,
    [Symbol.asyncDispose]: async () => {
      await served[Symbol.asyncDispose]();
      await host[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const server = new Kept(openServer);

/** Stand in the samples for what is known only when the server is up. */
const [portMark, cookieMark, lengthMark] = ['<port>', '<cookie>', '<length>'];
const request = (first: string, headers: readonly string[], body = ''): Buffer =>
  lines(`${first} HTTP/1.1`, `Host: 127.0.0.1:${portMark}`, `Cookie: ${cookieMark}`, ...headers, '', body);
const call = (path: string, json: unknown): Buffer =>
  request(
    `POST /rpc/${path}`,
    ['Content-Type: application/json', `Content-Length: ${lengthMark}`],
    JSON.stringify({ json }),
  );
const part = (head: string, body: string): string =>
  `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`;

/** Writes the length of the body where it is wished for, and an end behind it. */
function withLength(text: Buffer): Buffer {
  const mark = text.indexOf(lengthMark);
  const head = text.indexOf('\r\n\r\n');
  if (mark < 0 || head < mark) return text;
  const length = Buffer.from(String(text.length - head - 4));
  return Buffer.concat([text.subarray(0, mark), length, text.subarray(mark + lengthMark.length)]);
}

/** 413: longer than what is taken; 431: a head too long. Not one that says there is a fault here. */
const statuses = [200, 204, 206, 303, 304, 400, 401, 403, 404, 405, 408, 409, 413, 415, 417, 421, 422, 431, 503];

/** A request byte by byte, up to a real host: what a browser, or whoever has its session, can send. */
const httpApi: FuzzTarget = {
  name: 'http-api',
  samples: [
    request('GET /', ['Accept-Encoding: gzip, br']),
    request('HEAD /plugs/x.js', ['Origin: http://127.0.0.1:<port>', 'Sec-Fetch-Site: same-origin']),
    call('plugs/list', { all: true, standing: ['ready'], site: ['Villa'] }),
    call('plugs/show', { mac: '50:C7:BF:00:00:01' }),
    call('plugs/set', { selection: { macs: ['50C7BF000001'] }, site: 'Villa', room: null, addTags: ['a'] }),
    call('plugs/scanTargets', { typed: ['192.0.2.0/24', '192.0.2.7-192.0.2.9'] }),
    call('places/setSite', { name: 'Villa', networks: ['192.0.2.0/24', { network: '192.0.2.7', expected: 3 }] }),
    call('ledger/list', { text: 'a b', since: '2026-01-05T10:00:00+01:00', kind: ['intent'], limit: 5 }),
    call('cards/tickScanned', { run: 'R-7K3QD', line: 'plugfleet:R-7K3QD:50C7BF000002', mode: 'dead', by: 'Anna' }),
    call('runs/start', { plan: 'P-7K3QD', confirm: 3, options: { quietS: 0.5 }, by: 'Anna' }),
    request(
      'POST /rpc/plugs/import',
      ['Content-Type: multipart/form-data; boundary=b', `Content-Length: ${lengthMark}`],
      `${part('name="data"', '{"json":{"dryRun":true,"by":"Anna"},"meta":[],"maps":[["file"]]}')}${part('name="0"; filename="p.csv"', 'mac,room\r\n50C7BF000001,Hall\r\n')}--b--\r\n`,
    ),
    request(
      'POST /rpc/places/sites',
      ['Transfer-Encoding: chunked', 'Content-Type: application/json'],
      '2\r\n{}\r\n0\r\n\r\n',
    ),
  ],
  encode: withLength,
  codes: [],
  read: async (input) => {
    const { port, cookie } = await server.get();
    const text = input.toString('latin1').replaceAll(portMark, String(port)).replaceAll(cookieMark, cookie);
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    // it may hang up before it has read all
    const cutOff = new Promise<Buffer>((resolve) => socket.once('error', () => resolve(Buffer.alloc(0))));
    socket.end(text, 'latin1');
    const answer = (await Promise.race([buffer(socket), cutOff])).toString('latin1');
    if (answer === '') return;
    const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(answer) ?? assert.fail(`no answer: ${answer.slice(0, 80)}`);
    assert.ok(statuses.includes(Number(status)), answer.slice(0, 2000));
  },
  oneIn: 5,
  end: () => server.close(),
};

export const httpTargets: readonly FuzzTarget[] = [httpReply, httpApi];
