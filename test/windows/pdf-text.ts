import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** What is written in a PDF, page by page. */
export async function pagesOf(bytes: Uint8Array): Promise<string[]> {
  const doc = await getDocument({ data: bytes, useSystemFonts: false, disableFontFace: true, verbosity: 0 }).promise;
  const pages: string[] = [];
  for (let number = 1; number <= doc.numPages; number++) {
    const { items } = await (await doc.getPage(number)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(''));
  }
  await doc.loadingTask.destroy();
  return pages;
}
