import { isJsonObject, type JsonObject, parseJsonObject } from '../json.ts';
import { AesCbc } from '../wire/aes-cbc.ts';
import { aesLoginParams, clientsKey, wrapKey } from '../wire/aes-handshake.ts';
import type { HttpAnswer, HttpRequest } from '../wire/http-message.ts';
import { FRESH_ACCOUNTS } from './fresh-accounts.ts';
import { answerWith, answerWithCode, answerWithJson, type HttpService } from './http-talk.ts';
import { sessionCookie, sessionId } from './session-cookie.ts';
import { Sessions } from './sessions.ts';
import { mapReply, type Reply, type Station } from './station.ts';

/** protocols/aes.md and commands.md. */
const CODE = {
  sessionTimeout: 9999,
  wrongTransport: 1003,
  unknownMethod: -1002,
  jsonDecode: -1003,
  aesDecode: -1005,
  params: -1008,
  publicKey: -1010,
  login: -1501,
} as const;

interface Session {
  readonly cipher: AesCbc;
  /** Once logged in. */
  token?: string;
}

/** SMART securePassthrough, "AES": JSON both ways, the inner request hidden under the session's key. */
export function aesService(station: Station): HttpService {
  const sessions = new Sessions<Session>((served) => station.sessionExpires(served));

  async function handshake(params: JsonObject): Promise<Reply<HttpAnswer>> {
    const key = clientsKey(params['key']);
    station.handshakeDone(key !== undefined);
    if (key === undefined) return answerWithCode(CODE.publicKey);
    const keyAndIv = station.randomBytes(32);
    const id = station.randomBytes(16).toString('hex').toUpperCase();
    sessions.keep(id, { cipher: new AesCbc(keyAndIv) });
    await station.moment('handshake');
    return answerWithJson({ error_code: 0, result: { key: wrapKey(key, keyAndIv) } }, { setCookie: sessionCookie(id) });
  }

  async function passthrough(request: HttpRequest, params: JsonObject): Promise<Reply<HttpAnswer>> {
    const id = sessionId(request);
    const token = request.query.get('token') ?? undefined;
    const session = token === undefined ? sessions.get(id) : sessions.forRequest(id);
    if (session === undefined || session.token !== token) return answerWithCode(CODE.sessionTimeout);
    const hidden = params['request'];
    if (typeof hidden !== 'string') return answerWithCode(CODE.params);
    const text = session.cipher.open(hidden);
    if (text === undefined) return answerWithCode(CODE.aesDecode);
    const reply = session.token === undefined ? logIn(id, session, text) : await station.carryOut(text, 'aes');
    return mapReply(reply, (answer) => {
      const body = JSON.stringify({ error_code: 0, result: { response: session.cipher.seal(answer) } });
      return { status: 200, json: true, body: Buffer.from(body) };
    });
  }

  /** Before the token came nothing but a log-in is heard; a wrong one ends the session. */
  function logIn(id: string, session: Session, text: string): Reply<string> {
    const inner = parseJsonObject(text);
    if (inner === undefined) return inside({ error_code: CODE.jsonDecode });
    if (inner['method'] !== 'login_device') return inside({ error_code: CODE.sessionTimeout });
    const account = station.state.account ?? FRESH_ACCOUNTS.tapo;
    const given = isJsonObject(inner['params']) ? inner['params'] : {};
    const wanted = aesLoginParams(station.state.aes.loginVersion, account);
    const accepted = Object.entries(wanted).every(([name, value]) => given[name] === value);
    station.loginDone(accepted);
    if (!accepted) {
      sessions.forget(id);
      return inside({ error_code: CODE.login });
    }
    session.token = station.randomBytes(16).toString('hex').toUpperCase();
    return inside({ error_code: 0, result: { token: session.token } });
  }

  return async (request) => {
    if (request.method !== 'POST') return answerWith(404);
    if (request.path !== '/app' && request.path !== '/') return answerWith(404);
    if (request.headers.has('transfer-encoding') || !request.headers.has('content-length')) {
      return answerWith(500, '', { close: true });
    }
    const asked = parseJsonObject(request.body.toString());
    if (asked === undefined) return answerWithCode(CODE.jsonDecode);
    // What firmware older than TPAP says to `discover`.
    if (request.path === '/') return answerWithCode(CODE.wrongTransport);
    const params = isJsonObject(asked['params']) ? asked['params'] : {};
    switch (asked['method']) {
      case 'handshake':
        return handshake(params);
      case 'securePassthrough':
        return passthrough(request, params);
      default:
        return answerWithCode(CODE.unknownMethod);
    }
  };
}

function inside(answer: object): Reply<string> {
  return { give: 'whole', content: JSON.stringify(answer) };
}
