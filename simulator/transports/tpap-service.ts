import { timingSafeEqual } from 'node:crypto';
import { isJsonObject, type JsonObject, parseJsonObject } from '../json.ts';
import type { HttpAnswer, HttpRequest } from '../wire/http-message.ts';
import { agree, makeOffer, makeVerifier, type Offer, type Verifier } from '../wire/spake2-plus.ts';
import { TpapFrames } from '../wire/tpap-frame.ts';
import { answerWith, answerWithCode, answerWithJson, type HttpService } from './http-talk.ts';
import { Sessions } from './sessions.ts';
import { mapReply, type Reply, type Station } from './station.ts';
import {
  credentialOf,
  extraCryptOf,
  type Passcode,
  registerUserName,
  takesPasscode,
  tpapObject,
} from './tpap-facts.ts';

/** protocols/tpap.md, Errors and lock-out. */
const CODE = {
  wrongTransport: 1003,
  jsonDecode: -1003,
  params: -1008,
  noRegister: -1501,
  locked: -2101,
  noCommonSuite: -2201,
  passcodeType: -2202,
  wrongConfirm: -2203,
  noSession: -2402,
  badSequence: -40413,
} as const;

const SUITE = 1;
const RANDOM_BYTES = 32;
const SALT_BYTES = 16;
const SECRET_BYTES = 40;

interface Registered {
  readonly offer: Offer;
  readonly userRandom: Buffer;
  readonly devRandom: Buffer;
}

interface Session {
  readonly frames: TpapFrames;
  lastSeq: number;
}

/** The service of one port: `plain` answers `discover` only, where the rest goes over TLS. */
export type TpapServices = Record<'whole' | 'plain', HttpService>;

