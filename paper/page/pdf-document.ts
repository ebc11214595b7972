import { fontSource } from './faces.ts';
import type { Sheet } from './paper-size.ts';

export interface AboutDocument {
  title: string;
  lang: string;
  subject: string;
  madeAt: string;
}

/**
 * A tagged document without pages. Margins are zero: places are computed, and pdfkit must never add a page itself. It is
 * loaded with the first document: it is most of what Plugfleet would read before it could answer anything.
 */
export async function pdfDocument(sheet: Sheet, about: AboutDocument): Promise<PDFKit.PDFDocument> {
  const { default: PDFDocument } = await import('pdfkit');
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
    font: fontSource('sans') as string,
    info: {
      Title: about.title,
      Subject: about.subject,
      Creator: 'Plugfleet',
      ...(Number.isNaN(madeAt.getTime()) ? {} : { CreationDate: madeAt }),
    },
  });
}

/** What is used of pdfkit's own writing; its types do not name it. */
interface Writing {
  _write(data: string | Uint8Array): void;
  _offset: number;
}

/** Characters that are gathered before they become bytes. */
const gathered = 1 << 16;

/**
 * Collects what the document writes; resolves once it has ended. pdfkit hands on each line of each object by itself,
 * made into bytes one by one: for the 40 objects of a card's structure that takes longer than the card.
 */
export function bytesOf(doc: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let lines = '';
  const flush = (): void => {
    chunks.push(Buffer.from(lines, 'latin1'));
    lines = '';
  };
  const writing = doc as unknown as Writing;
  // the head of the file stands in the stream already
  const head: unknown = doc.read();
  if (head instanceof Uint8Array) chunks.push(head);
  doc.resume();
  writing._write = (data) => {
    if (typeof data === 'string') {
      lines += `${data}\n`;
      writing._offset += data.length + 1;
      if (lines.length > gathered) flush();
    } else {
      flush();
      chunks.push(data);
      writing._offset += data.length;
    }
  };
  return new Promise((resolve, reject) => {
    doc.on('end', () => {
      flush();
      resolve(Buffer.concat(chunks));
    });
    doc.on('error', reject);
  });
}
