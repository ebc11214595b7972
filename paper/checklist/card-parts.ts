import { heightOf, type Pen } from '../page/pen.ts';
import { tickBox } from '../page/tick-box.ts';
import type { Span } from '../page/typesetter.ts';
import { type Line, lineOf, wrap } from '../page/wrap.ts';
import type { Step } from './steps.ts';
import { styles } from './styles.ts';

type Element = PDFKit.PDFStructureElement;

/** A piece of a card: measured once, drawn later at a place. */
export interface Part {
  height: number;
  /** Gives the elements to be put into the card's structure, in reading order. */
  draw(x: number, y: number): Element[];
}

const paragraph = (pen: Pen, tag: string, lines: Line[]): Part => ({
  height: heightOf(lines),
  draw: (x, y) => [pen.element(tag, [() => pen.lines(lines, x, y)])],
});

/** Text over the whole width. */
export const textPart = (pen: Pen, spans: readonly Span[], width: number, maxLines: number): Part =>
  paragraph(pen, 'P', wrap(spans, width, maxLines, pen.set));

/** The name of a fact and what is known. */
export const factPart = (pen: Pen, name: string, fact: string, width: number, maxLines: number): Part =>
  textPart(
    pen,
    [
      { text: `${name}: `, style: styles.factName },
      { text: fact, style: styles.fact },
    ],
    width,
    maxLines,
  );

/** Parts side by side, each with its distance from the left. */
export const besides = (parts: readonly { part: Part; left: number }[]): Part => ({
  height: Math.max(...parts.map(({ part }) => part.height)),
  draw: (x, y) => parts.flatMap(({ part, left }) => part.draw(x + left, y)),
});

export const space = (height: number): Part => ({ height, draw: () => [] });

/**
 * The head of a card: its names at the left, the MAC at the right on one line, never broken. The second name stands
 * beside the first where there is room for both, else below.
 */
export function headPart(pen: Pen, names: readonly string[], mac: string, width: number): Part {
  const macLine = lineOf([{ text: mac, style: styles.mac }], pen.set);
  const left = width - macLine.width - 16;
  const [first = '', second = ''] = names;
  const title = { text: first, style: styles.name };
  const other = { text: second, style: styles.alias };
  const both = lineOf([{ ...title, text: `${first}  ` }, other], pen.set);
  const lines = both.width <= left ? [both] : [...wrap([title], left, 2, pen.set), ...wrap([other], left, 2, pen.set)];
  return besides([
    {
      part: paragraph(
        pen,
        'H3',
        lines.filter((line) => line.runs.length > 0),
      ),
      left: 0,
    },
    { part: paragraph(pen, 'P', [macLine]), left: width - macLine.width },
  ]);
}

/** Words in a heavy frame, to be read before anything is pressed. */
export function framedPart(pen: Pen, heading: string, text: string, width: number): Part {
  const inset = 7;
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

const box = 12;
const numberAt = 19;
const textAt = 34;

/** Numbered steps, each with a box to tick. */
export function stepsPart(pen: Pen, steps: readonly Step[], width: number, emptyBox: string): Part {
  const rows = steps.map(({ lead, text }, index) => {
    const spans = [
      { text: lead === '' ? '' : `${lead} `, style: styles.strong },
      { text, style: styles.body },
    ];
    const number = wrap([{ text: `${index + 1}`, style: styles.strong }], width, 1, pen.set);
    const lines = wrap(spans, width - textAt, 4, pen.set);
    return { number, lines, height: heightOf(lines) + 3 };
  });
  return {
    height: rows.reduce((sum, row) => sum + row.height, 0),
    draw: (x, y) => {
      let top = y;
      const items = rows.map(({ number, lines, height }) => {
        const at = top;
        top += height;
        const label = pen.element('Lbl', [
          tickBox(pen, emptyBox, x, at + 1.5, box),
          () => pen.lines(number, x + numberAt, at),
        ]);
        return pen.element('LI', [label, pen.element('LBody', [() => pen.lines(lines, x + textAt, at)])]);
      });
      return [pen.element('L', items)];
    },
  };
}
