import { openFont } from './faces.ts';
import { Typesetter } from './typesetter.ts';
import type { Line } from './wrap.ts';

/** Height of a line and place of its baseline, as shares of the letter size. Noto's own box is taller than it needs. */
const leading = 1.28;
const ascent = 0.98;

export const lineHeight = (line: Line): number => line.size * leading;
export const heightOf = (lines: readonly Line[]): number => lines.reduce((sum, line) => sum + lineHeight(line), 0);

type Element = PDFKit.PDFStructureElement;
/** An element, or what draws the content that belongs here. */
export type Child = Element | (() => void);
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Draws on the page and says what each mark means: an element of the structure, or decoration. */
export class Pen {
  readonly doc: PDFKit.PDFDocument;
  readonly set: Typesetter;

  constructor(doc: PDFKit.PDFDocument) {
    this.doc = doc;
    this.set = new Typesetter(doc);
  }

  /** An element of the document's structure. Its children are drawn in order when it is put into the tree. */
  element(tag: string, children: Child[]): Element {
    return this.doc.struct(tag, {}, children);
  }

  /** An element that is filled over several pages and closed with `end()`. */
  openElement(tag: string): Element {
    return this.doc.struct(tag);
  }

  /** A cell that heads its row or column. */
  headCell(scope: 'Row' | 'Column', draw: () => void): Element {
    // the types lack `scope` and `bbox`; pdfkit 0.20 writes both
    const options = { scope } as PDFKit.Mixins.StructureElementOptions;
    return this.doc.struct('TH', options, [draw]);
  }

  /** A picture with words for those who do not see it. */
  figure(alt: string, box: Box, draw: () => void): Element {
    const bbox = [box.x, box.y, box.x + box.width, box.y + box.height];
    const options = { alt, bbox } as PDFKit.Mixins.StructureElementOptions;
    return this.doc.struct('Figure', options, [draw]);
  }

  /** Drawing that means nothing by itself: frames, rules, running headers. */
  decoration(kind: 'Layout' | 'Pagination', draw: () => void): void {
    this.doc.markContent('Artifact', { type: kind });
    draw();
    this.doc.endMarkedContent();
  }

  /** Prints lines one under the other, the first one's top at `y`. */
  lines(lines: readonly Line[], x: number, y: number): void {
    let top = y;
    for (const line of lines) {
      this.#line(line, x, top);
      top += lineHeight(line);
    }
  }

  #line(line: Line, x: number, top: number): void {
    const baseline = top + line.size * ascent;
    let at = x;
    for (const { text, face, style, width } of line.runs) {
      openFont(this.doc, face, style.size).text(text, at, baseline, {
        lineBreak: false,
        baseline: 'alphabetic',
        characterSpacing: style.spacing ?? 0,
      });
      at += width;
    }
  }

  frame(box: Box, lineWidth: number): void {
    this.doc.lineWidth(lineWidth).rect(box.x, box.y, box.width, box.height).stroke('black');
  }

  rule(x: number, y: number, width: number, lineWidth = 0.7): void {
    this.doc
      .lineWidth(lineWidth)
      .moveTo(x, y)
      .lineTo(x + width, y)
      .stroke('black');
  }
}
