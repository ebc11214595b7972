import { inSight, type Levels } from './direction.ts';
import { type Face, facesFor, firstFace, openFont, type PdfFont, type Weight } from './faces.ts';
import { type Shaped, shape } from './shape.ts';
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

/** Text in one font and one direction, as it is printed. */
export interface Run {
  /** In the order in which it is read. */
  text: string;
  face: Face;
  style: Style;
  width: number;
  /** Its glyphs in their places, where they are not simply one after the other. */
  shaped?: Shaped;
}

/** The language of a paper, and what stands for letters that no font of it has. */
export interface Voice {
  lang: string;
  otherScript: string;
}

/** Texts kept measured; the words of the paper and the parts of names come again on every card. */
const mostKept = 20_000;

/**
 * Around glyphs that say nothing by themselves, as another one of their letter says all of it. Programs that do not look
 * for it find a blank without width.
 */
const silent = '/Span <</ActualText <FEFF>>> BDC';

/** Marks find their place at their letter, and joiners say how it is written. */
const markOrJoiner = /[\p{M}\u200C\u200D]/u;

/** Chooses the font for each character, measures and encodes. pdfkit itself falls back to no other font. */
export class Typesetter {
  readonly #doc: PDFKit.PDFDocument;
  readonly #voice: Voice;
  readonly #fonts = new Map<Face, PdfFont>();
  /** By weight and character: the lookup in a font of 30,000 glyphs is not free. */
  readonly #faces = { regular: new Map<string, Face | undefined>(), bold: new Map<string, Face | undefined>() };
  readonly #runs = new Map<Style, Map<string, Run[]>>();
  readonly #encoded = new Map<Face, Map<string, string>>();
  /** The same at every size; a label is tried at many. */
  readonly #shapes = new Map<Face, Map<string, Shaped>>();
  readonly #slots = new Map<Face, Map<string, number>>();

  constructor(doc: PDFKit.PDFDocument, voice: Voice) {
    this.#doc = doc;
    this.#voice = voice;
  }

