import type { HttpAnswer, HttpRequest } from '../wire/http-message.ts';
import { KlapCipher } from '../wire/klap-cipher.ts';
import { type KlapVersion, klapHashes } from '../wire/klap-hashes.ts';
import { FRESH_ACCOUNTS } from './fresh-accounts.ts';
import { answerWith, answerWithCode, type HttpService } from './http-talk.ts';
import { sessionCookie, sessionId } from './session-cookie.ts';
import { Sessions } from './sessions.ts';
import { mapReply, type Reply, type Station } from './station.ts';

const SEED_BYTES = 16;
/** What a KLAP plug says to the older passthrough protocol and to the newer `discover`. */
const WRONG_TRANSPORT = 1003;

type Session =
  | { at: 'challenged'; local: Buffer; remote: Buffer; auth: Buffer }
  | { at: 'open'; cipher: KlapCipher; lastSeq: number };

/** KLAP (protocols/klap.md). Serves any dialect: what is inside the envelope is the station's business. */
export function klapService(station: Station, version: KlapVersion): HttpService {
  const hashes = klapHashes[version];
  const sessions = new Sessions<Session>((served) => station.sessionExpires(served));

  async function handshake1({ body }: HttpRequest): Promise<Reply<HttpAnswer>> {
    if (body.length !== SEED_BYTES) return answerWith(400);
    const remote = station.randomBytes(SEED_BYTES);
    const auth = hashes.auth(station.state.account ?? FRESH_ACCOUNTS[station.state.freshLogin]);
    const id = station.randomBytes(SEED_BYTES).toString('hex').toUpperCase();
    sessions.keep(id, { at: 'challenged', local: body, remote, auth });
    await station.moment('handshake');
    return {
      give: 'whole',
      content: {
        status: 200,
        body: Buffer.concat([remote, hashes.serverProof(body, remote, auth)]),
        setCookie: sessionCookie(id),
      },
    };
  }

  function handshake2(request: HttpRequest): Promise<Reply<HttpAnswer>> {
    const id = sessionId(request);
    const session = sessions.get(id);
    if (session?.at !== 'challenged') return answerWith(403);
    const { local, remote, auth } = session;
    const accepted = hashes.clientProof(local, remote, auth).equals(request.body);
    station.handshakeDone(accepted);
    station.loginDone(accepted);
    if (!accepted) {
      sessions.forget(id);
      return answerWith(403);
    }
    const cipher = new KlapCipher(local, remote, auth);
    sessions.keep(id, { at: 'open', cipher, lastSeq: cipher.initialSeq });
    return answerWith(200);
  }

  async function command(request: HttpRequest): Promise<Reply<HttpAnswer>> {
    const session = sessions.forRequest(sessionId(request));
    if (session?.at !== 'open') return answerWith(403);
    const seq = Number(request.query.get('seq') ?? Number.NaN);
    // Sequence numbers wrap in int32, so "later" is the sign of the wrapped difference.
    if (seq !== (seq | 0) || ((seq - session.lastSeq) | 0) <= 0) return answerWith(400);
    const text = session.cipher.open(seq, request.body);
    if (text === undefined) return answerWith(400);
    session.lastSeq = seq;
    const reply = await station.carryOut(text, version);
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
      case '/':
        return answerWithCode(WRONG_TRANSPORT);
      default:
        return answerWith(404);
    }
  };
}
