import { z } from 'zod';
import { garbled } from './garbled.ts';

/** Deeper than any plug nests; a bomb of brackets is refused before it reaches a recursive schema. */
const deepest = 24;

/**
 * JSON that a plug sent.
 * @throws PlugfleetError `garbled`: no JSON, or nested deeper than plugs do
 */
export function parsePlugJson(text: string): unknown {
  if (depthOf(text) > deepest) throw garbled('JSON nested too deep', { deepest });
  try {
    // `__proto__` can also be spelt with escapes; only then is the slower way taken
    return /__proto__|\\u/i.test(text) ? JSON.parse(text, withoutPrototype) : JSON.parse(text);
  } catch (cause) {
    throw garbled('no JSON', { length: text.length }, cause);
  }
}

/** As a JSON reviver: what a plug calls `__proto__` must never become anybody's prototype further on. */
const withoutPrototype = (key: string, value: unknown): unknown => (key === '__proto__' ? undefined : value);

function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (quoted) {
      if (char === '\\') i++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '{' || char === '[') most = Math.max(most, ++depth);
    else if (char === '}' || char === ']') depth--;
  }
  return most;
}

/** Control characters and the marks that turn the direction of writing: they would let a plug's name forge a terminal or a page. */
const unprintable = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text of a plug, at most `most` characters, without characters that act instead of being read. */
export const plugText = (most: number) =>
  z
    .string()
    .max(most)
    .transform((text) => text.replace(unprintable, ''));

/** A text that plugs send in base64 (SMART names); `most` bounds the encoded form. */
export const plugText64 = (most: number) =>
  z
    .string()
    .max(most)
    .transform((text) => Buffer.from(text, 'base64').toString('utf8').replace(unprintable, ''));

/**
 * What a schema makes of a plug's answer.
 * @throws PlugfleetError `garbled`, naming the field that is wrong (never its value: it may be personal)
 */
export function readAs<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw garbled(`${what} is not as expected`, { field: issue?.path.join('.') ?? '', problem: issue?.code ?? '' });
}
