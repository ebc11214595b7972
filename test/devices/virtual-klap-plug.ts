import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { TestContext } from 'node:test';
import type { Route } from '../../contract/index.ts';

const hash = (name: string, ...parts: (Buffer | string)[]): Buffer => {
  const digest = createHash(name);
  for (const part of parts) digest.update(part);
  return digest.digest();
};

/** The plug's side of one KLAP session, by hand from klap.md. */
class Sealing {
  readonly #key: Buffer;
  readonly #iv: Buffer;
  readonly #signature: Buffer;

  constructor(x: Buffer) {
    this.#key = hash('sha256', 'lsk', x).subarray(0, 16);
    this.#iv = hash('sha256', 'iv', x).subarray(0, 12);
    this.#signature = hash('sha256', 'ldk', x).subarray(0, 28);
  }

  unseal(seq: Buffer, body: Buffer): string {
    const decipher = createDecipheriv('aes-128-cbc', this.#key, Buffer.concat([this.#iv, seq]));
    return Buffer.concat([decipher.update(body.subarray(32)), decipher.final()]).toString('utf8');
  }

  seal(seq: Buffer, text: string): Buffer {
    const cipher = createCipheriv('aes-128-cbc', this.#key, Buffer.concat([this.#iv, seq]));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([hash('sha256', this.#signature, seq, sealed), sealed]);
  }
}

export interface KlapPlugOptions {
  email?: string;
  password?: string;
  host?: string;
  port?: number;
  dialect?: 'iot' | 'smart';
  /** The generation of its hashes; 2 if not given. */
  version?: 1 | 2;
  /** What it says of a new session beside its id; a day if not given. */
  timeout?: string;
  /** Its seed; random if not given. */
  remote?: Buffer;
  /** Answers a message in the clear; undefined where `onRequest` has done so by itself. */
  answer: (text: string) => string | undefined;
  /** Takes a whole HTTP exchange over; true if it did. `text` is what was asked, undefined for a handshake. */
  intercept?: (request: IncomingMessage, response: ServerResponse, text: string | undefined) => boolean;
}

export interface VirtualKlapPlug {
  route: Route;
  /** Messages in the clear, in order. */
  heard: string[];
  /** Paths of all HTTP requests, without the sequence number. */
  paths: string[];
  cookies: (string | undefined)[];
  sockets: Set<Socket>;
  /** Forgets every session, as a plug does that restarted. */
  forget: () => void;
  close: () => Promise<void>;
}

export async function virtualKlapPlug(t: TestContext, o: KlapPlugOptions): Promise<VirtualKlapPlug> {
  const host = o.host ?? '127.42.0.2';
  const { email = 'user@example.com', password = 'secret', version = 2 } = o;
  const auth =
    version === 1
      ? hash('md5', hash('md5', email), hash('md5', password))
      : hash('sha256', hash('sha1', email), hash('sha1', password));
  const sessions = new Map<string, { sealing: Sealing; proof: Buffer; up: boolean }>();
  const plug = {
    heard: [] as string[],
    paths: [] as string[],
    cookies: [] as (string | undefined)[],
    sockets: new Set<Socket>(),
    forget: () => sessions.clear(),
  };
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const url = new URL(request.url ?? '/', 'http://plug');
    plug.paths.push(url.pathname);
    plug.cookies.push(request.headers.cookie);
    const id = request.headers.cookie ?? '';
    if (url.pathname === '/app/handshake1') {
      if (o.intercept?.(request, response, undefined)) return;
      const remote = o.remote ?? randomBytes(16);
      const cookie = `TP_SESSIONID=${randomBytes(8).toString('hex').toUpperCase()}`;
      const x = Buffer.concat([body, remote, auth]);
      const proof = version === 1 ? hash('sha256', remote, auth) : hash('sha256', remote, body, auth);
      sessions.set(cookie, { sealing: new Sealing(x), proof, up: false });
      response.setHeader('Set-Cookie', `${cookie}${o.timeout ?? ';TIMEOUT=86400'}`);
      response.end(Buffer.concat([remote, version === 1 ? hash('sha256', body, auth) : hash('sha256', x)]));
      return;
    }
    const session = sessions.get(id);
    if (url.pathname === '/app/handshake2') {
      if (o.intercept?.(request, response, undefined)) return;
      if (session) session.up = session.proof.equals(body);
      response.statusCode = session?.up ? 200 : 403;
      response.end();
      return;
    }
    if (!session?.up) {
      response.statusCode = 403;
      response.end();
      return;
    }
    const seq = Buffer.alloc(4);
    seq.writeInt32BE(Number(url.searchParams.get('seq')));
    const text = session.sealing.unseal(seq, body);
    plug.heard.push(text);
    if (o.intercept?.(request, response, text)) return;
    const answer = o.answer(text);
    if (answer !== undefined) response.end(session.sealing.seal(seq, answer));
  });
  server.on('connection', (socket) => {
    plug.sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((done) => server.listen(o.port ?? 0, host, done));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((done) => server.close(() => done()));
  };
  t.after(close);
  const dialect = o.dialect ?? 'smart';
  const transport = `klap-${version}` as const;
  return Object.assign(plug, { route: { host, port, dialect, transport, tls: false } as Route, close });
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

export const deviceInfo = {
  device_id: '80221B4E00000000000000000000000000000042',
  type: 'SMART.TAPOPLUG',
  model: 'P110',
  mac: '48-22-54-00-00-42',
  hw_ver: '1.0',
  fw_ver: '1.3.0 Build 230905 Rel.152200',
  nickname: base64('Boiler é'),
  ssid: base64('Flat 12'),
  rssi: -48,
  device_on: true,
  has_set_location_info: true,
};

/** Answers SMART methods out of a table; what is not in it is an unknown method. A number is an error code. */
export function smartAnswer(text: string, methods: Record<string, unknown> = {}): string {
  const known: Record<string, unknown> = {
    get_device_info: deviceInfo,
    component_nego: {
      component_list: [
        { id: 'energy_monitoring', ver_code: 2 },
        { id: 'led', ver_code: 1 },
      ],
    },
    get_energy_usage: { current_power: 3250, today_energy: 12, month_energy: 340 },
    get_led_info: { led_rule: 'never', led_status: false },
    device_reset: undefined,
    ...methods,
  };
  const { method } = JSON.parse(text) as { method: string };
  if (!Object.hasOwn(known, method)) return JSON.stringify({ error_code: -1002 });
  const result = known[method];
  return JSON.stringify(typeof result === 'number' ? { error_code: result } : { error_code: 0, result });
}
