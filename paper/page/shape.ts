/** A glyph in its place, everything in thousandths of the letter size. */
export interface Placed {
  id: number;
  /** What it stands for; nothing where another glyph of the same cluster says it. */
  text: string;
  x: number;
  y: number;
  /** What the font says it is, whatever it advances by here. */
  width: number;
}

export interface Shaped {
  /** From left to right, marks and dots that say nothing by themselves after all others. */
  glyphs: readonly Placed[];
  width: number;
}

/** What is used of fontkit's font; pdfkit's types do not name it. */
export interface OpenFont {
  unitsPerEm: number;
  /** Glyphs made so far. Each keeps the characters it was made for first, although others may share it. */
  _glyphs: Record<number, unknown>;
  hasGlyphForCodePoint(codePoint: number): boolean;
  layout(
    text: string,
    features: undefined,
    script: undefined,
    language: undefined,
    direction: 'ltr' | 'rtl',
  ): {
    glyphs: { id: number; codePoints: readonly number[]; advanceWidth: number }[];
    positions: { xAdvance: number; xOffset: number; yOffset: number }[];
  };
}

/** What is read as one letter, and the characters that are handed to the font for it. */
interface Letter {
  text: string;
  characters: string[];
}

/** A glyph in its place before it is known what it stands for. */
interface Found extends Placed {
  characters: string[];
  advance: number;
}

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });
const twoPartVowel = /[\u09CB\u09CC\u0BCA-\u0BCC]/gu;
const shaddaAfterVowel = /([\u064B-\u0652\u0670]+)\u0651/gu;
const toneAndAm = /([\u0E48-\u0E4B]?)\u0E33/gu;

/**
 * What HarfBuzz does before it asks the font, and fontkit does not: vowels around a letter become two, a shadda
 * stands next to its letter, and the ring of the Thai am stands below the tone.
 */
const arranged = (letter: string): string =>
  letter
    .replace(twoPartVowel, (vowel) => vowel.normalize('NFD'))
    .replace(shaddaAfterVowel, '\u0651$1')
    .replace(toneAndAm, '\u0E4D$1\u0E32');

/** Letters in their joined forms, with their marks in place, and what each glyph is to be read as. */
export function shape(font: OpenFont, text: string, isRtl: boolean): Shaped {
  const read = Array.from(letters.segment(text.normalize('NFC')), ({ segment }) => segment).flatMap(
    (segment): Letter[] => {
      if (isRtl) return Array.from(arranged(segment), (one) => ({ text: one, characters: [one] }));
      return [{ text: segment, characters: [...arranged(segment)] }];
    },
  );
  const asked = read.flatMap(({ characters }) => characters).join('');
  const { glyphs, positions } = layout(font, asked, isRtl);
  const scale = 1000 / font.unitsPerEm;
  let width = 0;
  const found = glyphs.map(({ id, codePoints, advanceWidth }, index): Found => {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
    const x = (width + xOffset) * scale;
    width += xAdvance;
    const characters = codePoints.map((codePoint) => String.fromCodePoint(codePoint));
    return { id, text: '', characters, x, y: yOffset * scale, width: advanceWidth * scale, advance: xAdvance };
  });
  // the glyphs come from left to right, what they stand for in the order in which it is read
  const clusters = clustersOf(isRtl ? found.toReversed() : found, read);
  for (const cluster of clusters) tell(cluster);
  const isMark = ({ text: told, advance }: Found): boolean => told === '' && advance === 0;
  return { glyphs: [...found.filter((one) => !isMark(one)), ...found.filter(isMark)], width: width * scale };
}

function layout(font: OpenFont, text: string, isRtl: boolean): ReturnType<OpenFont['layout']> {
  const others = font._glyphs;
  font._glyphs = {};
  const run = font.layout(text, undefined, undefined, undefined, isRtl ? 'rtl' : 'ltr');
  font._glyphs = others;
  return run;
}

interface Cluster {
  text: string;
  glyphs: Found[];
}

/** Shares out what a cluster says among its glyphs that take room: a gap between two that say something reads as a blank. */
function tell({ text, glyphs }: Cluster): void {
  const wide = glyphs.filter(({ advance }) => advance > 0);
  const tellers = wide.length > 0 ? wide : glyphs.slice(0, 1);
  const characters = [...text];
  for (const [index, glyph] of tellers.entries())
    glyph.text = index === tellers.length - 1 ? characters.slice(index).join('') : (characters[index] ?? '');
}

/**
 * The fewest letters and glyphs at a time that stand for each other, found by the characters that fontkit notes on
 * each glyph. Where that does not work out, all of the text is one cluster.
 */
function clustersOf(glyphs: readonly Found[], read: readonly Letter[]): Cluster[] {
  const clusters: Cluster[] = [];
  let open: Cluster | undefined;
  const shown: string[] = [];
  const wanted: string[] = [];
  let next = 0;
  for (const glyph of glyphs) {
    // what stands for no character of its own is a part of the letter before it
    if (open === undefined || (glyph.characters.length > 0 && shown.length === wanted.length)) {
      open = { text: '', glyphs: [] };
      clusters.push(open);
    }
    open.glyphs.push(glyph);
    shown.push(...glyph.characters);
    for (; wanted.length < shown.length; next++) {
      const letter = read[next];
      if (letter === undefined) return [whole(glyphs, read)];
      open.text += letter.text;
      wanted.push(...letter.characters);
    }
    if (shown.length === wanted.length) {
      if (shown.toSorted().join() !== wanted.toSorted().join()) return [whole(glyphs, read)];
      shown.length = 0;
      wanted.length = 0;
    }
  }
  return next === read.length && shown.length === 0 ? clusters : [whole(glyphs, read)];
}

const whole = (glyphs: readonly Found[], read: readonly Letter[]): Cluster => ({
  text: read.map(({ text }) => text).join(''),
  glyphs: [...glyphs],
});
