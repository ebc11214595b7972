import { type Face, facesOf, openFont, type Weight } from './faces.ts';
import { codePointName, visibleText } from './visible-text.ts';

/** How a piece of text looks. `spacing` is put between letters, in points. */
export interface Style {
  size: number;
  weight: Weight;
  spacing?: number;
}

/** Text in one style, as it is asked for. */
export interface Span {
  text: string;
  style: Style;
}

/** Text in one font, as it is printed. */
export interface Run {
  text: string;
  face: Face;
  style: Style;
  width: number;
}

/** pdfkit keeps the open font in a field its types do not name; it has no other way to ask for a glyph. */
interface OpenFont {
  _font: { font: { hasGlyphForCodePoint(codePoint: number): boolean } };
}

/** Chooses the font for each character and measures. pdfkit itself falls back to no other font. */
export class Typesetter {
  readonly #doc: PDFKit.PDFDocument;
  /** Fonts and characters asked for so far: the lookup in a font of 30,000 glyphs is not free. */
  readonly #known = new Map<string, boolean>();

  constructor(doc: PDFKit.PDFDocument) {
    this.#doc = doc;
  }

  /** What is printed for a text: invisible characters and those no font has stand there by their code point. */
  printable(text: string, weight: Weight): string {
    let printable = '';
    for (const character of visibleText(text)) {
      printable += this.#faceFor(character, weight) === undefined ? codePointName(character) : character;
    }
    return printable;
  }

  /** Printable text in runs of one font each. */
  runs(text: string, style: Style): Run[] {
    const pieces: { face: Face; text: string }[] = [];
    for (const character of text) {
      const last = pieces.at(-1);
      // a mark stays in the font of its letter where that has it, or it would float beside it
      const isMark = /\p{M}/u.test(character);
      const keep = last !== undefined && isMark && this.#has(last.face, character);
      const face = keep ? last.face : (this.#faceFor(character, style.weight) ?? facesOf[style.weight][0]);
      if (face === undefined) continue;
      if (last?.face === face) last.text += character;
      else pieces.push({ face, text: character });
    }
    return pieces.map((piece) => ({ ...piece, style, width: this.#width(piece.face, piece.text, style) }));
  }

  widthOf(text: string, style: Style): number {
    let width = 0;
    for (const run of this.runs(text, style)) width += run.width;
    return width;
  }

  #width(face: Face, text: string, { size, spacing = 0 }: Style): number {
    // pdfkit counts spacing between letters only; the next piece needs it after the last one as well
    return openFont(this.#doc, face, size).widthOfString(text) + spacing * text.length;
  }

  #faceFor(character: string, weight: Weight): Face | undefined {
    return facesOf[weight].find((face) => this.#has(face, character));
  }

  #has(face: Face, character: string): boolean {
    const key = face + character;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    openFont(this.#doc, face);
    const { font } = (this.#doc as unknown as OpenFont)._font;
    const has = font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
    this.#known.set(key, has);
    return has;
  }
}
