import { fileURLToPath } from 'node:url';

/** The fonts of the paper, each with the file it comes from, found when it is first needed. */
const files = {
  sans: () => import.meta.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
  'sans-bold': () => import.meta.resolve('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf'),
  han: () => import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  'han-bold': () => import.meta.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'),
  kana: () => import.meta.resolve('@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf'),
  'kana-bold': () => import.meta.resolve('@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf'),
} as const satisfies Record<string, () => string>;

export type Face = keyof typeof files;
export type Weight = 'regular' | 'bold';

/** Where to look for a glyph: the first font that has it prints it. Japan writes some Han characters in its own way. */
const order = {
  regular: { ja: ['sans', 'kana', 'han'], other: ['sans', 'han', 'kana'] },
  bold: { ja: ['sans-bold', 'kana-bold', 'han-bold'], other: ['sans-bold', 'han-bold', 'kana-bold'] },
} as const satisfies Record<Weight, Record<'ja' | 'other', readonly [Face, ...Face[]]>>;

export const facesFor = (weight: Weight, lang: string): readonly [Face, ...Face[]] =>
  order[weight][lang === 'ja' ? 'ja' : 'other'];

/** What is used of pdfkit's font; its types do not name it. */
export interface PdfFont {
  id: string;
  ref(): unknown;
  /** Glyphs in hex with their places, in thousandths of the letter size. */
  encode(text: string): [string[], { xAdvance: number; advanceWidth: number; xOffset: number; yOffset: number }[]];
  widthOfString(text: string, size: number): number;
  font: { hasGlyphForCodePoint(codePoint: number): boolean };
}

/** Fonts read so far, without what a document adds to them: the next one need not read 10 MB again. */
const read = new Map<Face, object>();

/** A font as pdfkit takes it: the file, or what was read of it before. */
export const fontSource = (face: Face): PDFKit.Mixins.PDFFontSource =>
  (read.get(face) as PDFKit.Mixins.PDFFontSource | undefined) ?? fileURLToPath(files[face]());

/**
 * A font of a document; to be asked for once, as pdfkit makes it anew each time. It keeps the open one in a field that
 * its types do not name.
 */
export function openFont(doc: PDFKit.PDFDocument, face: Face): PdfFont {
  doc.font(fontSource(face));
  const { _font } = doc as unknown as { _font: PdfFont };
  read.set(face, _font.font);
  return _font;
}
