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

/** Places where a line may end: after blanks, hyphens, slashes and brackets, and around Han and kana. */
const pieces = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]|[^\s\-/\]\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]+[\s\-/\]]*|[\s\-/\]]+/gu;
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

function split(span: Span, width: number, set: Typesetter): Piece[] {
  const { style } = span;
  return (printable(span, set).match(pieces) ?? []).flatMap((text) => {
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
