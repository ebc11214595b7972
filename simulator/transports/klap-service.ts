import type { Account, FreshLogin } from '../spec/plug-spec.ts';
import type { HttpAnswer, HttpRequest } from '../wire/http-message.ts';
import { KlapCipher } from '../wire/klap-cipher.ts';
import { klapAuth, klapClientProof, klapServerProof } from '../wire/klap-hashes.ts';
import { answerWith, type HttpService } from './http-talk.ts';
import { mapReply, type Reply, type Station } from './station.ts';

const SEED_BYTES = 16;
/** A plug has little memory: the oldest session goes when a further one comes. */
const SESSIONS_KEPT = 4;
const SESSION_SECONDS = 86_400;
const FRESH_ACCOUNTS: Record<FreshLogin, Account> = {
  blank: { email: '', password: '' },
  kasa: { email: 'kasa@tp-link.net', password: 'kasaSetup' },
  tapo: { email: 'test@tp-link.net', password: 'test' },
};

type Session =
  | { at: 'challenged'; local: Buffer; remote: Buffer; auth: Buffer }
  | { at: 'open'; cipher: KlapCipher; lastSeq: number };

/** KLAP v2 (protocols/klap.md). Serves any dialect: what is inside the envelope is the station's business. */
export function klapService(station: Station): HttpService {
  const sessions = new Map<string, Session>();

  async function handshake1({ body }: HttpRequest): Promise<Reply<HttpAnswer>> {
    if (body.length !== SEED_BYTES) return answerWith(400);
    const remote = station.randomBytes(SEED_BYTES);
    const auth = klapAuth(station.state.account ?? FRESH_ACCOUNTS[station.state.freshLogin]);
    const id = station.randomBytes(SEED_BYTES).toString('hex').toUpperCase();
    sessions.set(id, { at: 'challenged', local: body, remote, auth });
    const [oldest] = sessions.keys();
    if (sessions.size > SESSIONS_KEPT && oldest !== undefined) sessions.delete(oldest);
    await station.moment('handshake');
    return {
      give: 'whole',
      content: {
        status: 200,
        body: Buffer.concat([remote, klapServerProof(body, remote, auth)]),
        setCookie: `TP_SESSIONID=${id};TIMEOUT=${SESSION_SECONDS}`,
      },
    };
  }

  function handshake2(request: HttpRequest): Promise<Reply<HttpAnswer>> {
    const id = sessionId(request);
    const session = sessions.get(id);
    if (session?.at !== 'challenged') return answerWith(403);
    const { local, remote, auth } = session;
    const accepted = klapClientProof(local, remote, auth).equals(request.body);
    station.handshakeDone(accepted);
    if (!accepted) {
      sessions.delete(id);
      return answerWith(403);
    }
    const cipher = new KlapCipher(local, remote, auth);
    sessions.set(id, { at: 'open', cipher, lastSeq: cipher.initialSeq });
    return answerWith(200);
  }

  async function command(request: HttpRequest): Promise<Reply<HttpAnswer>> {
    const session = sessions.get(sessionId(request));
    if (session?.at !== 'open') return answerWith(403);
    const seq = Number(request.query.get('seq') ?? Number.NaN);
    // Sequence numbers wrap in int32, so "later" is the sign of the wrapped difference.
    if (seq !== (seq | 0) || ((seq - session.lastSeq) | 0) <= 0) return answerWith(400);
    const text = session.cipher.open(seq, request.body);
    if (text === undefined) return answerWith(400);
    session.lastSeq = seq;
    const reply = await station.carryOut(text, 'klap-2');
    return mapReply(reply, (answer) => ({ status: 200, body: session.cipher.seal(seq, answer) }));
  }

  return (request) => {
    if (request.method !== 'POST') return answerWith(404);
    switch (request.path) {
      case '/app/handshake1':
        return handshake1(request);
      case '/app/handshake2':
        return handshake2(request);
      case '/app/request':
        return command(request);
      case '/app':
        // What a KLAP plug says to the older passthrough protocol.
        return answerWith(200, JSON.stringify({ error_code: 1003 }));
      default:
        return answerWith(404);
    }
  };
}

/** Plugs know one cookie; a client that sends TIMEOUT along is not punished for it. */
function sessionId({ headers }: HttpRequest): string {
  return /(?:^|;\s*)TP_SESSIONID=([^;]+)/.exec(headers.get('cookie') ?? '')?.[1] ?? '';
}
