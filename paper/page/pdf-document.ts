import PDFDocument from 'pdfkit';
import { fontFile } from './faces.ts';
import type { Sheet } from './paper-size.ts';

export interface AboutDocument {
  title: string;
  lang: string;
  subject: string;
  madeAt: string;
}

/** A tagged document without pages. Margins are zero: places are computed, and pdfkit must never add a page itself. */
export function pdfDocument(sheet: Sheet, about: AboutDocument): PDFKit.PDFDocument {
  const madeAt = new Date(about.madeAt);
  return new PDFDocument({
    size: [sheet.width, sheet.height],
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    tagged: true,
    lang: about.lang,
    displayTitle: true,
    // without a font of its own pdfkit looks for the metrics of Helvetica
    font: fontFile('sans'),
    info: {
      Title: about.title,
      Subject: about.subject,
      Creator: 'Plugfleet',
      ...(Number.isNaN(madeAt.getTime()) ? {} : { CreationDate: madeAt }),
    },
  });
}

/** Collects what the document writes; resolves once it has ended. */
export function bytesOf(doc: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
}
