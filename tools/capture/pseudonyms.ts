import { createHash } from 'node:crypto';
import { canonicalMac, PlugfleetError } from '../../contract/index.ts';
import { base64Text, hashOf, isBase64, isHex, type Secrets } from './secrets.ts';

/** What kinds of things are replaced, as the head of a capture counts them. */
export type Replaced = 'MAC' | 'address' | 'e-mail' | 'id or key' | 'text' | 'number';

/** Longer texts are cut to this many bytes. */
const longest = 256;
const mostTries = 500;
/** Where stand-ins of one length are used up, or all hold a secret, longer ones are made. */
const growth = (tries: number): number => Math.floor(tries / 100);
/** How a stand-in may be written in a capture. */
const spellingsOfText = (made: string): string[] => [made, Buffer.from(made).toString('base64')];
const spellingsOfMac = (made: string): string[] => ['', ':', '-'].map((between) => made.replaceAll(':', between));
const letters = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Stand-ins for what is removed: the same thing gets the same stand-in everywhere, of its length and in its encoding.
 * They come from a counter alone, so nothing can be learnt from them.
 */
export class Pseudonyms {
  readonly #secrets: Secrets;
  readonly #made = new Map<string, string>();
  readonly #used = new Set<string>();
  readonly counts = new Map<Replaced, number>();
  #counter = 0;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /** @param isEncoded whether base64 is expected there (SMART names) */
  ofText(text: string, isEncoded: boolean): string {
    if (text === '') return '';
    const mac = /[:-]/.test(text) || text.length === 12 ? canonicalMac(text) : undefined;
    if (mac !== undefined)
      return this.#macLike(
        text,
        this.#keep('MAC', mac, () => this.#mac(), spellingsOfMac),
      );
    if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return this.#keep('address', text, (tries) => this.#address(tries));
    if (/^[^@\s]+@[^@\s]+$/.test(text)) return this.#keep('e-mail', text, (tries) => this.#email(text, tries));
    const inner = isEncoded || /=$/.test(text) ? base64Text(text) : undefined;
    if (inner !== undefined) return Buffer.from(this.ofText(inner, false)).toString('base64');
    if (/^\d+$/.test(text) && text.length < 16)
      return this.#keep('number', text, (tries) => this.#digits(text.length + growth(tries)));
    if (text.length >= 8 && isHex(text)) return this.#hexLike(text);
    if (text.length >= 16 && isBase64(text)) return this.#keep('id or key', text, () => this.#binary(text));
    return this.#keep('text', text, (tries) => this.#words(text, tries));
  }

  /** Same sign, same number of digits before and after the point. */
  ofNumber(number: number): number {
    const text = Math.abs(number).toString();
    if (!/^\d+(?:\.\d+)?$/.test(text)) return 1;
    const [whole = '', part] = text.split('.');
    const made = this.#keep('number', `number ${text}`, (tries) => {
      const digits = whole === '0' && part !== undefined ? '0' : this.#integer(whole.length + growth(tries));
      return part === undefined
        ? digits
        : `${digits}.${this.#digits(part.length - 1 + growth(tries))}${this.#integer(1)}`;
    });
    return Math.sign(number) * Number(made);
  }

  /** Made once per thing, unlike every other, and touching no secret. */
  #keep(kind: Replaced, thing: string, make: (tries: number) => string, spellings = spellingsOfText): string {
    const known = this.#made.get(thing);
    if (known !== undefined) return known;
    for (let tries = 0; tries < mostTries; tries++) {
      const made = make(tries);
      if (this.#used.has(made) || spellings(made).some((spelt) => this.#secrets.touch(spelt))) continue;
      this.#used.add(made);
      this.#made.set(thing, made);
      this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
      return made;
    }
    throw new PlugfleetError('internal', `no stand-in is left for a ${kind}`);
  }

  /** Ids that hang together stay so: the hash of a secret, and an outlet's id that begins with its plug's. */
  #hexLike(text: string): string {
    const isLower = text === text.toLowerCase();
    const written = (hex: string): string => (isLower ? hex.toLowerCase() : hex.toUpperCase());
    const made = this.#keep('id or key', text.toLowerCase(), (tries) => {
      if (tries > 0) return this.#bytes(text.length / 2).toString('hex');
      const source = this.#secrets.hashed(text);
      if (source) return hashOf(source.algorithm, this.ofText(source.of, false));
      const head = this.#secrets.prefixOf(text);
      if (head !== undefined) return `${this.#hexLike(head)}${text.slice(head.length)}`.toLowerCase();
      return this.#bytes(text.length / 2).toString('hex');
    });
    return written(made);
  }

  #macLike(text: string, made: string): string {
    const between = text.includes(':') ? ':' : text.includes('-') ? '-' : '';
    const spelt = made.replaceAll(':', between);
    return text === text.toLowerCase() && /[a-f]/.test(text) ? spelt.toLowerCase() : spelt;
  }

  /** Locally administered: no maker's. */
  #mac(): string {
    const bytes = Buffer.concat([Buffer.from([2]), this.#bytes(5)]);
    return (bytes.toString('hex').toUpperCase().match(/../g) ?? []).join(':');
  }

  /** Of the networks kept free for examples (RFC 5737); when those are used up, of those nobody has. */
  #address(tries: number): string {
    const [net = 0, host = 0, more = 0] = this.#bytes(3);
    if (growth(tries) > 0) return `240.${net}.${host}.${more}`;
    return `${['192.0.2', '198.51.100', '203.0.113'][net % 3]}.${1 + (host % 254)}`;
  }

  #email(text: string, tries: number): string {
    const domain = growth(tries) === 0 ? 'example.invalid' : this.#letters(15);
    const room = Math.min(longest, Buffer.byteLength(text)) - domain.length - 1;
    return `${this.#letters(Math.max(3, room))}@${domain}`;
  }

  #binary(text: string): string {
    return this.#bytes(Math.min(longest, Buffer.from(text, 'base64').length)).toString('base64');
  }

  /** Begins with `fake` where there is room, so that a reader sees what it is. */
  #words(text: string, tries: number): string {
    const room = Math.min(longest, Buffer.byteLength(text)) + growth(tries);
    return room >= 8 && tries < 50 ? `fake${this.#letters(room - 4)}` : this.#letters(room);
  }

  #letters(length: number): string {
    return [...this.#bytes(length)].map((byte) => letters.charAt(byte % letters.length)).join('');
  }

  #digits(length: number): string {
    return [...this.#bytes(length)].map((byte) => byte % 10).join('');
  }

  #integer(length: number): string {
    return `${1 + ((this.#bytes(1)[0] ?? 0) % 9)}${this.#digits(length - 1)}`;
  }

  #bytes(length: number): Buffer {
    const parts: Buffer[] = [];
    for (let left = length; left > 0; left -= 32)
      parts.push(
        createHash('sha256')
          .update(`stand-in ${this.#counter++}`)
          .digest()
          .subarray(0, left),
      );
    return Buffer.concat(parts);
  }
}
