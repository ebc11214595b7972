import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  pbkdf2Sync,
  randomBytes,
} from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { p256 } from '@noble/curves/nist.js';
import type { Route } from '../../contract/index.ts';
import { selfSigned } from './self-signed.ts';

const { Point } = p256;
const order = Point.Fn.ORDER;
const M = Point.fromHex('02886e2f97ace46e55ba9dd7242579f2993b64e16ef3dcab95afd497333d8fa12f');
const N = Point.fromHex('03d8bbd6c639c62937b04d997f38c3770719c629d7014d49a24b4f98baa1292b49');

const number = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
const hkdf = (key: Uint8Array, salt: string, info: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, bytes));

/** Both halves of what stands for a password: by hand from tpap.md. */
export function scalarsOf(credential: string, salt: Buffer, iterations: number): { w0: bigint; w1: bigint } {
  const ws = pbkdf2Sync(credential, salt, iterations, 80, 'sha256');
  return { w0: number(ws.subarray(0, 40)) % order, w1: number(ws.subarray(40)) % order };
}

/** The credential string of an owned plug of today. */
export const sha1Credential = (password: string): string => createHash('sha1').update(password).digest('hex');

/** The plug's side of sealed frames, with the ciphers of OpenSSL. */
class Sealing {
  readonly #cipher: 'aes-128-ccm' | 'aes-256-ccm' | 'chacha20-poly1305';
  readonly #key: Buffer;
  readonly #base: Buffer;

  constructor(name: string, shared: Buffer) {
    const label = { aes_128_ccm: 'aes128', aes_256_ccm: 'aes256' }[name] ?? 'chacha20';
    this.#cipher = ({ aes128: 'aes-128-ccm', aes256: 'aes-256-ccm' } as const)[label] ?? 'chacha20-poly1305';
    const bytes = label === 'aes128' ? 16 : 32;
    this.#key = hkdf(shared, `tp-kdf-salt-${label}-key`, `tp-kdf-info-${label}-key`, bytes);
    this.#base = hkdf(shared, `tp-kdf-salt-${label}-iv`, `tp-kdf-info-${label}-iv`, 12);
  }

