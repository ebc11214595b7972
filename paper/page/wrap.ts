import { baseOf, type Levels, levelsOf } from './direction.ts';
import type { Run, Span, Style, Typesetter } from './typesetter.ts';

/** One printed line. */
export interface Line {
  /** From left to right. */
  runs: Run[];
  width: number;
  /** Size of its largest letters. */
  size: number;
  /** Whether the text goes on after it and is not printed. */
  isCut: boolean;
  /** What it says, where its runs do not stand in the order in which they are read. */
  said?: string;
}

/** Far beyond any name; keeps a text of a megabyte from being measured letter by letter. */
const longest = 600;

/**
 * Places where a line may end: after blanks that are not there to keep words together, hyphens, slashes and brackets,
 * and around Han, kana and their marks.
 */
const cjk = '\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\u3000-\\u303F\\u30FB\\u30FC\\uFF00-\\uFFEF';
const blank = '[^\\S\\u00A0\\u202F]';
const letter = `(?:[^\\s\\-/\\]${cjk}]|[\\u00A0\\u202F])`;
const pieces = new RegExp(`[${cjk}]${blank}*|${letter}+[-/\\]]*${blank}*|[-/\\]]+${blank}*|${blank}+`, 'gu');
/** What must not begin a line, and what must not end one, in Chinese and Japanese. */
const neverFirst =
  /^[、。，．：；！？」』）〕】》〉・ー゛゜々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ”’)\]}.,:;!?%…ๆฯ]/u;