  /** What is printed for a text: what cannot be seen, and what no font has, stands there by its code point. */
  printable(text: string, weight: Weight): string {
    if (/^[ -~]*$/.test(text)) return text;
    return visibleText(text, (character) => this.#faceFor(character, weight) !== undefined, this.#voice.otherScript);
  }

  /** Printable text in runs of one font each, from left to right. */
  runs(text: string, style: Style, levels: Levels = ''): readonly Run[] {
    let kept = this.#runs.get(style);
    if (kept === undefined) {
      kept = new Map();
      this.#runs.set(style, kept);
    }
    const key = levels === '' ? text : `${text}\n${levels}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const runs =
      levels === ''
        ? this.#split(text, style, false)
        : inSight(text, levels).flatMap((part) => this.#split(part.text, style, part.isRtl));
    if (kept.size < mostKept) kept.set(key, runs);
    return runs;
  }

  widthOf(text: string, style: Style, levels: Levels = ''): number {
    let width = 0;
    for (const run of this.runs(text, style, levels)) width += run.width;
    return width;
  }

  /** What sets a run at its place: spacing, place and glyphs. */
  shown({ text, face, style, shaped }: Run, place: string): string {
    if (shaped === undefined) return `${style.spacing ?? 0} Tc ${place} Tm [${this.#encode(text, face)}] TJ`;
    return `0 Tc ${place} Tm${this.#placed(shaped, face, style.size)}`;
  }

  /** A text as the operand of `TJ`: glyphs in hex, and what they are moved closer. */
  #encode(text: string, face: Face): string {
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

  /** Glyphs each at its own place: `TJ` moves along the line, `Ts` above and below it. */
  #placed({ glyphs }: Shaped, face: Face, size: number): string {
    let operators = '';
    let row = '';
    let at = 0;
    let rise = 0;
    let isSilent = false;
    const endRow = (): void => {
      if (row !== '') operators += ` [${row}] TJ`;
      row = '';
    };
    for (const { id, text, x, y, width } of glyphs) {
      if (y !== rise) {
        endRow();
        rise = y;
        operators += ` ${round((y * size) / 1000)} Ts`;
      }
      const slot = this.#slot(id, text, width, face);
      if ((text === '') !== isSilent) {
        endRow();
        isSilent = text === '';
        operators += isSilent ? ` ${silent}` : ' EMC';
      }
      const back = round(at - x);
      row += `${back === 0 ? '' : back}<${hex(slot)}>`;
      at = x + width;
    }
    endRow();
    if (isSilent) operators += ' EMC';
    return rise === 0 ? operators : `${operators} 0 Ts`;
  }

  font(face: Face): PdfFont {
    const font = this.#fonts.get(face) ?? openFont(this.#doc, face);
    this.#fonts.set(face, font);
    return font;
  }

  /** Text of one direction in runs of one font each, from left to right. */
  #split(text: string, style: Style, isRtl: boolean): Run[] {
    const pieces: { face: Face; text: string; isShaped: boolean }[] = [];
    for (const character of text) {
      const last = pieces.at(-1);
      // a mark stays in the font of its letter where that has it, or it would float beside it
      const isMark = markOrJoiner.test(character);
      const keep = last !== undefined && isMark && this.#has(last.face, character);
      const face = keep ? last.face : (this.#faceFor(character, style.weight) ?? firstFace(style.weight));
      if (last?.face === face) {
        last.text += character;
        last.isShaped ||= isMark;
      } else pieces.push({ face, text: character, isShaped: isRtl || isMark });
    }
    const runs = pieces.map(({ face, text: its, isShaped }): Run => {
      if (!isShaped) return { face, text: its, style, width: this.#width(face, its, style) };
      // no spacing: it would tear joined letters apart
      const shaped = this.#shape(its, face, isRtl);
      return { face, text: its, style, width: (shaped.width * style.size) / 1000, shaped };
    });
    return isRtl ? runs.reverse() : runs;
  }

  #shape(text: string, face: Face, isRtl: boolean): Shaped {
    let kept = this.#shapes.get(face);
    if (kept === undefined) {
      kept = new Map();
      this.#shapes.set(face, kept);
    }
    const key = isRtl ? `\u200F${text}` : text;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const shaped = shape(this.font(face).font, text, isRtl);
    if (kept.size < mostKept) kept.set(key, shaped);
    return shaped;
  }

  /** Spacing counts after the last letter as well: the next piece needs it. */
  #width(face: Face, text: string, { size, spacing = 0 }: Style): number {
    const font = this.font(face);
    let width = 0;
    for (const part of partsOf(text)) width += font.widthOfString(part, size);
    return width + spacing * text.length;
  }

  /**
   * The number of a glyph in the document. One that is read as something else has another number there: a letter that
   * the font puts together from a body and dots shares the body with other letters.
   */
  #slot(id: number, text: string, width: number, face: Face): number {
    let slots = this.#slots.get(face);
    if (slots === undefined) {
      slots = new Map();
      this.#slots.set(face, slots);
    }
    const key = `${id} ${text}`;
    const known = slots.get(key);
    if (known !== undefined) return known;
    const font = this.font(face);
    const slot = font.subset.glyphs.push(id) - 1;
    font.widths[slot] = width;
    font.unicode[slot] = Array.from(text === '' ? '\u200B' : text, (character) => character.codePointAt(0) ?? 0);
    slots.set(key, slot);
    return slot;
  }

  #faceFor(character: string, weight: Weight): Face | undefined {
    const known = this.#faces[weight];
    if (known.has(character)) return known.get(character);
    const face = facesFor(character, weight, this.#voice.lang).find((one) => this.#has(one, character));
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
const partsOf = (text: string): string[] => text.match(/[\d:]|[.-](?=\d)|(?:(?![\d:]|[.-]\d)[\s\S])+/g) ?? [];

const round = (value: number): number => Math.round(value * 100) / 100;
const hex = (slot: number): string => slot.toString(16).padStart(4, '0');

function encode(font: PdfFont, text: string): string {
  let operand = '';
  let row = '';
  for (const part of partsOf(text)) {
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
