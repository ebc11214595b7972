import { constants, createCipheriv, createDecipheriv, createHash, publicEncrypt, randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { TestContext } from 'node:test';
import type { Route } from '../../contract/index.ts';

/** The plug's side of one session, by hand from aes.md. */
interface PlugSession {
  key: Buffer;
  iv: Buffer;
  token: string | undefined;
  /** A session in which a log-in failed is of no more use. */
  spent: boolean;
}

const seal = ({ key, iv }: PlugSession, text: string): string => {
  const cipher = createCipheriv('aes-128-cbc', key, iv);
  return cipher.update(text, 'utf8', 'base64') + cipher.final('base64');
};
const unseal = ({ key, iv }: PlugSession, sealed: string): string => {
  const decipher = createDecipheriv('aes-128-cbc', key, iv);
  return decipher.update(sealed, 'base64', 'utf8') + decipher.final('utf8');
};

/** What the plug is about to answer, and the ways to answer something else. */
export interface AesMoment {
  stage: 'handshake' | 'login' | 'request';
  /** What was asked, in the clear. */
  text: string;
  request: IncomingMessage;
  response: ServerResponse;
  /** Answers in the outer layer. */
  outer: (answer: unknown) => void;
  /** Answers in the inner layer, sealed. */
  inner: (text: string) => void;
}

export interface AesPlugOptions {
  host?: string;
  email?: string;
  password?: string;
  /** The wording of the log-in that it takes. */
  loginVersion?: 1 | 2;
  tls?: { key: string; cert: string };
  setCookie?: (id: string) => string;
  /** Answers a message in the clear; undefined where `intercept` has done so by itself. */
  answer: (text: string) => string | undefined;
  /** Takes a whole exchange over; true if it did. */
  intercept?: (moment: AesMoment) => boolean;
}

export interface VirtualAesPlug {
  /** As discovery would tell it. */
  route: Route;
  /** Messages in the clear, in order, without the log-ins. */
  heard: string[];
  /** Parameters of the log-ins, in order. */
  logins: Record<string, string>[];
  stages: AesMoment['stage'][];
  headers: IncomingHttpHeaders[];
  sockets: Set<Socket>;
  /** Forgets every session, as a plug does that restarted. */
  forget: () => void;
  close: () => Promise<void>;
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

export async function virtualAesPlug(t: TestContext, o: AesPlugOptions): Promise<VirtualAesPlug> {
  const host = o.host ?? '127.42.0.3';
  const { email = 'user@example.com', password = 'secret', loginVersion = 2 } = o;
  const wanted: Record<string, string> = {
    username: base64(sha1(email)),
    ...(loginVersion === 1 ? { password: base64(password) } : { password2: base64(sha1(password)) }),
  };
  const sessions = new Map<string, PlugSession>();
  const plug = {
    heard: [] as string[],
    logins: [] as Record<string, string>[],
    stages: [] as AesMoment['stage'][],
    headers: [] as IncomingHttpHeaders[],
    sockets: new Set<Socket>(),
    forget: () => sessions.clear(),
  };

  const shake = (pem: string, response: ServerResponse): string => {
    const key = randomBytes(16);
    const iv = randomBytes(16);
    const id = randomBytes(8).toString('hex').toUpperCase();
    sessions.set(`TP_SESSIONID=${id}`, { key, iv, token: undefined, spent: false });
    response.setHeader('Set-Cookie', o.setCookie?.(id) ?? `TP_SESSIONID=${id};TIMEOUT=86400`);
    const padding = { key: pem, padding: constants.RSA_PKCS1_PADDING };
    return publicEncrypt(padding, Buffer.concat([key, iv])).toString('base64');
  };
  const logIn = (session: PlugSession, params: Record<string, string>): unknown => {
    const fits = Object.entries(wanted).every(([name, value]) => params[name] === value);
    if (!fits || Object.keys(params).length !== 2) {
      session.spent = true;
      return { error_code: -1501 };
    }
    session.token = randomBytes(16).toString('hex').toUpperCase();
    return { error_code: 0, result: { token: session.token } };
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const url = new URL(request.url ?? '/', 'http://plug');
    const outer = (answer: unknown) => void response.end(JSON.stringify(answer));
    if (request.headers['content-length'] === undefined || url.pathname !== '/app') {
      response.statusCode = url.pathname === '/app' ? 500 : 404;
      return void response.end();
    }
    plug.headers.push(request.headers);
    const body = Buffer.concat(parts).toString('utf8');
    const { method, params } = JSON.parse(body) as { method: string; params: Record<string, string> };
    if (method === 'handshake') {
      plug.stages.push('handshake');
      const moment = { stage: 'handshake' as const, text: body, request, response, outer, inner: () => undefined };
      if (o.intercept?.(moment)) return;
      return outer({ error_code: 0, result: { key: shake(params['key'] ?? '', response) } });
    }
    const session = sessions.get(request.headers.cookie ?? '');
    if (!session || session.spent || (session.token ?? null) !== url.searchParams.get('token'))
      return outer({ error_code: 9999 });
    const text = unseal(session, params['request'] ?? '');
    const inner = (answer: string) => outer({ error_code: 0, result: { response: seal(session, answer) } });
    const asked = JSON.parse(text) as { method: string; params: Record<string, string>; terminal_uuid?: string };
    const stage = asked.method === 'login_device' ? ('login' as const) : ('request' as const);
    plug.stages.push(stage);
    if (stage === 'login') plug.logins.push(asked.params);
    else plug.heard.push(text);
    if (o.intercept?.({ stage, text, request, response, outer, inner })) return;
    if (stage === 'login') return inner(JSON.stringify(logIn(session, asked.params)));
    // as an old P105 has it
    if (asked.terminal_uuid === undefined) return inner('{"error_code":-1008}');
    const answer = o.answer(text);
    if (answer !== undefined) inner(answer);
  };

  const server = o.tls ? createTlsServer(o.tls, serve) : createServer(serve);
  server.on('connection', (socket) => {
    plug.sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((done) => server.listen(0, host, done));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((done) => server.close(() => done()));
  };
  t.after(close);
  const route: Route = { host, port, dialect: 'smart', transport: 'aes', tls: o.tls !== undefined, loginVersion };
  return Object.assign(plug, { route, close });
}
