import { fileURLToPath } from 'node:url';
import type { OpenFont } from './shape.ts';

/** The fonts of the paper, each with the file it comes from, found when it is first needed. */
const files = {
  sans: () => import.meta.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
  'sans-bold': () => import.meta.resolve('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf'),
  han: () => import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  'han-bold': () => import.meta.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'),
  kana: () => import.meta.resolve('@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf'),
  'kana-bold': () => import.meta.resolve('@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf'),
  hangul: () => import.meta.resolve('@expo-google-fonts/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf'),
  'hangul-bold': () => import.meta.resolve('@expo-google-fonts/noto-sans-kr/700Bold/NotoSansKR_700Bold.ttf'),
  hebrew: () => import.meta.resolve('@expo-google-fonts/noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf'),
  'hebrew-bold': () => import.meta.resolve('@expo-google-fonts/noto-sans-hebrew/700Bold/NotoSansHebrew_700Bold.ttf'),
  arabic: () => import.meta.resolve('@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf'),
  'arabic-bold': () => import.meta.resolve('@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf'),
  thai: () => import.meta.resolve('@expo-google-fonts/noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf'),
  'thai-bold': () => import.meta.resolve('@expo-google-fonts/noto-sans-thai/700Bold/NotoSansThai_700Bold.ttf'),
  bengali: () => import.meta.resolve('@expo-google-fonts/noto-sans-bengali/400Regular/NotoSansBengali_400Regular.ttf'),
  'bengali-bold': () => import.meta.resolve('@expo-google-fonts/noto-sans-bengali/700Bold/NotoSansBengali_700Bold.ttf'),
  tamil: () => import.meta.resolve('@expo-google-fonts/noto-sans-tamil/400Regular/NotoSansTamil_400Regular.ttf'),
  'tamil-bold': () => import.meta.resolve('@expo-google-fonts/noto-sans-tamil/700Bold/NotoSansTamil_700Bold.ttf'),
  armenian: () =>
    import.meta.resolve('@expo-google-fonts/noto-sans-armenian/400Regular/NotoSansArmenian_400Regular.ttf'),
  'armenian-bold': () =>
    import.meta.resolve('@expo-google-fonts/noto-sans-armenian/700Bold/NotoSansArmenian_700Bold.ttf'),
  georgian: () =>
    import.meta.resolve('@expo-google-fonts/noto-sans-georgian/400Regular/NotoSansGeorgian_400Regular.ttf'),
  'georgian-bold': () =>
    import.meta.resolve('@expo-google-fonts/noto-sans-georgian/700Bold/NotoSansGeorgian_700Bold.ttf'),
} as const satisfies Record<string, () => string>;

export type Face = keyof typeof files;
type Plain = Exclude<Face, `${string}-bold`>;
export type Weight = 'regular' | 'bold';

/** Writings with a font of their own. Latin, Greek, Cyrillic and Devanagari are in the first one. */
const writings = [
  [/\p{sc=Hang}/u, 'hangul'],
  [/\p{scx=Hebr}/u, 'hebrew'],
  [/\p{scx=Arab}/u, 'arabic'],
  [/\p{scx=Thai}/u, 'thai'],
  [/\p{scx=Beng}/u, 'bengali'],
  [/\p{scx=Taml}/u, 'tamil'],
  [/\p{scx=Armn}/u, 'armenian'],
  [/\p{scx=Geor}/u, 'georgian'],
] as const;

const inWeight = { regular: (face) => face, bold: (face) => `${face}-bold` } as const satisfies Record<
  Weight,
  (face: Plain) => Face
>;

/** The font of whatever no other one has to print. */
export const firstFace = (weight: Weight): Face => inWeight[weight]('sans');

/**
 * Where to look for a glyph: the first font that has it prints it. Japan writes some Han characters in its own way.
 * Only what may have it is asked, since a font is read when it is asked for the first time.
 */
export function facesFor(character: string, weight: Weight, lang: string): Face[] {
  const [, own] = writings.find(([writing]) => writing.test(character)) ?? [];
  const others: Plain[] = own !== undefined ? [own] : lang === 'ja' ? ['kana', 'han'] : ['han', 'kana'];
  return ['sans' as const, ...others].map(inWeight[weight]);
}

/** What is used of pdfkit's font; its types do not name it. */
export interface PdfFont {
  id: string;
  ref(): unknown;
  /** Glyphs in hex with their places, in thousandths of the letter size. */
  encode(text: string): [string[], { xAdvance: number; advanceWidth: number; xOffset: number; yOffset: number }[]];
  widthOfString(text: string, size: number): number;
  font: OpenFont;
  /** The glyphs of the font that the document needs, by the number that each has in it. */
  subset: { glyphs: number[] };
  /** By the number of a glyph in the document: how wide it is, in thousandths, and what it is read as. */
  widths: number[];
  unicode: number[][];
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
