import bidiFactory from 'bidi-js/dist/bidi.mjs';

/**
 * How deep each character (UTF-16 unit) of a text is nested in text of the other direction, as a digit each: odd ones
 * run from right to left. Empty where all of it runs from left to right.
 */
export type Levels = string;

/** A part of a line that runs one way. */
export interface Part {
  /** In the order in which it is read, brackets turned to the side on which they are printed. */
  text: string;
  isRtl: boolean;
}

/** Blocks of the writings that run from right to left, and their digits. */
const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

let bidi: ReturnType<typeof bidiFactory> | undefined;
const algorithm = (): ReturnType<typeof bidiFactory> => {
  bidi ??= bidiFactory();
  return bidi;
};

/** By the Unicode bidirectional algorithm; the text stands for itself and begins as its first letter does. */
export function levelsOf(text: string): Levels {
  if (!rightToLeft.test(text)) return '';
  // without control characters, which are never printed, nothing is nested deeper than 2
  return algorithm().getEmbeddingLevels(text, 'auto').levels.join('');
}

/** What a mark at the cut end of a text runs like: as the text does as a whole. */
export const baseOf = (levels: Levels): Levels => (levels === '' ? '' : `${Math.min(...Array.from(levels, Number))}`);

/** The parts of a line from left to right. Blanks at its ends stay where they are. */
export function inSight(text: string, levels: Levels): Part[] {
  const begin = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  const parts: { level: number; from: number; to: number }[] = [];
  for (let at = 0; at < text.length; at++) {
    const level = at < begin || at >= end ? 0 : Number(levels[at]);
    const last = parts.at(-1);
    if (last?.level === level) last.to = at + 1;
    else parts.push({ level, from: at, to: at + 1 });
  }
  for (let level = Math.max(...parts.map((part) => part.level)); level > 0; level--) turn(parts, level);
  return parts.map(({ level, from, to }) => {
    const isRtl = level % 2 === 1;
    const part = text.slice(from, to);
    return { text: isRtl ? mirrored(part) : part, isRtl };
  });
}

/** Turns each row of parts of at least a level around (rule L2). */
function turn(parts: { level: number }[], level: number): void {
  for (let from = 0; from < parts.length; from++) {
    let to = from;
    while ((parts[to]?.level ?? 0) >= level) to += 1;
    if (to > from) parts.splice(from, to - from, ...parts.slice(from, to).reverse());
    from = to;
  }
}

const mirrored = (text: string): string =>
  Array.from(text, (character) => algorithm().getMirroredCharacter(character) ?? character).join('');
