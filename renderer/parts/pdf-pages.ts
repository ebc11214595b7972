import type { PDFDocumentProxy, PDFPageProxy, PDFWorker } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A PDF that can be drawn page by page. */
export interface PdfPages {
  count: number;
  /** Of the first page, in points; those of a checklist are all alike. */
  width: number;
  height: number;
  /** Draws a page (from 1), so many pixels wide. Rejects when the signal says that nobody looks any more. */
  draw: (number: number, canvas: HTMLCanvasElement, widthPx: number, signal: AbortSignal) => Promise<void>;
  /** What is written on a page, for those who listen. */
  text: (number: number) => Promise<string>;
  close: () => void;
}

type Lib = Pick<typeof import('pdfjs-dist/legacy/build/pdf.mjs'), 'getDocument'> & { worker: PDFWorker };
let loaded: Promise<Lib> | undefined;

/**
 * It is large, so it is loaded when the first paper is looked at. One worker reads for all. The build for older browsers:
 * the newest one asks for more than the browsers have that this page is built for.
 */
function pdfjs(): Promise<Lib> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Lib> {
  const [lib, { default: Worker }] = await Promise.all([
    import('pdfjs-dist/legacy/build/pdf.mjs'),
    import('pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker'),
  ]);
  return { getDocument: lib.getDocument, worker: lib.PDFWorker.create({ port: new Worker() }) };
}

/** Reads a PDF of ours: its fonts are in it, and nothing else is loaded. */
export async function openPdf(content: Blob): Promise<PdfPages> {
  const [{ getDocument, worker }, data] = await Promise.all([pdfjs(), content.arrayBuffer()]);
  const loading = getDocument({ data, worker, enableXfa: false, useWasm: false });
  const doc = await loading.promise;
  const { width, height } = (await doc.getPage(1)).getViewport({ scale: 1 });
  return {
    count: doc.numPages,
    width,
    height,
    draw: async (number, canvas, widthPx, signal) => draw(await doc.getPage(number), canvas, widthPx, signal),
    text: (number) => textOf(doc, number),
    close: () => void loading.destroy(),
  };
}

async function draw(
  page: PDFPageProxy,
  canvas: HTMLCanvasElement,
  widthPx: number,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const scale = widthPx / page.getViewport({ scale: 1 }).width;
  const viewport = page.getViewport({ scale });
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  const task = page.render({ canvas, viewport });
  const stop = (): void => task.cancel();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await task.promise;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function textOf(doc: PDFDocumentProxy, number: number): Promise<string> {
  const { items } = await (await doc.getPage(number)).getTextContent();
  return items
    .map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : ''))
    .join('')
    .trim();
}
