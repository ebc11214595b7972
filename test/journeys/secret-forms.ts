import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Account } from '../../simulator/index.ts';

/** A secret, and what it must not be found as. */
export interface Sought {
  what: string;
  forms: Buffer[];
}

export const digest = (algorithm: string, ...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** A secret in every form it goes over a wire in or could be written down in. */
export function formsOf(secret: Buffer): Buffer[] {
  const texts = [secret.toString('hex'), secret.toString('hex').toUpperCase(), ...withinBase64(secret)];
  return [secret, ...texts.map((text) => Buffer.from(text))];
}

/** What is left of it in the Base64 of a longer text, wherever in that it stands, in both alphabets. */
function withinBase64(secret: Buffer): string[] {
  const texts = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), secret]).toString('base64');
    // a character that also depends on what stands before or after says nothing
    const end = Math.floor(((before + secret.length) * 8) / 6);
    return text.slice(Math.ceil((before * 8) / 6), end);
  });
  return texts.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
}

/** A password as text: also as a browser's store, an address or a JSON document has it. */
const wordsOf = (password: string): Buffer[] => [
  ...formsOf(Buffer.from(password)),
  Buffer.from(password, 'utf16le'),
  Buffer.from(encodeURIComponent(password)),
  Buffer.from(JSON.stringify(password).slice(1, -1)),
];

export const secretsOf = ({ email, password }: Account): Sought[] => [
  { what: 'the password', forms: wordsOf(password) },
  ...['md5', 'sha1', 'sha256'].map((name) => ({
    what: `${name} of the password`,
    forms: formsOf(digest(name, password)),
  })),
  { what: 'the KLAP v1 hash', forms: formsOf(digest('md5', digest('md5', email), digest('md5', password))) },
  { what: 'the KLAP v2 hash', forms: formsOf(digest('sha256', digest('sha1', email), digest('sha1', password))) },
];

export function assertWithout(list: readonly Sought[], where: string, bytes: Buffer): void {
  // a JSON text writes letters beyond ASCII as they are, so one search finds both
  for (const { what, forms } of list)
    for (const form of forms) assert.ok(!bytes.includes(form), `${what} stands in ${where}`);
}
