import assert from 'node:assert/strict';
import type { Account } from '../../../simulator/index.ts';
import { KlapCipher } from '../../../simulator/wire/klap-cipher.ts';
import { type KlapVersion, klapHashes } from '../../../simulator/wire/klap-hashes.ts';
import { httpPort } from './http-port.ts';
import { type Heard, RawLine } from './raw-line.ts';

export interface HttpReply {
  status: number;
  head: string;
  body: Buffer;
}

const wholeAnswer = (arrived: Buffer) => {
  const headEnd = arrived.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const length = Number(/content-length: (\d+)/i.exec(arrived.subarray(0, headEnd).toString())?.[1]);
  return arrived.length >= headEnd + 4 + length ? headEnd + 4 + length : undefined;
};

export function post(
  line: RawLine,
  path: string,
  body: Buffer | string,
  cookie = '',
  withinMs?: number,
): Promise<Heard> {
  const bytes = Buffer.from(body);
  const head = [`POST ${path} HTTP/1.1`, 'Host: plug', `Content-Length: ${bytes.length}`];
  if (cookie) head.push(`Cookie: ${cookie}`);
  line.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes]));
  return line.hear(wholeAnswer, withinMs);
}

export function replyIn(heard: Heard): HttpReply {
  assert.equal(heard.end, 'bytes');
  const headEnd = heard.bytes.indexOf('\r\n\r\n');
  const head = heard.bytes.subarray(0, headEnd).toString();
  return { status: Number(head.split(' ')[1]), head, body: heard.bytes.subarray(headEnd + 4) };
}

export type Connecting = 'one connection' | 'one connection per request';

/** A KLAP client, v2 if nothing is said. */
export class KlapClient {
  readonly #address: string;
  readonly #port: number;
  readonly #connecting: Connecting;
  readonly #version: KlapVersion;
  #line: RawLine | undefined;
  #cipher: KlapCipher | undefined;
  cookie = '';
  seq = 0;

  constructor(
    address: string,
    port = httpPort,
    connecting: Connecting = 'one connection',
    version: KlapVersion = 'klap-2',
  ) {
    this.#version = version;
    this.#address = address;
    this.#port = port;
    this.#connecting = connecting;
  }

  /** @returns false when no candidate's hash matches, as a careful client notices before handshake 2. */
  async login({ email, password }: Account): Promise<boolean> {
    this.cookie = '';
    const local = Buffer.from('0102030405060708090a0b0c0d0e0f10', 'hex');
    const first = replyIn(await this.post('/app/handshake1', local));
    assert.equal(first.status, 200);
    assert.equal(first.body.length, 48);
    this.cookie = /^Set-Cookie: (TP_SESSIONID=[^;]+);TIMEOUT=86400$/m.exec(first.head)?.[1] ?? '';
    assert.notEqual(this.cookie, '');
    const remote = first.body.subarray(0, 16);
    const { auth: authOf, serverProof, clientProof } = klapHashes[this.#version];
    const auth = authOf({ email, password });
    if (!serverProof(local, remote, auth).equals(first.body.subarray(16))) return false;
    const second = replyIn(await this.post('/app/handshake2', clientProof(local, remote, auth)));
    assert.equal(second.status, 200);
    this.#cipher = new KlapCipher(local, remote, auth);
    this.seq = this.#cipher.initialSeq;
    return true;
  }

  /** @returns the answer of the dialect. */
  async ask(request: object): Promise<Record<string, unknown>> {
    return JSON.parse(this.read(await this.send(request)));
  }

  /** The text in an answer to the latest request. */
  read(heard: Heard): string {
    const { status, body } = replyIn(heard);
    assert.equal(status, 200);
    return this.#cipher?.open(this.seq, body) ?? '';
  }

  send(request: object, withinMs?: number): Promise<Heard> {
    this.seq = (this.seq + 1) | 0;
    assert.ok(this.#cipher);
    return this.post(`/app/request?seq=${this.seq}`, this.#cipher.seal(this.seq, JSON.stringify(request)), withinMs);
  }

  async post(path: string, body: Buffer, withinMs?: number): Promise<Heard> {
    const line = this.#line ?? (await RawLine.open(this.#address, this.#port));
    this.#line = line;
    const heard = await post(line, path, body, this.cookie, withinMs);
    if (this.#connecting === 'one connection per request') this.close();
    return heard;
  }

  close(): void {
    this.#line?.close();
    this.#line = undefined;
  }
}
