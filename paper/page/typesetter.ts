import { type Face, facesFor, openFont, type PdfFont, type Weight } from './faces.ts';
import { visibleText } from './visible-text.ts';

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

/** The language of a paper, and what stands for letters that no font of it has. */
export interface Voice {
  lang: string;
  otherScript: string;
}

/** Texts kept measured; the words of the paper and the parts of names come again on every card. */
const mostKept = 20_000;

/** Chooses the font for each character, measures and encodes. pdfkit itself falls back to no other font. */
export class Typesetter {
  readonly #doc: PDFKit.PDFDocument;
  readonly #voice: Voice;
  readonly #fonts = new Map<Face, PdfFont>();
  /** By weight and character: the lookup in a font of 30,000 glyphs is not free. */
  readonly #faces = { regular: new Map<string, Face | undefined>(), bold: new Map<string, Face | undefined>() };
  readonly #runs = new Map<Style, Map<string, Run[]>>();
  readonly #encoded = new Map<Face, Map<string, string>>();

  constructor(doc: PDFKit.PDFDocument, voice: Voice) {
    this.#doc = doc;
    this.#voice = voice;
  }

  /** What is printed for a text: what cannot be seen, and what no font has, stands there by its code point. */
  printable(text: string, weight: Weight): string {
    if (/^[ -~]*$/.test(text)) return text;
    return visibleText(text, (character) => this.#faceFor(character, weight) !== undefined, this.#voice.otherScript);
  }

  /** Printable text in runs of one font each. */
  runs(text: string, style: Style): readonly Run[] {
    let kept = this.#runs.get(style);
    if (kept === undefined) {
      kept = new Map();
      this.#runs.set(style, kept);
    }
    const known = kept.get(text);
    if (known !== undefined) return known;
    const runs = this.#split(text, style);
    if (kept.size < mostKept) kept.set(text, runs);
    return runs;
  }

  widthOf(text: string, style: Style): number {
    let width = 0;
    for (const run of this.runs(text, style)) width += run.width;
    return width;
  }

  /** A text as the operand of `TJ`: glyphs in hex, and what they are moved closer. */
  encoded(text: string, face: Face): string {
    let kept = this.#encoded.get(face);
    if (kept === undefined) {
      kept = new Map();
      this.#encoded.set(face, kept);
    }
    const known = kept.get(text);
    if (known !== undefined) return known;
    const encoded = encode(this.font(face), text);
    if (kept.size < mostKept) kept.set(text, encoded);
    return encoded;
  }

  font(face: Face): PdfFont {
    const font = this.#fonts.get(face) ?? openFont(this.#doc, face);
    this.#fonts.set(face, font);
    return font;
  }

  #split(text: string, style: Style): Run[] {
    const pieces: { face: Face; text: string }[] = [];
    for (const character of text) {
      const last = pieces.at(-1);
      // a mark stays in the font of its letter where that has it, or it would float beside it
      const isMark = /\p{M}/u.test(character);
      const keep = last !== undefined && isMark && this.#has(last.face, character);
      const [first] = facesFor(style.weight, this.#voice.lang);
      const face = keep ? last.face : (this.#faceFor(character, style.weight) ?? first);
      if (last?.face === face) last.text += character;
      else pieces.push({ face, text: character });
    }
    return pieces.map((piece) => ({ ...piece, style, width: this.#width(piece.face, piece.text, style) }));
  }

  /** Spacing counts after the last letter as well: the next piece needs it. */
  #width(face: Face, text: string, { size, spacing = 0 }: Style): number {
    const font = this.font(face);
    let width = 0;
    for (const part of shaped(text)) width += font.widthOfString(part, size);
    return width + spacing * text.length;
  }

  #faceFor(character: string, weight: Weight): Face | undefined {
    const known = this.#faces[weight];
    if (known.has(character)) return known.get(character);
    const face = facesFor(weight, this.#voice.lang).find((one) => this.#has(one, character));
    known.set(character, face);
    return face;
  }

  #has(face: Face, character: string): boolean {
    return this.font(face).font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
  }
}

/**
 * The parts of a text that are shaped each for itself: digits, and colons and points among them, stand alone. pdfkit
 * keeps what it shaped, and no two MAC addresses are the same, but they are all made of the same few characters.
 */
const shaped = (text: string): string[] => text.match(/[\d:]|[.-](?=\d)|(?:(?![\d:]|[.-]\d)[\s\S])+/g) ?? [];

const round = (value: number): number => Math.round(value * 100) / 100;

function encode(font: PdfFont, text: string): string {
  let operand = '';
  let row = '';
  for (const part of shaped(text)) {
    const [glyphs, places] = font.encode(part);
    for (const [i, glyph] of glyphs.entries()) {
      row += glyph;
      const { xAdvance = 0, advanceWidth = 0 } = places[i] ?? {};
      const closer = round(advanceWidth - xAdvance);
      if (closer === 0) continue;
      operand += `<${row}> ${closer} `;
      row = '';
    }
  }
  return row === '' ? operand : `${operand}<${row}>`;
}