  seal(head: Buffer, text: string): Buffer {
    const nonce = Buffer.concat([this.#base.subarray(0, 8), head]);
    const cipher = createCipheriv(this.#cipher as 'aes-128-ccm', this.#key, nonce, { authTagLength: 16 });
    return Buffer.concat([head, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws where the tag does not fit */
  unseal(frame: Buffer): string {
    const nonce = Buffer.concat([this.#base.subarray(0, 8), frame.subarray(0, 4)]);
    const decipher = createDecipheriv(this.#cipher as 'aes-128-ccm', this.#key, nonce, { authTagLength: 16 });
    decipher.setAuthTag(frame.subarray(-16));
    return Buffer.concat([decipher.update(frame.subarray(4, -16)), decipher.final()]).toString('utf8');
  }
}

export type Step = 'discover' | 'pake_register' | 'pake_share';

export interface TpapPlugOptions {
  password?: string;
  /** In place of SHA-1 of the password. */
  credential?: string;
  host?: string;
  /** The `tpap` object of discover. */
  tpap?: object;
  extraCrypt?: unknown;
  cipher?: string;
  iterations?: number;
  /** Salts of the registrations in turn, the last one for all that follow. */
  salts?: readonly Buffer[];
  startSeq?: number;
  /** Everything but discover over TLS. */
  tls?: boolean;
  /** Answers a message in the clear; undefined where it never answers. */
  answer: (text: string) => string | undefined;
  /** Takes the place of the honest answer to a step of the log-in: JSON, or an HTTP status. */
  onStep?: (step: Step, honest: { error_code: number; result?: Record<string, unknown> }) => object | number;
  /** Takes a whole exchange over; true if it did. */
  onFrame?: (exchange: FrameExchange) => boolean;
}

export interface FrameExchange {
  text: string;
  request: IncomingMessage;
  response: ServerResponse;
  /** The frame that an honest plug would send, and the same under another number. */
  sealed: (text: string, numbersOff?: number) => Buffer;
}

export interface VirtualTpapPlug {
  route: Route;
  /** Steps of log-ins, in order. */
  steps: Step[];
  /** What came with them. */
  params: Record<string, unknown>[];
  /** Messages in the clear and their numbers, in order. */
  heard: string[];
  numbers: number[];
  /** Paths of requests in sessions that it does not know. */
  otherPaths: string[];
  sockets: Set<Socket>;
  /** Forgets every session. */
  forget: () => void;
  close: () => Promise<void>;
}

export async function virtualTpapPlug(t: TestContext, o: TpapPlugOptions): Promise<VirtualTpapPlug> {
  const host = o.host ?? '127.42.0.3';
  const iterations = o.iterations ?? 30;
  const credential = o.credential ?? sha1Credential(o.password ?? 'secret');
  const salts = o.salts ?? [randomBytes(16)];
  const secrets = salts.map((salt) => ({ salt, ...scalarsOf(credential, salt, iterations) }));
  const cipher = o.cipher ?? 'aes_128_ccm';
  const sessions = new Map<string, { sealing: Sealing; last: number }>();
  let registered = 0;
  let pending: { userRandom: Buffer; devRandom: Buffer; y: bigint; w0: bigint; w1: bigint } | undefined;
  const plug = {
    steps: [] as Step[],
    params: [] as Record<string, unknown>[],
    heard: [] as string[],
    numbers: [] as number[],
    otherPaths: [] as string[],
    sockets: new Set<Socket>(),
    forget: () => sessions.clear(),
  };
  const port = (): number => portOf(tlsServer ?? server);

  const steps: Record<
    Step,
    (params: Record<string, unknown>) => { error_code: number; result?: Record<string, unknown> }
  > = {
    discover: () => {
      const tpap = { tls: o.tls ? 1 : 0, dac: 0, noc: 0, pake: [2], port: port(), ...o.tpap };
      return ok({ sub_method: 'discover', tpap_preferred: true, mac: '482254000042', tpap });
    },
    pake_register: (params) => {
      const secret = secrets[Math.min(registered++, secrets.length - 1)];
      if (!secret) throw new RangeError('a plug without a salt');
      const y = (number(randomBytes(48)) % (order - 1n)) + 1n;
      const devRandom = randomBytes(32);
      pending = { userRandom: Buffer.from(String(params['user_random']), 'base64'), devRandom, y, ...secret };
      const share = Point.BASE.multiply(y).add(N.multiply(secret.w0));
      return ok({
        dev_random: devRandom.toString('base64'),
        dev_salt: secret.salt.toString('base64'),
        dev_share: Buffer.from(share.toBytes(false)).toString('base64'),
        cipher_suites: 1,
        iterations,
        encryption: cipher,
        ...(o.extraCrypt === null
          ? {}
          : { extra_crypt: o.extraCrypt ?? { type: 'password_shadow', params: { passwd_id: 2 } } }),
      });
    },
    pake_share: (params) => {
      if (!pending) return { error_code: -1501 };
      const { userRandom, devRandom, y, w0, w1 } = pending;
      pending = undefined;
      const X = Point.fromBytes(Buffer.from(String(params['user_share']), 'base64'));
      const Y = Point.BASE.multiply(y).add(N.multiply(w0));
      const Z = X.subtract(M.multiply(w0)).multiply(y);
      const V = Point.BASE.multiply(w1).multiply(y);
      const context = sha256(Buffer.concat([Buffer.from('PAKE V1'), userRandom, devRandom]));
      const points = [M, N, X, Y, Z, V].map((point) => Buffer.from(point.toBytes(false)));
      const w0Bytes = Buffer.from(w0.toString(16).padStart(64, '0'), 'hex');
      const parts = [context, Buffer.alloc(0), Buffer.alloc(0), ...points, w0Bytes];
      const key = sha256(Buffer.concat(parts.flatMap((part) => [Buffer.of(part.length, 0, 0, 0, 0, 0, 0, 0), part])));
      const confirm = hkdf(key, '', 'ConfirmationKeys', 64);
      const mac = (half: Buffer, point: Buffer | undefined): string =>
        createHmac('sha256', half)
          .update(point ?? Buffer.alloc(0))
          .digest('base64');
      if (params['user_confirm'] !== mac(confirm.subarray(0, 32), points[3])) return { error_code: -2203 };
      const stok = randomBytes(16).toString('hex').toUpperCase();
      const startSeq = o.startSeq ?? randomBytes(4).readUInt32BE(0) % 0xff_ff_00_00;
      sessions.set(stok, {
        sealing: new Sealing(cipher.toLowerCase().replaceAll('-', '_'), hkdf(key, '', 'SharedKey', 32)),
        last: startSeq - 1,
      });
      return ok({ dev_confirm: mac(confirm.subarray(32), points[2]), stok, start_seq: startSeq });
    },
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    if (request.url === '/') {
      const { params } = JSON.parse(body.toString('utf8')) as { params: Record<string, unknown> };
      const step = params['sub_method'] as Step;
      plug.steps.push(step);
      plug.params.push(params);
      const honest = steps[step](params);
      const answer = o.onStep?.(step, honest) ?? honest;
      if (typeof answer === 'number') response.statusCode = answer;
      response.end(typeof answer === 'number' ? '' : JSON.stringify(answer));
      return;
    }
    const session = sessions.get(/^\/stok=([0-9A-F]+)\/ds$/.exec(request.url ?? '')?.[1] ?? '');
    if (!session) {
      plug.otherPaths.push(request.url ?? '');
      response.statusCode = 403;
      response.end();
      return;
    }
    const seq = body.readUInt32BE(0);
    const text = session.sealing.unseal(body);
    plug.heard.push(text);
    plug.numbers.push(seq);
    if (seq <= session.last) {
      response.end('{"error_code":-40413}');
      return;
    }
    session.last = seq;
    const sealed = (reply: string, numbersOff = 0): Buffer => {
      const head = Buffer.alloc(4);
      head.writeUInt32BE(seq + numbersOff);
      return session.sealing.seal(head, reply);
    };
    if (o.onFrame?.({ text, request, response, sealed })) return;
    const reply = o.answer(text);
    if (reply !== undefined) response.end(sealed(reply));
  };

  const server = createServer(serve);
  const tlsServer = o.tls ? createTlsServer(selfSigned(), serve) : undefined;
  const servers = tlsServer ? [server, tlsServer] : [server];
  for (const one of servers) {
    one.on(one === tlsServer ? 'secureConnection' : 'connection', (socket: Socket) => {
      plug.sockets.add(socket);
      socket.on('error', () => socket.destroy());
    });
    await new Promise<void>((done) => one.listen(0, host, done));
  }
  const close = async (): Promise<void> => {
    for (const one of servers) {
      one.closeAllConnections();
      await new Promise<void>((done) => one.close(() => done()));
    }
  };
  t.after(close);
  const route: Route = { host, port: port(), dialect: 'smart', transport: 'tpap', tls: o.tls === true };
  return Object.assign(plug, { route: o.tls ? { ...route, discoverPort: portOf(server) } : route, close });
}

const ok = (result: Record<string, unknown>) => ({ error_code: 0, result });

function portOf(server: { address: () => unknown }): number {
  const address = server.address();
  return typeof address === 'object' && address && 'port' in address ? Number(address.port) : 0;
}
