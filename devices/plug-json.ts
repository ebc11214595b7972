import { z } from 'zod';
import { garbled } from './garbled.ts';

/** Deeper than any plug nests; a bomb of brackets is refused before it reaches a recursive schema. */
const deepest = 24;
/** More values than any plug tells at once. Looking at each of a million costs seconds, reading a million as text nothing. */
const mostValues = 20_000;

/**
 * JSON that a plug sent.
 * @throws PlugfleetError `garbled`: no JSON, nested deeper or with more in it than plugs say
 */
export function parsePlugJson(text: string): unknown {
  const { depth, values } = measure(text);
  if (depth > deepest) throw garbled('JSON nested too deep', { deepest });
  if (values > mostValues) throw garbled('JSON with too much in it', { mostValues });
  try {
    // `__proto__` can also be spelt with escapes; only then is the slower way taken
    return /__proto__|\\u/i.test(text) ? JSON.parse(text, withoutPrototype) : JSON.parse(text);
  } catch (cause) {
    throw garbled('no JSON', { length: text.length }, cause);
  }
}

/** As a JSON reviver: what a plug calls `__proto__` must never become anybody's prototype further on. */
const withoutPrototype = (key: string, value: unknown): unknown => (key === '__proto__' ? undefined : value);

/** How deep a JSON text nests, and how many values stand in it at most. */
function measure(text: string): { depth: number; values: number } {
  let depth = 0;
  let most = 0;
  let values = 1;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (quoted) {
      if (char === '\\') i++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === ',') values++;
    else if (char === '{' || char === '[') {
      most = Math.max(most, ++depth);
      values++;
    } else if (char === '}' || char === ']') depth--;
  }
  return { depth: most, values };
}

/** Control characters and the marks that turn the direction of writing: they would let a plug's name forge a terminal or a page. */
const unprintable = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Without characters that act instead of being read, and without halves of characters, which no file or page can hold. */
const readable = (text: string): string => text.replace(unprintable, '').toWellFormed();

/** A text by which a plug is known or judged, at most `most` characters: a longer one is nonsense. */
export const plugText = (most: number) => z.string().max(most).transform(readable);

/** A name that people or apps gave: cut after `most` characters, for a long name is no reason to lose sight of a plug. */
export const plugName = (most: number) => z.string().transform((text) => readable(cut(text, most)));

/** A name that plugs send in base64 (SMART); `most` bounds what is in it. */
export const plugName64 = (most: number) =>
  z.string().transform((text) => readable(cut(Buffer.from(text, 'base64').toString('utf8'), most)));

/** At most `most` UTF-16 units of a text, never half a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHalf ? most - 1 : most);
}

/** Anything measured, in whatever unit: sums and multiples of it are numbers still. */
export const Quantity = z.number().min(-1e12).max(1e12);

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