const neverLast = /[「『（〔【《〈“‘([{]$/u;
/** A number and what it counts stay together: 10秒. */
const counts = /\d$/u;
const counted = /^[秒口台枚个張张页]/u;
/** Only words are broken at their hyphens: not Wi-Fi, nor R-7K3QD, --page and 7-12, which are typed as they stand. */
const hyphen = /-$/u;
const hyphenOfWord = /\p{Ll}{2}-$/u;
/** A number and its unit. */
const number = /\d $/u;
const unit = /^s(?!\p{L})/u;
const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Thai has no blanks between words; where they end stands in a dictionary. */
const thai = /\p{sc=Thai}/u;
const thaiWords = new Intl.Segmenter('th', { granularity: 'word' });

/** A span as it is printed. Each stands for itself: none turns what stands beside it around. */
interface Printed {
  text: string;
  style: Style;
  levels: Levels;
}

/** A part of a span that is not broken. */
interface Piece extends Printed {
  width: number;
  of: Printed;
}

/** Breaks text into lines no wider than `width`. What does not fit into `maxLines` is cut, with … at the cut. */
export function wrap(spans: readonly Span[], width: number, maxLines: number, set: Typesetter): Line[] {
  const lines: Piece[][] = [[]];
  let used = 0;
  let isCut = false;
  for (const piece of spans.flatMap((span) => split(span, width, maxLines, set))) {
    const line = lines.at(-1) ?? [];
    const visibleWidth = visibleWidthOf(piece, set);
    if (line.length > 0 && used + visibleWidth > width) {
      if (lines.length === maxLines) {
        cut(line, width, set);
        isCut = true;
        break;
      }
      lines.push([piece]);
      used = piece.width;
    } else {
      line.push(piece);
      used += piece.width;
    }
  }
  return lines.map((line, index) => setLine(line, set, isCut && index === lines.length - 1));
}

/** Width of one line that is not to be broken. */
export const lineOf = (spans: readonly Span[], set: Typesetter): Line =>
  setLine(
    spans.map((span) => {
      const of = printed(span, set);
      return { ...of, width: 0, of };
    }),
    set,
    false,
  );

function printed({ text, style }: Span, set: Typesetter): Printed {
  const printable = set.printable(text.length > longest ? `${beginning(text)}…` : text, style.weight);
  return { text: printable, style, levels: levelsOf(printable) };
}

/** As much of a text as is ever printed, in whole letters. */
function beginning(text: string): string {
  const some = text.slice(0, longest + 50);
  const end = letters.segment(some).containing(longest)?.index ?? 0;
  // one letter under a hundred marks
  return some.slice(0, end === 0 ? longest : end);
}

/** The parts of a text that are not broken, if a line has room for them. */
export function unbroken(text: string): string[] {
  const parts: string[] = [];
  for (const piece of text.match(pieces)?.flatMap(words) ?? []) {
    const last = parts.at(-1);
    if (last !== undefined && belongTogether(last, piece)) parts[parts.length - 1] = last + piece;
    else parts.push(piece);
  }
  return parts;
}

const words = (piece: string): string[] =>
  thai.test(piece) ? Array.from(thaiWords.segment(piece), ({ segment }) => segment) : [piece];

function belongTogether(last: string, next: string): boolean {
  if (number.test(last)) return unit.test(next);
  // any other blank is a place to break, whatever stands around it
  if (/\s$/u.test(last)) return false;
  if (hyphen.test(last) && !hyphenOfWord.test(last)) return true;
  if (neverFirst.test(next) && /[^-/]$/u.test(last)) return true;
  return neverLast.test(last) || (counts.test(last) && counted.test(next));
}

const visibleWidthOf = ({ text, style, levels }: Printed, set: Typesetter): number => {
  const visible = text.trimEnd();
  return set.widthOf(visible, style, levels.slice(0, visible.length));
};

function split(span: Span, width: number, maxLines: number, set: Typesetter): Piece[] {
  const of = printed(span, set);
  let at = 0;
  return unbroken(of.text).flatMap((text) => {
    const whole = pieceOf(of, at, text, set);
    at += text.length;
    return visibleWidthOf(whole, set) <= width ? [whole] : inLetters(whole, width, maxLines, set);
  });
}

const pieceOf = (of: Printed, at: number, text: string, set: Typesetter): Piece => {
  const levels = of.levels.slice(at, at + text.length);
  return { text, style: of.style, levels, width: set.widthOf(text, of.style, levels), of };
};

/**
 * A piece too wide for a line, in its letters; where these join, in as many at a time as fit on one, and no more of
 * those than there are lines: each try shapes them anew.
 */
function inLetters(whole: Piece, width: number, maxLines: number, set: Typesetter): Piece[] {
  const parts: Piece[] = [];
  const isJoined = set.runs(whole.text, whole.style, whole.levels).some(({ shaped }) => shaped !== undefined);
  let at = 0;
  for (const { segment } of letters.segment(whole.text)) {
    const last = isJoined ? parts.at(-1) : undefined;
    const longer = last && pieceOf(whole, at - last.text.length, last.text + segment, set);
    if (longer && visibleWidthOf(longer, set) <= width) parts[parts.length - 1] = longer;
    else if (isJoined && parts.length > maxLines + 1) break;
    else parts.push(pieceOf(whole, at, segment, set));
    at += segment.length;
  }
  return parts.map((part) => ({ ...part, of: whole.of }));
}

/** Takes letters off the end of a full line until … fits behind it. */
function cut(line: Piece[], width: number, set: Typesetter): void {
  for (let last = line.pop(); last !== undefined; last = line.pop()) {
    const before = line.reduce((sum, piece) => sum + piece.width, 0);
    const base = baseOf(last.of.levels);
    const kept = Array.from(letters.segment(last.text.trimEnd()), ({ segment }) => segment);
    for (; kept.length > 0; kept.pop()) {
      const shown = kept.join('');
      const text = `${shown}…`;
      const levels = last.levels.slice(0, shown.length) + base;
      const needed = set.widthOf(text, last.style, levels);
      if (before + needed > width) continue;
      line.push({ ...last, text, levels, width: needed });
      return;
    }
  }
}

function setLine(line: readonly Piece[], set: Typesetter, isCut: boolean): Line {
  const runs: Run[] = [];
  const joined = joinStyles(line);
  for (const { text, style, levels } of joined) runs.push(...set.runs(text, style, levels));
  return {
    runs,
    width: runs.reduce((sum, run) => sum + run.width, 0),
    size: Math.max(0, ...line.map((piece) => piece.style.size)),
    isCut,
    ...(joined.some(({ levels }) => levels !== '') ? { said: joined.map(({ text }) => text).join('') } : {}),
  };
}

/** Neighbours of one style as one text, so that they are shaped and printed together. */
function joinStyles(line: readonly Piece[]): Printed[] {
  const joined: Printed[] = [];
  let before: Piece | undefined;
  for (const piece of line) {
    const { text, style, levels } = piece;
    const last = joined.at(-1);
    const isOne = before?.of === piece.of || (last?.levels === '' && levels === '');
    if (last?.style === style && isOne) {
      last.text += text;
      last.levels += levels;
    } else joined.push({ text, style, levels });
    before = piece;
  }
  return joined;
}
