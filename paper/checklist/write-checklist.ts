import { setImmediate } from 'node:timers/promises';
import type { Card, Checklist } from '../../contract/index.ts';
import type { PaperWords } from '../../text/index.ts';
import { fillIn } from '../page/fill-in.ts';
import { type PaperName, type Sheet, sheetOf } from '../page/paper-size.ts';
import { bytesOf, pdfDocument } from '../page/pdf-document.ts';
import { Pen } from '../page/pen.ts';
import { wrap } from '../page/wrap.ts';
import { ReplacementFile } from '../replacement-file.ts';
import { type CardBlock, cardBlock } from './card-block.ts';
import { drawCover } from './cover.ts';
import { type Heading, layout, type Measured, type Page } from './layout.ts';
import { drawRunningLines } from './running-lines.ts';
import { styles } from './styles.ts';
import { inWalkingOrder } from './walking-order.ts';

export interface ChecklistOptions {
  file: string;
  paper: PaperName;
  words: PaperWords;
  signal: AbortSignal;
  /** Called after each page with the cards drawn so far. */
  onProgress?: (cards: number, total: number) => void;
}

export interface WrittenChecklist {
  file: string;
  pages: number;
  cards: number;
}

const headingHeight = 24;
const gap = 8;

/**
 * Prints a checklist to a PDF file: a cover, then a card per plug in walking order. Rejects with `file-unwritable`,
 * `disk-full` or the reason of the signal; then nothing is left beside what was there before.
 */
export async function writeChecklist(checklist: Checklist, o: ChecklistOptions): Promise<WrittenChecklist> {
  o.signal.throwIfAborted();
  await using target = await ReplacementFile.open(o.file);
  const { bytes, pages } = await drawChecklist({ ...checklist, cards: inWalkingOrder(checklist.cards) }, o);
  o.signal.throwIfAborted();
  await target.commit(bytes);
  return { file: o.file, pages, cards: checklist.cards.length };
}

async function drawChecklist(checklist: Checklist, o: ChecklistOptions): Promise<{ bytes: Buffer; pages: number }> {
  const { words } = o;
  const sheet = sheetOf(o.paper);
  const doc = pdfDocument(sheet, {
    title: `${words.title}: ${checklist.run}`,
    lang: words.lang,
    subject: fillIn(words.runAndPlan, { run: checklist.run, plan: checklist.plan }),
    madeAt: checklist.madeAt,
  });
  const bytes = bytesOf(doc);
  const pen = new Pen(doc);
  const measured = await measure(checklist.cards, pen, sheet, o);
  const pages = layout(measured, { height: sheet.bottom - sheet.top, heading: headingHeight, gap });

  const root = pen.openElement('Document');
  doc.addStructure(root);
  doc.addPage();
  drawCover(checklist, words, pen, sheet, root);
  doc.outline.addItem(words.title);
  drawRunningLines(checklist, words, pen, sheet, { page: 1, pages: pages.length + 1 });
  let drawn = 0;
  for (const [index, page] of pages.entries()) {
    // other work of this process gets its turn between pages
    await setImmediate();
    o.signal.throwIfAborted();
    doc.addPage();
    drawn += drawPage(page, words, pen, sheet, root);
    drawRunningLines(checklist, words, pen, sheet, { page: index + 2, pages: pages.length + 1 });
    o.onProgress?.(drawn, measured.length);
  }
  root.end();
  doc.end();
  return { bytes: await bytes, pages: pages.length + 1 };
}

async function measure(
  cards: readonly Card[],
  pen: Pen,
  sheet: Sheet,
  { words, signal }: ChecklistOptions,
): Promise<Measured<CardBlock>[]> {
  const measured: Measured<CardBlock>[] = [];
  for (const card of cards) {
    if (measured.length % 10 === 0) await setImmediate();
    signal.throwIfAborted();
    const block = cardBlock(card, words, pen, sheet.right - sheet.left);
    measured.push({ card: block, room: roomHeading(card, words), height: block.height });
  }
  return measured;
}

const roomHeading = ({ site, room }: Card, words: PaperWords): string =>
  [...(site === null ? [] : [site]), room ?? words.noRoom].join(' · ');

/** Draws one page and gives the number of its cards. */
function drawPage(
  page: Page<CardBlock>,
  words: PaperWords,
  pen: Pen,
  sheet: Sheet,
  root: PDFKit.PDFStructureElement,
): number {
  let cards = 0;
  for (const placed of page) {
    const y = sheet.top + placed.y;
    if (placed.is === 'card') {
      const section = pen.openElement('Sect');
      root.add(section);
      for (const element of placed.card.draw(sheet.left, y)) section.add(element);
      section.end();
      cards += 1;
    } else {
      drawHeading(placed, words, pen, sheet, y, root);
    }
  }
  return cards;
}

/** The heading of a room; where it only repeats on a further page it is no heading to those who listen. */
function drawHeading(
  { room, continued }: Heading,
  words: PaperWords,
  pen: Pen,
  sheet: Sheet,
  y: number,
  root: PDFKit.PDFStructureElement,
): void {
  const text = continued ? fillIn(words.roomContinued, { room }) : room;
  const lines = wrap([{ text, style: styles.heading }], sheet.right - sheet.left, 1, pen.set);
  const draw = () => pen.lines(lines, sheet.left, y);
  if (continued) {
    pen.decoration('Pagination', draw);
  } else {
    root.add(pen.element('H2', [draw]));
    pen.doc.outline.addItem(room);
  }
}
