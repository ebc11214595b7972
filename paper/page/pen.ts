import { canvas } from '../drawings/shapes.ts';
import { Typesetter, type Voice } from './typesetter.ts';
import type { Line } from './wrap.ts';

/** Height of a line and place of its baseline, as shares of the letter size. Noto's own box is taller than it needs. */
const leading = 1.28;
const ascent = 0.98;

const lineHeight = (line: Line): number => line.size * leading;
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

/** A fleet has few models; one whose plugs all differ gains nothing by keeping them. */
const mostMeasured = 500;

/** A number as PDF writes it; finer than any printer. */
const n = (value: number): number => Math.round(value * 1000) / 1000;

/** Draws on the page and says what each mark means: an element of the structure, or decoration. */
export class Pen {
  readonly doc: PDFKit.PDFDocument;
  readonly set: Typesetter;
  /** Where the origin is on the page, and how much larger things are than they say. */
  #at = { x: 0, y: 0, zoom: 1 };
  /** Lines of the element that is being drawn. */
  #drawn: Line[] = [];

  constructor(doc: PDFKit.PDFDocument, voice: Voice) {
    this.doc = doc;
    this.set = new Typesetter(doc, voice);
  }

  readonly #measured = new Map<string, unknown>();

  /** Measures once what comes again on many cards. The key has to tell everything that `measure` looks at. */
  once<T>(key: string, measure: () => T): T {
    const known = this.#measured.get(key) as T | undefined;
    if (known !== undefined) return known;
    const measured = measure();
    if (this.#measured.size < mostMeasured) this.#measured.set(key, measured);
    return measured;
  }

  /** A new page, on which everything is `zoom` times as large. */
  startPage(zoom: number): void {
    this.doc.addPage();
    this.#at = { x: 0, y: 0, zoom };
    if (zoom !== 1) this.#put(`${n(zoom)} 0 0 ${n(zoom)} 0 0 cm`);
  }

  /** Draws from a place on as its own origin, `zoom` times as large. */
  zoomed(x: number, y: number, zoom: number, draw: () => void): void {
    const before = this.#at;
    this.#at = { x: before.x + x * before.zoom, y: before.y + y * before.zoom, zoom: before.zoom * zoom };
    this.#put(`q ${n(zoom)} 0 0 ${n(zoom)} ${n(x)} ${n(y)} cm`);
    draw();
    this.#put('Q');
    this.#at = before;
  }

  /** Drawing operators onto the page, as the bytes they are: pdfkit would make each of them by itself. */
  #put(operators: string): void {
    this.doc.addContent(Buffer.from(`${operators}\n`, 'latin1'));
  }

  /** An element of the document's structure. Its children are drawn in order when it is put into the tree. */
  element(tag: string, children: Child[]): Element {
    return this.#struct(tag, {}, children);
  }

  /**
   * Where some of the text runs from right to left, its element says what it is in the order in which it is read: its
   * letters lie on the page from left to right, as all programs expect that find text there.
   */
  #struct(tag: string, options: PDFKit.Mixins.StructureElementOptions, children: Child[]): Element {
    const element = this.doc.struct(
      tag,
      options,
      children.map((child) => {
        if (typeof child !== 'function') return child;
        return () => {
          this.#drawn = [];
          child();
          if (!this.#drawn.some(({ said }) => said !== undefined)) return;
          const text = this.#drawn.map((line) => line.said ?? line.runs.map((run) => run.text).join(''));
          // the types lack the dictionary; a String object is written as a PDF string
          const { dictionary } = element as unknown as { dictionary: { data: Record<string, unknown> } };
          dictionary.data['ActualText'] = new String(text.join('\n'));
        };
      }),
    );
    return element;
  }

  /** An element that is filled over several pages and closed with `end()`. */
  openElement(tag: string): Element {
    return this.doc.struct(tag);
  }

  /** A cell that heads its row or column. */
  headCell(scope: 'Row' | 'Column', draw: () => void): Element {
    // the types lack `scope` and `bbox`; pdfkit 0.20 writes both
    const options = { scope } as PDFKit.Mixins.StructureElementOptions;
    return this.#struct('TH', options, [draw]);
  }

  /** A picture with words for those who do not see it. */
  figure(alt: string, { x, y, width, height }: Box, draw: () => void): Element {
    const { zoom, ...at } = this.#at;
    const [left, top] = [at.x + x * zoom, at.y + y * zoom];
    const bbox = [left, top, left + width * zoom, top + height * zoom];
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
  lines(lines: readonly Line[], x: number, y: number, shade: 'black' | 'white' = 'black'): void {
    let top = y;
    this.#drawn.push(...lines);
    for (const line of lines) {
      this.#line(line, x, top, shade);
      top += lineHeight(line);
    }
  }

  /** One text object for the whole line; pdfkit's own writer measures everything once more. */
  #line(line: Line, x: number, top: number, shade: 'black' | 'white'): void {
    const baseline = top + line.size * ascent;
    let at = x;
    let operators = `BT ${shade === 'black' ? 0 : 1} g`;
    for (const run of line.runs) {
      const font = this.set.font(run.face);
      const fonts: Record<string, unknown> = this.doc.page.fonts;
      fonts[font.id] ??= font.ref();
      // the page counts downwards, letters stand upwards
      operators += ` /${font.id} ${run.style.size} Tf ${this.set.shown(run, `1 0 0 -1 ${n(at)} ${n(baseline)}`)}`;
      at += run.width;
    }
    this.#put(`${operators} ET`);
  }

  frame({ x, y, width, height }: Box, lineWidth: number): void {
    this.#put(`0 G ${lineWidth} w ${n(x)} ${n(y)} ${n(width)} ${n(height)} re S`);
  }

  /** A black area. */
  block({ x, y, width, height }: Box): void {
    this.#put(`0 g ${n(x)} ${n(y)} ${n(width)} ${n(height)} re f`);
  }

  rule(x: number, y: number, width: number, lineWidth = 0.7): void {
    this.#put(`0 G ${lineWidth} w ${n(x)} ${n(y)} m ${n(x + width)} ${n(y)} l S`);
  }

  /** Drawing operators in units of their own, `size` points each, from a place on. */
  picture(operators: string, x: number, y: number, size: number): void {
    this.#put(`q ${n(size)} 0 0 ${n(size)} ${n(x)} ${n(y)} cm ${operators} Q`);
  }
}

/** Height of a drawing that is `width` wide. */
export const drawingHeight = (width: number): number => (width * canvas.height) / canvas.width;
