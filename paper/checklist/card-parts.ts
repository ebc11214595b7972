import type { PaperWords } from '../../text/index.ts';
import { heightOf, type Pen } from '../page/pen.ts';
import type { Span, Style } from '../page/typesetter.ts';
import { type Line, lineOf, wrap } from '../page/wrap.ts';
import type { Step } from './steps.ts';
import { styles } from './styles.ts';

type Element = PDFKit.PDFStructureElement;

/** A piece of a page: measured once, drawn later at a place. */
export interface Part {
  height: number;
  /** Gives the elements to be put into the structure, in reading order. */
  draw(x: number, y: number): Element[];
}

const paragraph = (pen: Pen, tag: string, lines: Line[]): Part => ({
  height: heightOf(lines),
  draw: (x, y) => [pen.element(tag, [() => pen.lines(lines, x, y)])],
});

/** Text over the whole width. */
export const textPart = (pen: Pen, spans: readonly Span[], width: number, maxLines: number, tag = 'P'): Part =>
  paragraph(pen, tag, wrap(spans, width, maxLines, pen.set));

/** The name of a fact and what is known. */
export type Fact = readonly [name: string, fact: string];

const factSpans = ([name, fact]: Fact, words: PaperWords): Span[] => [
  { text: `${name}${words.colon}`, style: styles.factName },
  { text: fact, style: styles.fact },
  // facts are read aloud one after the other
  { text: ' ', style: styles.fact },
];

/**
 * Facts in one paragraph, each on lines of its own; `columns` next to each other.
 * @param maxLines for each fact
 */
export function factsPart(
  pen: Pen,
  words: PaperWords,
  facts: readonly Fact[],
  width: number,
  o: { columns?: 1 | 2; maxLines: number },
): Part {
  const { columns = 1, maxLines } = o;
  const left = (index: number): number => (index % columns) * (width / columns);
  const column = width / columns - (columns - 1) * 6;
  let top = 0;
  let tallest = 0;
  const placed = facts.map((fact, index) => {
    if (index % columns === 0) {
      top += tallest;
      tallest = 0;
    }
    const lines = wrap(factSpans(fact, words), column, maxLines, pen.set);
    tallest = Math.max(tallest, heightOf(lines));
    return { lines, left: left(index), top };
  });
  const draw = (x: number, y: number) => () => {
    for (const one of placed) pen.lines(one.lines, x + one.left, y + one.top);
  };
  return { height: top + tallest, draw: (x, y) => [pen.element('P', [draw(x, y)])] };
}

/** Parts side by side, each with its distance from the left. */
export const besides = (parts: readonly { part: Part; left: number }[]): Part => ({
  height: Math.max(...parts.map(({ part }) => part.height)),
  draw: (x, y) => parts.flatMap(({ part, left }) => part.draw(x + left, y)),
});

/** Parts one below the other. */
export const below = (parts: readonly Part[]): Part => ({
  height: parts.reduce((sum, part) => sum + part.height, 0),
  draw: (x, y) => {
    let top = y;
    return parts.flatMap((part) => {
      const at = top;
      top += part.height;
      return part.draw(x, at);
    });
  },
});

export const space = (height: number): Part => ({ height, draw: () => [] });

/**
 * The head of a card: its names at the left, the MAC at the right on one line, never broken; below them where there is
 * no room for both. The second name stands beside the first where there is room, else below.
 */
export function headPart(pen: Pen, names: readonly string[], mac: string, width: number): Part {
  const macLine = lineOf([{ text: mac, style: styles.mac }], pen.set);
  const beside = width - macLine.width - 14;
  const isNarrow = beside < width * 0.4;
  const left = isNarrow ? width : beside;
  const [first = '', second = ''] = names;
  const title = { text: first, style: styles.name };
  const other = { text: second, style: styles.alias };
  const both = lineOf([{ ...title, text: `${first}  ` }, other], pen.set);
  const lines = both.width <= left ? [both] : [...wrap([title], left, 2, pen.set), ...wrap([other], left, 2, pen.set)];
  const name = paragraph(
    pen,
    'H3',
    lines.filter((line) => line.runs.length > 0),
  );
  const address = paragraph(pen, 'P', [macLine]);
  if (isNarrow) return below([name, address]);
  return besides([
    { part: name, left: 0 },
    { part: address, left: width - macLine.width },
  ]);
}

/** Words in a heavy frame, to be read before anything is pressed. */
export function framedPart(pen: Pen, heading: string, text: string, width: number): Part {
  const inset = 6;
  const spans = [
    { text: `${heading}  `, style: styles.strong },
    { text, style: styles.body },
  ];
  const lines = wrap(spans, width - 2 * inset, 7, pen.set);
  const height = heightOf(lines) + 2 * inset;
  return {
    height,
    draw: (x, y) => {
      pen.decoration('Layout', () => pen.frame({ x, y, width, height }, 2.2));
      return [pen.element('P', [() => pen.lines(lines, x + inset, y + inset)])];
    },
  };
}

const box = 11;
const numberAt = 17;
const textAt = 29;

/** Numbered steps, each with a box to tick. */
export function stepsPart(pen: Pen, steps: readonly Step[], width: number): Part {
  return listPart(
    pen,
    steps.map(({ lead, text }) => [
      { text: lead, style: styles.strong },
      { text, style: styles.body },
    ]),
    width,
    {
      textAt,
      numberAt,
      gap: 2,
      numberStyle: styles.strong,
      box: (x, y) => pen.frame({ x, y: y + 1.8, width: box, height: box }, 1.2),
    },
  );
}

/** Numbered lines; before each number what `box` draws. */
export function listPart(
  pen: Pen,
  items: readonly (readonly Span[])[],
  width: number,
  o: {
    textAt: number;
    numberAt: number;
    gap: number;
    numberStyle: Style;
    box?: (x: number, y: number) => void;
  },
): Part {
  const rows = items.map((spans, index) => {
    const number = lineOf([{ text: `${index + 1}`, style: o.numberStyle }], pen.set);
    const lines = wrap(spans, width - o.textAt, 6, pen.set);
    return { number, lines, height: heightOf(lines) + o.gap };
  });
  return {
    height: rows.reduce((sum, row) => sum + row.height, 0),
    draw: (x, y) => {
      let top = y;
      const elements = rows.map(({ number, lines, height }) => {
        const at = top;
        top += height;
        const label = pen.element('Lbl', [
          () => {
            o.box?.(x, at);
            pen.lines([number], x + o.numberAt, at);
          },
        ]);
        return pen.element('LI', [label, pen.element('LBody', [() => pen.lines(lines, x + o.textAt, at)])]);
      });
      return [pen.element('L', elements)];
    },
  };
}
