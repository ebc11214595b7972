import { fileURLToPath } from 'node:url';

/** The fonts of the paper, each with the file it comes from, found when it is first needed. */
const files = {
  sans: () => import.meta.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
  'sans-bold': () => import.meta.resolve('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf'),
  han: () => import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  'han-bold': () => import.meta.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'),
} as const satisfies Record<string, () => string>;

export type Face = keyof typeof files;
export type Weight = 'regular' | 'bold';

/** Where to look for a glyph: the first font that has it prints it. */
export const facesOf = {
  regular: ['sans', 'han'],
  bold: ['sans-bold', 'han-bold'],
} as const satisfies Record<Weight, readonly Face[]>;

const paths = new Map<Face, string>();

export function fontFile(face: Face): string {
  const path = paths.get(face) ?? fileURLToPath(files[face]());
  paths.set(face, path);
  return path;
}

/**
 * Makes a font the current one; the file is read the first time (10 MB for the Han fonts). By its path and never by
 * a registered name: pdfkit parses a font anew at each use where it knows it under two names.
 */
export const openFont = (doc: PDFKit.PDFDocument, face: Face, size?: number): PDFKit.PDFDocument =>
  doc.font(fontFile(face), size);
