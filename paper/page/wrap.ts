import type { Run, Span, Style, Typesetter } from './typesetter.ts';

/** One printed line. */
export interface Line {
  runs: Run[];
  width: number;
  /** Size of its largest letters. */
  size: number;
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
  /^[、。，．：；！？」』）〕】》〉・ー゛゜々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ”’)\]}.,:;!?%…]/u;
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

interface Piece {
  text: string;
  style: Style;
  width: number;
}

/** Breaks text into lines no wider than `width`. What does not fit into `maxLines` is cut, with … at the cut. */
export function wrap(spans: readonly Span[], width: number, maxLines: number, set: Typesetter): Line[] {
  const lines: Piece[][] = [[]];
  let used = 0;
  for (const piece of spans.flatMap((span) => split(span, width, set))) {
    const line = lines.at(-1) ?? [];
    const visibleWidth = set.widthOf(piece.text.trimEnd(), piece.style);
    if (line.length > 0 && used + visibleWidth > width) {
      if (lines.length === maxLines) {
        cut(line, width, set);
        break;
      }
      lines.push([piece]);
      used = piece.width;
    } else {
      line.push(piece);
      used += piece.width;
    }
  }
  return lines.map((line) => setLine(line, set));
}

/** Width of one line that is not to be broken. */
export const lineOf = (spans: readonly Span[], set: Typesetter): Line =>
  setLine(
    spans.map((span) => ({ ...span, text: printable(span, set), width: 0 })),
    set,
  );

const printable = ({ text, style }: Span, set: Typesetter): string =>
  set.printable(text.length > longest ? `${text.slice(0, longest)}…` : text, style.weight);

/** The parts of a text that are not broken, if a line has room for them. */
export function unbroken(text: string): string[] {
  const parts: string[] = [];
  for (const piece of text.match(pieces) ?? []) {
    const last = parts.at(-1);
    if (last !== undefined && belongTogether(last, piece)) parts[parts.length - 1] = last + piece;
    else parts.push(piece);
  }
  return parts;
}

function belongTogether(last: string, next: string): boolean {
  if (number.test(last)) return unit.test(next);
  // any other blank is a place to break, whatever stands around it
  if (/\s$/u.test(last)) return false;
  if (hyphen.test(last) && !hyphenOfWord.test(last)) return true;
  if (neverFirst.test(next) && /[^-/]$/u.test(last)) return true;
  return neverLast.test(last) || (counts.test(last) && counted.test(next));
}

function split(span: Span, width: number, set: Typesetter): Piece[] {
  const { style } = span;
  return unbroken(printable(span, set)).flatMap((text) => {
    const whole = { text, style, width: set.widthOf(text, style) };
    if (set.widthOf(text.trimEnd(), style) <= width) return [whole];
    return Array.from(letters.segment(text), ({ segment }) => ({
      text: segment,
      style,
      width: set.widthOf(segment, style),
    }));
  });
}

/** Takes letters off the end of a full line until … fits behind it. */
function cut(line: Piece[], width: number, set: Typesetter): void {
  for (let last = line.pop(); last !== undefined; last = line.pop()) {
    const before = line.reduce((sum, piece) => sum + piece.width, 0);
    const kept = Array.from(letters.segment(last.text.trimEnd()), ({ segment }) => segment);
    for (; kept.length > 0; kept.pop()) {
      const text = `${kept.join('')}…`;
      const needed = set.widthOf(text, last.style);
      if (before + needed > width) continue;
      line.push({ ...last, text, width: needed });
      return;
    }
  }
}

function setLine(line: readonly Piece[], set: Typesetter): Line {
  const runs: Run[] = [];
  for (const { text, style } of joinStyles(line)) runs.push(...set.runs(text, style));
  return {
    runs,
    width: runs.reduce((sum, run) => sum + run.width, 0),
    size: Math.max(0, ...line.map((piece) => piece.style.size)),
  };
}

/** Neighbours of one style as one text, so that they are shaped and printed together. */
function joinStyles(line: readonly Piece[]): Span[] {
  const joined: Span[] = [];
  for (const { text, style } of line) {
    const last = joined.at(-1);
    if (last?.style === style) last.text += text;
    else joined.push({ text, style });
  }
  return joined;
}
