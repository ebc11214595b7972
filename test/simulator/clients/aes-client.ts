import assert from 'node:assert/strict';
import { constants, generateKeyPairSync, type KeyObject, privateDecrypt } from 'node:crypto';
import type { Account } from '../../../simulator/index.ts';
import { AesCbc } from '../../../simulator/wire/aes-cbc.ts';
import { aesLoginParams } from '../../../simulator/wire/aes-handshake.ts';
import { httpPort } from './http-port.ts';
import { post, replyIn } from './klap-client.ts';
import { type Heard, RawLine } from './raw-line.ts';

/** Making a key takes long; a client keeps one, and so do all of these. */
const keys = generateKeyPairSync('rsa', { modulusLength: 1024 });

/** What a plug wraps: `00 02`, bytes that are not 0, `00`, then the 32 bytes. */
function unwrap(wrapped: string, key: KeyObject): Buffer {
  const padding = constants.RSA_NO_PADDING;
  const block = privateDecrypt({ key, padding }, Buffer.from(wrapped, 'base64'));
  assert.equal(block.subarray(0, 2).toString('hex'), '0002');
  const content = block.subarray(block.indexOf(0, 2) + 1);
  assert.equal(content.length, 32);
  return content;
}

export function pem(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

/** A securePassthrough client. */
export class AesClient {
  readonly #address: string;
  readonly #port: number;
  #line: RawLine | undefined;
  #cipher: AesCbc | undefined;
  cookie = '';
  token = '';

  constructor(address: string, port = httpPort) {
    this.#address = address;
    this.#port = port;
  }

  async handshake(key = pem(keys.publicKey)): Promise<Record<string, unknown>> {
    this.cookie = '';
    this.token = '';
    const { head, body, status } = replyIn(await this.post({ method: 'handshake', params: { key } }));
    assert.equal(status, 200);
    const answer = JSON.parse(body.toString());
    if (answer.error_code !== 0) return answer;
    this.cookie = /^Set-Cookie: (TP_SESSIONID=[^;]+);TIMEOUT=86400$/m.exec(head)?.[1] ?? '';
    this.#cipher = new AesCbc(unwrap(answer.result.key, keys.privateKey));
    return answer;
  }

  /** @returns false when the plug says that this is not its account. */
  async login(account: Account, version: 1 | 2 = 2): Promise<boolean> {
    await this.handshake();
    const answer = await this.ask({ method: 'login_device', params: aesLoginParams(version, account) });
    if (answer['error_code'] !== 0) {
      assert.equal(answer['error_code'], -1501);
      return false;
    }
    this.token = (answer['result'] as { token: string }).token;
    return true;
  }

  async ask(request: object): Promise<Record<string, unknown>> {
    return JSON.parse(this.read(await this.send(request)));
  }

  /** The inner text of an answer, or the outer one where there is no inner. */
  read(heard: Heard): string {
    const { status, body } = replyIn(heard);
    assert.equal(status, 200);
    const outer = JSON.parse(body.toString());
    if (outer.error_code !== 0) return JSON.stringify({ outer: outer.error_code });
    return this.#cipher?.open(outer.result.response) ?? '';
  }

  send(request: object, withinMs?: number): Promise<Heard> {
    const hidden = this.#cipher?.seal(JSON.stringify(request));
    return this.post({ method: 'securePassthrough', params: { request: hidden } }, withinMs);
  }

  async post(outer: object, withinMs?: number): Promise<Heard> {
    this.#line ??= await RawLine.open(this.#address, this.#port);
    const path = this.token === '' ? '/app' : `/app?token=${this.token}`;
    return post(this.#line, path, JSON.stringify(outer), this.cookie, withinMs);
  }

  close(): void {
    this.#line?.close();
    this.#line = undefined;
  }
}
