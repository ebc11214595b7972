import { request } from 'node:http';
import { createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import type { Route } from '../../contract/index.ts';

/** A proper answer, as the plug behind the relay gave it. */
export interface ProperAnswer {
  status: number;
  /** Whole header lines. */
  cookies: readonly string[];
  body: Buffer;
}

/** What happens to one request instead of passing it on. `ask` passes it on and tells what came back. */
export type Script = (socket: Socket, ask: () => Promise<ProperAnswer>) => void | Promise<void>;

export interface RawRelay {
  /** As the plug behind it, at the relay's own port. */
  route: Route;
  /** Heads of the requests, in order. */
  heads: string[];
  /** Undefined: everything passes. */
  script: Script | undefined;
  onConnect: ((socket: Socket) => void) | undefined;
  /** Bytes of the last answer that passed. */
  passed: Buffer;
  sockets: Set<Socket>;
}

/** An answer on the wire, by the rules. */
export const wireAnswer = ({ status, cookies, body }: ProperAnswer): Buffer =>
  Buffer.concat([
    Buffer.from([`HTTP/1.1 ${status} OK`, ...cookies, `Content-Length: ${body.length}`, '', ''].join('\r\n')),
    body,
  ]);

/**
 * A TCP server before a virtual plug that speaks HTTP: its answers pass, or a script writes whatever bytes it likes in
 * their place, at any moment of a conversation.
 */
export async function rawRelay(t: TestContext, plug: Route): Promise<RawRelay> {
  const relay: RawRelay = {
    route: plug,
    heads: [],
    script: undefined,
    onConnect: undefined,
    passed: Buffer.alloc(0),
    sockets: new Set(),
  };
  const server = createServer({ noDelay: true }, (socket) => {
    relay.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    relay.onConnect?.(socket);
    let bytes = Buffer.alloc(0);
    socket.on('data', (part) => {
      bytes = Buffer.concat([bytes, part]);
      for (let end = endOfRequest(bytes); end !== undefined; end = endOfRequest(bytes)) {
        const whole = bytes.subarray(0, end);
        bytes = bytes.subarray(end);
        void serve(socket, whole);
      }
    });
  });

  const serve = async (socket: Socket, whole: Buffer): Promise<void> => {
    const head = whole.subarray(0, whole.indexOf('\r\n\r\n')).toString('latin1');
    relay.heads.push(head);
    const ask = () => askPlug(plug, head, whole.subarray(head.length + 4));
    if (relay.script) return await relay.script(socket, ask);
    relay.passed = wireAnswer(await ask());
    socket.write(relay.passed);
  };

  await new Promise<void>((done) => server.listen(0, plug.host, done));
  t.after(async () => {
    for (const socket of relay.sockets) socket.destroy();
    await new Promise<void>((done) => server.close(() => done()));
  });
  const address = server.address();
  relay.route = { ...plug, port: typeof address === 'object' && address ? address.port : 0 };
  return relay;
}

/** Where the first request ends; undefined while it is not there in full. */
function endOfRequest(bytes: Buffer): number | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [, length = '0'] = /^content-length: *(\d+)/im.exec(bytes.subarray(0, end).toString('latin1')) ?? [];
  const total = end + 4 + Number(length);
  return bytes.length < total ? undefined : total;
}

function askPlug({ host, port }: Route, head: string, body: Buffer): Promise<ProperAnswer> {
  const [first = '', ...lines] = head.split('\r\n');
  const [method = '', path = ''] = first.split(' ');
  const headers = lines.map((line) => line.split(/: */, 2)).filter(([name]) => !/^connection$/i.test(name ?? ''));
  return new Promise((resolve, reject) => {
    const asking = request({ host, port, method, path, agent: false, headers: headers.flat() }, async (answer) => {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part as Buffer);
      const cookies = (answer.headers['set-cookie'] ?? []).map((cookie) => `Set-Cookie: ${cookie}`);
      resolve({ status: answer.statusCode ?? 0, cookies, body: Buffer.concat(parts) });
    });
    asking.on('error', reject);
    asking.end(body);
  });
}
