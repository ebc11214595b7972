import { PlugfleetError } from '../../contract/index.ts';
import type { HttpShape, Observed, ReadAnswer } from '../../devices/index.ts';
import type { CaptureBody, CapturedHttp, CapturedJson } from './format.ts';
import { coarseTime, isHarmlessNumber, isPlace, judgeText } from './harmless.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { isPublicName } from './public-words.ts';
import { Secrets } from './secrets.ts';

export interface Redacted extends CaptureBody {
  /** The field names that are on no list, as the plug wrote them: for the owner's eyes only. */
  unlisted: readonly string[];
}

export interface RedactOptions {
  /** What is secret although the plug may never tell it: its address, the account's e-mail and password. */
  known: readonly string[];
  /** Field names that the owner has looked at and lets stand. */
  keepNames: readonly string[];
}

/**
 * Everything a plug told, without what could tell whose it is. By allow-list: a text stays if its key and its form are
 * known to be harmless *and* it touches nothing that was replaced anywhere else; numbers and field names likewise.
 * @throws PlugfleetError `garbled` for a flood; `internal` where the result still holds something that was removed
 */
export function redact(observed: Observed, o: RedactOptions): Redacted {
  const redactor = new Redactor(o);
  for (const { answer, opened } of observed.discovery) redactor.learn([answer, opened]);
  const { session } = observed;
  if (session.state === 'read') for (const { answer, outlet } of session.reads) redactor.learn([answer, { outlet }]);
  if (session.state === 'failed') for (const shape of session.http) redactor.learn('json' in shape ? shape.json : null);
  const answer = <T extends { answer: unknown; bytes: number }>(told: T) =>
    told.answer === undefined ? { unreadableBytes: told.bytes } : { answer: redactor.clean(told.answer) };
  const body: CaptureBody = {
    discovery: observed.discovery.map((heard) => ({
      port: heard.port,
      header: heard.header,
      ...answer(heard),
      ...(heard.opened === null ? {} : { opened: redactor.clean(heard.opened) }),
    })),
    route: routeIn(observed),
    session:
      session.state === 'read'
        ? { ...session, reads: session.reads.map((read) => ({ ...placeOf(read, redactor), ...answer(read) })) }
        : session.state === 'failed'
          ? { ...session, http: session.http.map((shape) => cleanShape(shape, redactor)) }
          : session,
    replaced: redactor.counts,
  };
  redactor.check(body.discovery.map(({ port: _, header: __, ...told }) => told));
  if (body.session.state === 'failed')
    redactor.check(body.session.http.map((shape) => ('json' in shape ? shape.json : null)));
  if (body.session.state === 'read')
    redactor.check(body.session.reads.map((read) => ('answer' in read ? read.answer : null)));
  return { ...body, unlisted: redactor.unlisted };
}

function routeIn({ route }: Observed): CaptureBody['route'] {
  if (!route) return null;
  const { dialect, transport, port, tls } = route;
  return { dialect, transport, port, tls };
}

const placeOf = ({ ask, outlet, start }: ReadAnswer, redactor: Redactor) => ({
  ask,
  outlet: outlet === null ? null : redactor.cleanText('outlet', '', outlet),
  start,
});

function cleanShape(shape: HttpShape, redactor: Redactor): CapturedHttp {
  if ('failed' in shape) return shape;
  const { ask, status, headers, bodyBytes, json } = shape;
  return {
    ask,
    status,
    headers: headers.map((name) => (httpNames.has(name.toLowerCase()) ? name.toLowerCase() : redactor.cleanName(name))),
    bodyBytes,
    ...(json === undefined ? {} : { json: redactor.clean(json) }),
  };
}

const httpNames = new Set(
  `connection content-length content-type content-encoding transfer-encoding set-cookie server date keep-alive
  cache-control expires pragma location www-authenticate access-control-allow-origin x-frame-options`.split(/\s+/),
);

/** Keys under which plugs keep what their owners wrote. */
const ownKeys = new Set(['alias', 'nickname', 'ssid', 'connect_ssid', 'name', 'username', 'location']);
/** Keys under which SMART plugs write texts in base64. */
const encodedKeys = new Set(['nickname', 'ssid', 'connect_ssid', 'username', 'password']);

class Redactor {
  readonly #secrets = new Secrets();
  readonly #pseudonyms = new Pseudonyms(this.#secrets);
  readonly #kept: ReadonlySet<string>;
  readonly #names = new Map<string, string>();