export function tpapServices(station: Station, httpPort: number): TpapServices {
  const { state } = station;
  const sessions = new Sessions<Session>((served) => station.sessionExpires(served));
  const verifiers = verifierKeeper(station);
  /** A log-in has no cookie: the latest register is the one a share is about. */
  let registered: Registered | undefined;
  let failures = 0;

  const isLocked = () => failures >= station.locksAfter;

  function discover(): Promise<Reply<HttpAnswer>> {
    const result = {
      sub_method: 'discover',
      tpap_preferred: true,
      mac: state.mac.replaceAll(':', ''),
      tpap: tpapObject(state, httpPort),
    };
    return answerWithJson({ error_code: 0, result });
  }

  async function register(params: JsonObject): Promise<Reply<HttpAnswer>> {
    const userRandom = bytesIn(params['user_random']);
    const { cipher, iterations } = state.tpap;
    if (userRandom.length !== RANDOM_BYTES || params['username'] !== registerUserName(state)) {
      return answerWithCode(CODE.params);
    }
    if (!offers(params['cipher_suites'], SUITE) || !offers(params['encryption'], cipher)) {
      return answerWithCode(CODE.noCommonSuite);
    }
    const passcode = params['passcode_type'];
    if (!takesPasscode(state, passcode)) return answerWithCode(CODE.passcodeType);
    const { verifier, salt } = await verifiers.forPasscode(passcode);
    const devRandom = station.randomBytes(RANDOM_BYTES);
    const offer = makeOffer(verifier, station.randomBytes(SECRET_BYTES));
    registered = { offer, userRandom, devRandom };
    await station.moment('handshake');
    const extra = extraCryptOf(state, passcode);
    const result = {
      dev_random: devRandom.toString('base64'),
      dev_salt: salt.toString('base64'),
      dev_share: offer.share.toString('base64'),
      cipher_suites: SUITE,
      iterations,
      encryption: cipher,
      ...(extra === undefined ? {} : { extra_crypt: extra }),
    };
    return answerWithJson({ error_code: 0, result });
  }

  function share(params: JsonObject): Promise<Reply<HttpAnswer>> {
    const pending = registered;
    registered = undefined;
    if (pending === undefined) return answerWithCode(CODE.noRegister);
    const userShare = bytesIn(params['user_share']);
    const agreed = agree(pending.offer, userShare, pending.userRandom, pending.devRandom);
    if (agreed === undefined) {
      station.handshakeDone(false);
      return answerWithCode(CODE.params);
    }
    const confirm = bytesIn(params['user_confirm']);
    const accepted = confirm.length === agreed.userConfirm.length && timingSafeEqual(confirm, agreed.userConfirm);
    station.handshakeDone(accepted);
    station.loginDone(accepted);
    if (!accepted) return refuse();
    failures = 0;
    const stok = station.randomBytes(16).toString('hex').toUpperCase();
    const startSeq = station.randomBytes(4).readUInt32BE() >>> 2;
    sessions.keep(stok, { frames: new TpapFrames(state.tpap.cipher, agreed.shared), lastSeq: startSeq - 1 });
    const result = { dev_confirm: agreed.devConfirm.toString('base64'), stok, start_seq: startSeq };
    return answerWithJson({ error_code: 0, result });
  }

  /** The next try gets another salt, as on plugs: w0 changes with it. */
  function refuse(): Promise<Reply<HttpAnswer>> {
    failures += 1;
    verifiers.forget();
    const error_info = { failedAttempts: failures, remainAttempts: Math.max(0, station.locksAfter - failures) };
    return answerWithJson({ error_code: CODE.wrongConfirm, error_info });
  }

  function logIn(request: HttpRequest, only: 'discover' | undefined): Promise<Reply<HttpAnswer>> {
    const asked = parseJsonObject(request.body.toString());
    if (asked === undefined) return answerWithCode(CODE.jsonDecode);
    const params = isJsonObject(asked['params']) ? asked['params'] : {};
    const step = params['sub_method'];
    if (asked['method'] !== 'login' || (only !== undefined && step !== only)) {
      return answerWithCode(CODE.wrongTransport);
    }
    if (isLocked()) {
      if (step !== 'discover') station.triedWhileLocked();
      return answerWithCode(CODE.locked);
    }
    if (step === 'discover') return discover();
    if (step === 'pake_register') return register(params);
    if (step === 'pake_share') return share(params);
    return answerWithCode(CODE.params);
  }

  async function command(stok: string, { body }: HttpRequest): Promise<Reply<HttpAnswer>> {
    const session = sessions.forRequest(stok);
    if (session === undefined) {
      return station.lostSessionBy === 'status' ? answerWith(401) : answerWithCode(CODE.noSession);
    }
    const opened = session.frames.open(body);
    if (opened === undefined || opened.seq <= session.lastSeq) return answerWithCode(CODE.badSequence);
    session.lastSeq = opened.seq;
    const reply = await station.carryOut(opened.text, 'tpap');
    return mapReply(reply, (answer) => ({ status: 200, body: session.frames.seal(opened.seq, answer) }));
  }

  const serve =
    (only: 'discover' | undefined): HttpService =>
    async (request) => {
      if (request.method !== 'POST') return answerWith(404);
      // In TPAP mode KLAP is refused before anything is looked at, and the AES handshake is of another firmware.
      if (request.path.startsWith('/app/')) return answerWith(403);
      if (request.path === '/app') return answerWithCode(CODE.wrongTransport);
      if (request.path === '/') return logIn(request, only);
      const stok = /^\/stok=([^/]+)\/ds$/.exec(request.path)?.[1];
      return stok === undefined || only !== undefined ? answerWith(404) : command(decodeURIComponent(stok), request);
    };
  return { whole: serve(undefined), plain: serve('discover') };
}

interface Salted {
  readonly salt: Buffer;
  readonly verifier: Verifier;
}

/** Makes verifiers once for each credential and salt: a fleet of some hundred plugs in one process could not else. */
function verifierKeeper(station: Station) {
  const made = new Map<string, Promise<Salted>>();
  return {
    forPasscode(passcode: Passcode): Promise<Salted> {
      const credential = credentialOf(station.state, passcode);
      const key = `${passcode} ${credential}`;
      const known = made.get(key) ?? make(credential);
      made.set(key, known);
      return known;
    },
    forget: () => made.clear(),
  };

  async function make(credential: string | undefined): Promise<Salted> {
    const salt = station.randomBytes(SALT_BYTES);
    const secret = credential ?? station.randomBytes(RANDOM_BYTES).toString('hex');
    return { salt, verifier: await makeVerifier(secret, salt, station.state.tpap.iterations) };
  }
}

function offers(list: unknown, wanted: string | number): boolean {
  return Array.isArray(list) && list.includes(wanted);
}

function bytesIn(base64: unknown): Buffer {
  return typeof base64 === 'string' ? Buffer.from(base64, 'base64') : Buffer.alloc(0);
}
