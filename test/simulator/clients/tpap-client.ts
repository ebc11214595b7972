import assert from 'node:assert/strict';
import { createHash, createHmac, hkdfSync, pbkdf2Sync, randomBytes } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import type { Account } from '../../../simulator/index.ts';
import type { TpapCipherName } from '../../../simulator/spec/plug-spec.ts';
import { defaultPasscode, type ExtraCrypt, userCredential } from '../../../simulator/wire/tpap-credential.ts';
import { TpapFrames } from '../../../simulator/wire/tpap-frame.ts';
import { httpPort } from './http-port.ts';
import { post, replyIn } from './klap-client.ts';
import { type Heard, RawLine } from './raw-line.ts';

const { Point } = p256;
const ORDER = Point.Fn.ORDER;
const M = Point.fromHex('02886e2f97ace46e55ba9dd7242579f2993b64e16ef3dcab95afd497333d8fa12f');
const N = Point.fromHex('03d8bbd6c639c62937b04d997f38c3770719c629d7014d49a24b4f98baa1292b49');

const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const scalar = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`) % ORDER;
const bytesOf = (point: InstanceType<typeof Point>) => Buffer.from(point.toBytes(false));
const derive = (secret: Buffer, info: string, length: number) =>
  Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), info, length));

interface RegisterResult {
  dev_random: string;
  dev_salt: string;
  dev_share: string;
  iterations: number;
  encryption: TpapCipherName;
  extra_crypt?: ExtraCrypt;
}

export interface TpapAnswer {
  error_code: number;
  error_info?: { failedAttempts: number; remainAttempts: number };
  result?: Record<string, unknown>;
}

export interface TpapWish {
  cipher?: TpapCipherName;
  passcode?: string;
  username?: string;
  suites?: number[];
}

/** The client's half of SPAKE2+, written from protocols/tpap.md apart from the plug's half. */
function prove(credential: string, told: RegisterResult, userRandom: Buffer) {
  const salt = Buffer.from(told.dev_salt, 'base64');
  const stretched = pbkdf2Sync(credential, salt, told.iterations, 80, 'sha256');
  const [w0, w1] = [scalar(stretched.subarray(0, 40)), scalar(stretched.subarray(40))];
  const x = scalar(randomBytes(40));
  const X = Point.BASE.multiply(x).add(M.multiply(w0));
  const Y = Point.fromBytes(Buffer.from(told.dev_share, 'base64'));
  const U = Y.subtract(N.multiply(w0));
  const context = sha256(Buffer.from('PAKE V1'), userRandom, Buffer.from(told.dev_random, 'base64'));
  const points = [M, N, X, Y, U.multiply(x), U.multiply(w1)].map(bytesOf);
  const w0Bytes = Buffer.from(w0.toString(16).padStart(64, '0'), 'hex');
  const transcript = [context, Buffer.alloc(0), Buffer.alloc(0), ...points, w0Bytes].flatMap((part) => {
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(part.length));
    return [length, part];
  });
  const main = sha256(...transcript);
  const confirm = derive(main, 'ConfirmationKeys', 64);
  const mac = (key: Buffer, text: Buffer) => createHmac('sha256', key).update(text).digest().toString('base64');
  return {
    userShare: bytesOf(X).toString('base64'),
    userConfirm: mac(confirm.subarray(0, 32), bytesOf(Y)),
    devConfirm: mac(confirm.subarray(32), bytesOf(X)),
    shared: derive(main, 'SharedKey', 32),
  };
}

/** A TPAP client: one try per call, nothing repeated. */
export class TpapClient {
  readonly #address: string;
  readonly #port: number;
  readonly #mac: string;
  readonly #lines = new Map<number, RawLine>();
  #sessionPort: number;
  #secure = false;
  #frames: TpapFrames | undefined;
  stok = '';
  seq = 0;

  /** @param mac `AA:BB:CC:DD:EE:FF`, for plugs that nobody owns. */
  constructor(address: string, mac = '', port = httpPort) {
    this.#address = address;
    this.#mac = mac;
    this.#port = port;
    this.#sessionPort = port;
  }

  /** Learns where the rest goes. */
  async discover(): Promise<TpapAnswer> {
    const answer = await this.step('discover', {}, this.#port, false);
    const tpap = answer.result?.['tpap'] as { tls: number; port: number } | undefined;
    this.#sessionPort = tpap?.port ?? this.#port;
    this.#secure = tpap?.tls === 1;
    return answer;
  }

  register(userRandom = randomBytes(32), wish: TpapWish = {}): Promise<TpapAnswer> {
    return this.step('pake_register', {
      username: wish.username ?? '21232f297a57a5a743894a0e4a801fc3',
      user_random: userRandom.toString('base64'),
      cipher_suites: wish.suites ?? [1],
      encryption: [wish.cipher ?? 'aes_128_ccm'],
      passcode_type: wish.passcode ?? 'userpw',
      stok: null,
    });
  }

  /** @returns the answer of the last step that was taken. */
  async tryLogin(account: Account | null, wish: TpapWish = {}): Promise<TpapAnswer> {
    const userRandom = randomBytes(32);
    const passcode = wish.passcode ?? (account === null ? 'default_userpw' : 'userpw');
    const registered = await this.register(userRandom, { ...wish, passcode });
    if (registered.error_code !== 0) return registered;
    const told = registered.result as unknown as RegisterResult;
    const credential =
      account === null ? defaultPasscode(this.#mac) : userCredential(told.extra_crypt, account, this.#mac);
    const proof = prove(credential ?? 'who knows', told, userRandom);
    const shared = await this.step('pake_share', { user_share: proof.userShare, user_confirm: proof.userConfirm });
    if (shared.error_code !== 0) return shared;
    assert.equal(shared.result?.['dev_confirm'], proof.devConfirm, 'the plug knows the password too');
    this.#frames = new TpapFrames(told.encryption, proof.shared);
    this.stok = String(shared.result?.['stok']);
    this.seq = Number(shared.result?.['start_seq']) - 1;
    return shared;
  }

  async login(account: Account | null): Promise<boolean> {
    const { error_code } = await this.tryLogin(account);
    assert.ok(error_code === 0 || error_code === -2203, `${error_code}`);
    return error_code === 0;
  }

  async ask(request: object): Promise<Record<string, unknown>> {
    return JSON.parse(this.read(await this.send(request)));
  }

  /** The text in an answer's frame, or the plain one of a plug that knows no such session. */
  read(heard: Heard): string {
    const { status, body } = replyIn(heard);
    assert.equal(status, 200);
    const opened = this.#frames?.open(body);
    if (opened === undefined) return body.toString();
    assert.equal(opened.seq, this.seq, "an answer has its request's number");
    return opened.text;
  }

  send(request: object, withinMs?: number): Promise<Heard> {
    this.seq += 1;
    assert.ok(this.#frames);
    return this.sendFrame(this.#frames.seal(this.seq, JSON.stringify(request)), withinMs);
  }

  async sendFrame(frame: Buffer, withinMs?: number): Promise<Heard> {
    const line = await this.#line(this.#sessionPort, this.#secure);
    return post(line, `/stok=${this.stok}/ds`, frame, '', withinMs);
  }

  async step(name: string, params: object, port = this.#sessionPort, secure = this.#secure): Promise<TpapAnswer> {
    const line = await this.#line(port, secure);
    const body = JSON.stringify({ method: 'login', params: { sub_method: name, ...params } });
    const { status, body: answer } = replyIn(await post(line, '/', body, '', 2000));
    assert.equal(status, 200);
    return JSON.parse(answer.toString());
  }

  async #line(port: number, secure: boolean): Promise<RawLine> {
    const known = this.#lines.get(port);
    if (known !== undefined && !known.closed) return known;
    const line = await (secure ? RawLine.openTls(this.#address, port) : RawLine.open(this.#address, port));
    this.#lines.set(port, line);
    return line;
  }

  close(): void {
    for (const line of this.#lines.values()) line.close();
    this.#lines.clear();
  }
}
