import type { Pen } from './pen.ts';
import type { Style } from './typesetter.ts';
import { lineOf } from './wrap.ts';

/** A word with a line to write on, `width` in all; the words belong to the caller's element, the line is decoration. */
export function blank(
  pen: Pen,
  word: string,
  style: Style,
  x: number,
  y: number,
  width: number,
): PDFKit.PDFStructureElement {
  const label = lineOf([{ text: word, style }], pen.set);
  const from = x + label.width + 4;
  const base = y + style.size * 1.1;
  pen.decoration('Layout', () => pen.rule(from, base, x + width - from));
  return pen.element('P', [() => pen.lines([label], x, y)]);
}