  constructor({ known, keepNames }: RedactOptions) {
    this.#kept = new Set(keepNames);
    for (const secret of known) {
      this.#secrets.add(secret, true);
      // the part before the @ is a person's name
      if (secret.includes('@')) for (const part of secret.split('@')) this.#secrets.add(part, true);
    }
  }

  get counts(): Record<string, number> {
    return Object.fromEntries([...this.#pseudonyms.counts].sort());
  }

  get unlisted(): string[] {
    return [...this.#names.keys()];
  }

  /** Takes note of everything that is going to be replaced, before anything is written. */
  learn(value: unknown, key = '', within = ''): void {
    if (typeof value === 'string' && judgeText(key, within, value) === 'no') this.#secrets.add(value, ownKeys.has(key));
    else if (typeof value === 'number' && !this.#isHarmlessNumber(key, value)) {
      const digits = Math.abs(value).toString();
      if (digits.length >= 5 && coarseOf(key) === undefined) this.#secrets.add(digits);
    } else if (Array.isArray(value)) for (const item of value) this.learn(item, key, within);
    else if (isObject(value)) {
      for (const [name, inner] of Object.entries(value)) {
        if (!isPublicName(name) && !this.#kept.has(name)) this.#secrets.add(name);
        this.learn(inner, name, key);
      }
    }
  }

  clean(value: unknown, key = '', within = ''): CapturedJson {
    if (typeof value === 'string') return this.cleanText(key, within, value);
    if (typeof value === 'number') return this.#cleanNumber(key, value);
    if (Array.isArray(value)) return value.map((item) => this.clean(item, key, within));
    if (!isObject(value)) return value === true || value === false ? value : null;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [this.cleanName(name), this.clean(inner, name, key)]),
    );
  }

  cleanText(key: string, within: string, text: string): string {
    const harmless = judgeText(key, within, text);
    if ((harmless === 'public' && !this.#secrets.isOwn(text)) || (harmless === 'shape' && !this.#secrets.touch(text)))
      return text;
    return this.#pseudonyms.ofText(text, encodedKeys.has(key));
  }

  cleanName(name: string): string {
    if (isPublicName(name) && !this.#secrets.isOwn(name)) return name;
    if (this.#kept.has(name) && !this.#secrets.touch(name)) return name;
    const made = this.#names.get(name) ?? `unlisted_${this.#names.size + 1}`;
    this.#names.set(name, made);
    return made;
  }

  #isHarmlessNumber(key: string, number: number): boolean {
    if (number === 0) return true;
    if (isPlace(key)) return false;
    return isHarmlessNumber(key) || (Number.isInteger(number) && Math.abs(number) < 10);
  }

  #cleanNumber(key: string, number: number): number {
    const coarse = coarseOf(key);
    if (coarse !== undefined) return coarse;
    if (this.#isHarmlessNumber(key, number) && !this.#isTold(number)) return number;
    return this.#pseudonyms.ofNumber(number);
  }

  /** Whether a number spells something that was replaced; short ones stand in everything by chance. */
  #isTold(number: number): boolean {
    const digits = String(Math.abs(number));
    return digits.length >= 4 && this.#secrets.touch(digits);
  }

  /** The second wall: looks through what is about to be written, knowing nothing of how it came about. */
  check(value: unknown, key = '', within = ''): void {
    if (Array.isArray(value)) for (const item of value) this.check(item, key, within);
    else if (isObject(value)) {
      for (const [name, inner] of Object.entries(value)) {
        if (this.#secrets.isOwn(name)) throw leak('a field name');
        if (!isPublicName(name) && !/^unlisted_\d+$/.test(name) && this.#secrets.touch(name))
          throw leak('a field name');
        this.check(inner, name, key);
      }
    } else if (typeof value === 'string') {
      const isPublic = judgeText(key, within, value) === 'public';
      if (this.#secrets.isOwn(value) || (!isPublic && this.#secrets.touch(value))) throw leak(`the text of '${key}'`);
    } else if (typeof value === 'number' && value !== coarseOf(key) && this.#isTold(value))
      throw leak(`the number of '${key}'`);
  }
}

const coarseOf = (key: string): number | undefined => (Object.hasOwn(coarseTime, key) ? coarseTime[key] : undefined);

const leak = (where: string): PlugfleetError =>
  new PlugfleetError('internal', `${where} still holds something that had to be removed; nothing was written`);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
