import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** A part of an input: a text, bytes in hex or base64, or a text many times over. */
const Part = z.union([
  z.string(),
  z.object({ hex: z.string() }),
  z.object({ base64: z.string() }),
  z.object({ text: z.string(), times: z.number().int() }),
]);

/** One kept input: what was or could be wrong with it, and the bytes as they reach the parser. */
const Entry = z.object({
  why: z.string(),
  parts: z.array(Part),
  /** Whether the target's `encode` has to go over it, so that it can be written in the clear. */
  encode: z.boolean().default(false),
});
export type CorpusEntry = z.infer<typeof Entry>;

const fileOf = (target: string): URL => new URL(`corpus/${target}.json`, import.meta.url);

/** The kept inputs of a target. */
export function corpusOf(target: string): readonly CorpusEntry[] {
  const file = fileOf(target);
  return existsSync(file) ? z.array(Entry).parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
}

export const bytesOf = ({ parts }: CorpusEntry): Buffer =>
  Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'string') return Buffer.from(part, 'utf8');
      if ('hex' in part) return Buffer.from(part.hex, 'hex');
      if ('base64' in part) return Buffer.from(part.base64, 'base64');
      return Buffer.from(part.text.repeat(part.times), 'utf8');
    }),
  );

/** An input as it can be kept in the corpus. */
export function entryOf(input: Buffer, why: string): CorpusEntry {
  const text = input.toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(input);
  return { why, parts: [isText ? text : { base64: input.toString('base64') }], encode: false };
}
