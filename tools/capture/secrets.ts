import { createHash } from 'node:crypto';
import { PlugfleetError } from '../../contract/index.ts';
import { isPublicName, isPublicTitle, isPublicWord } from './public-words.ts';

/** Shorter texts turn up inside others by chance; they are only looked for as a whole. */
const shortestPart = 4;
/** Half of a shorter id, or its mirror image, turns up by chance. */
const shortestHalved = 12;
/** Fewer signs of base64 are anybody's. */
const shortestEncoded = 6;
/** More than any plug tells; a flood of texts would make the search endless. */
const most = 5000;

const hashes = ['md5', 'sha1', 'sha256'] as const;
export const hashOf = (algorithm: (typeof hashes)[number], text: string): string =>
  createHash(algorithm).update(text, 'utf8').digest('hex');

const squeeze = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const reversed = (text: string): string => [...text].reverse().join('');

/** Everything that was replaced anywhere in one capture: it may be nowhere else, in no spelling. */
export class Secrets {
  readonly #whole = new Set<string>();
  readonly #forms = new Set<string>();
  readonly #squeezed = new Set<string>();
  readonly #own = new Set<string>();
  readonly #digests = new Map<string, { algorithm: (typeof hashes)[number]; of: string }>();

  /**
   * @param isOwn whether its owner wrote it. Made of public words, it is still looked for as a whole: `Smart Plug`, but
   * not `plug`, which every plug says
   * @throws PlugfleetError `garbled` beyond what any plug tells
   */
  add(secret: string, isOwn = false): void {
    if (secret === '') return;
    if (isOwn && !isPublicWord(secret)) this.#own.add(secret.toLowerCase());
    if (this.#whole.has(secret.toLowerCase()) || isPublicName(secret) || isPublicTitle(secret)) return;
    if (this.#whole.size >= most)
      throw new PlugfleetError('garbled', `more than ${most} texts of its own in its answers`);
    this.#whole.add(secret.toLowerCase());
    for (const form of spellings(secret)) {
      if (form.length >= shortestPart) this.#forms.add(form.toLowerCase());
      if (squeeze(form).length >= shortestPart + 2) this.#squeezed.add(squeeze(form));
    }
    if (secret.length < shortestPart) return;
    for (const algorithm of hashes) {
      this.#digests.set(hashOf(algorithm, secret), { algorithm, of: secret });
      this.#forms.add(hashOf(algorithm, secret));
    }
    const inner = decoded(secret);
    if (inner !== undefined) this.add(inner, isOwn);
  }

  /** Whether a text is, as a whole, something its owner wrote. */
  isOwn(text: string): boolean {
    return this.#own.has(text.toLowerCase());
  }

  /** Whether a text is or holds one of them. */
  touch(text: string): boolean {
    const plain = text.toLowerCase();
    if (this.#whole.has(plain)) return true;
    for (const form of this.#forms) if (plain.includes(form)) return true;
    const bare = squeeze(text);
    for (const form of this.#squeezed) if (bare.includes(form)) return true;
    return false;
  }

  /** What a text is the hash of, if that is one of them. */
  hashed(text: string) {
    return this.#digests.get(text.toLowerCase());
  }

  /** The longest of them that a hexadecimal text goes on from by one or two digits: outlets are numbered so. */
  prefixOf(text: string): string | undefined {
    return [text.slice(0, -2), text.slice(0, -1)].find(
      (head) => head.length >= 32 && this.#whole.has(head.toLowerCase()),
    );
  }
}

/** A secret in the ways it can be written down. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const bare = squeeze(secret);
  const halves =
    bare.length < shortestHalved
      ? []
      : [bare.slice(0, Math.ceil(bare.length / 2)), bare.slice(Math.floor(bare.length / 2))];
  const pairs = bare.match(/../g) ?? [];
  return [
    secret,
    reversed(secret),
    ...(bare.length >= 8 ? [pairs.reverse().join('')] : []),
    ...halves.flatMap((half) => [half, reversed(half)]),
    ...(bytes.length < shortestPart ? [] : [bytes.toString('hex'), ...shiftedBase64(bytes)]),
  ];
}

/** Base64 depends on where in a group of three bytes a text begins; each time only what does not depend on its neighbours. */
const shiftedBase64 = (bytes: Buffer): string[] =>
  [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const settled = text.slice(shift === 0 ? 0 : 4, text.length - ((bytes.length + shift) % 3 === 0 ? 0 : 1));
    return settled.length >= shortestEncoded ? settled : '';
  });

const strict = new TextDecoder('utf-8', { fatal: true });

/** The text that base64 or hexadecimal digits stand for; undefined where that is no readable text. */
export function decoded(text: string): string | undefined {
  return base64Text(text) ?? (isHex(text) ? readable(Buffer.from(text, 'hex')) : undefined);
}

export const isHex = (text: string): boolean => text.length % 2 === 0 && /^[0-9a-f]+$/i.test(text);

/** Whether a text is canonical base64. */
export const isBase64 = (text: string): boolean =>
  text !== '' && Buffer.from(text, 'base64').toString('base64') === text;

export const base64Text = (text: string): string | undefined =>
  isBase64(text) ? readable(Buffer.from(text, 'base64')) : undefined;

function readable(bytes: Buffer): string | undefined {
  try {
    const text = strict.decode(bytes);
    return text !== '' && !/\p{Cc}/u.test(text) ? text : undefined;
  } catch {
    return undefined; // bytes that are no UTF-8 are no text
  }
}
