import { setImmediate } from 'node:timers/promises';
import type { Card, Checklist, PrintedPage } from '../../contract/index.ts';
import type { PaperWords } from '../../text/index.ts';
import { dotted, filledParts, fillIn } from '../page/fill-in.ts';
import { type PaperName, type Sheet, sheetOf } from '../page/paper-size.ts';
import { bytesOf, pdfDocument } from '../page/pdf-document.ts';
import { Pen } from '../page/pen.ts';
import { wrap } from '../page/wrap.ts';
import { type CardBlock, cardBlock } from './card-block.ts';
import { drawCover } from './cover.ts';
import { fitted } from './fitted.ts';
import { type Heading, layout, type Page } from './layout.ts';
import { pocketHeading, pocketHeadRow, pocketRow } from './pocket-row.ts';
import { drawRunningLines, pageCodeElement } from './running-lines.ts';
import { styles } from './styles.ts';

type Element = PDFKit.PDFStructureElement;

export interface DrawOptions {
  /** The cards of this file; the checklist has those of all. */
  cards: readonly Card[];
  part: number;
  parts: number;
  /** Cards in the files before this one. */
  before: number;
  paper: PaperName;
  large: boolean;
  pocket: boolean;
  words: PaperWords;
  signal: AbortSignal;
  newPageCode?: () => string;
  onProgress?: (cards: number, total: number) => void;
}

interface Drawn {
  bytes: Buffer;
  /** Pages of paper, with the cover. */
  sheets: number;
  pages: PrintedPage[];
}

/** How much larger letters are where a person asked for large ones. */
const largeZoom = 1.35;
const headingHeight = 23;
const gap = 7;
/** Between the table of one room and the heading of the next. */
const tableGap = 7;

/** Sizes to try for a card, the largest first: on A5 it fills its page, elsewhere it only gives way where it must. */
const cardZooms = { fill: [1.45, 1.35, 1.25, 1.15, 1.05, 0.95, 0.85, 0.75, 0.65, 0.55], keep: [1, 0.85, 0.7, 0.55] };

/** A card with the size it is drawn in. */
interface Placed {
  /** Site and room. */
  place: string[];
  block: CardBlock;
  zoom: number;
}

/** What everything on a page is drawn with. */
interface Desk {
  list: Checklist;
  words: PaperWords;
  pen: Pen;
  sheet: Sheet;
  pocket: boolean;
  root: Element;
}

/** Draws one file of a checklist. */
export async function drawChecklist(list: Checklist, o: DrawOptions): Promise<Drawn> {
  const { words } = o;
  const sheet = sheetOf(o.paper, o.large ? largeZoom : 1);
  const doc = await pdfDocument(sheet, {
    title: `${words.title[list.press]}: ${list.run}`,
    lang: words.lang,
    subject: fillIn(words.runAndPlan, list),
    madeAt: list.madeAt,
  });
  const bytes = bytesOf(doc);
  const pen = new Pen(doc, words);
  const desk: Desk = { list, words, pen, sheet, pocket: o.pocket, root: pen.openElement('Document') };
  const pages = await layOut(desk, o);

  doc.addStructure(desk.root);
  pen.startPage(sheet.zoom);
  drawCover(list, { ...o, cards: o.cards.length }, words, pen, sheet, desk.root);
  doc.outline.addItem(words.title[list.press]);
  const sheets = pages.length + 1;
  drawRunningLines(list, words, pen, sheet, { page: 1, pages: sheets, code: undefined });
  const printed: PrintedPage[] = [];
  let drawn = o.before;
  for (const [index, page] of pages.entries()) {
    // other work of this process gets its turn between pages
    await setImmediate();
    o.signal.throwIfAborted();
    pen.startPage(sheet.zoom);
    const code = o.newPageCode?.();
    const macs = drawPage(page, desk);
    if (code !== undefined) {
      desk.root.add(pageCodeElement(code, words, pen, sheet));
      printed.push({ code, macs });
    }
    drawRunningLines(list, words, pen, sheet, { page: index + 2, pages: sheets, code });
    drawn += macs.length;
    o.onProgress?.(drawn, list.cards.length);
  }
  desk.root.end();
  doc.end();
  return { bytes: await bytes, sheets, pages: printed };
}

/** Measures every card and puts them on pages. */
async function layOut(desk: Desk, o: DrawOptions): Promise<Page<Placed>[]> {
  const { list, words, pen, sheet, pocket } = desk;
  const heading = headingHeight + (pocket ? pocketHeading + tableGap : 0);
  const height = sheet.bottom - sheet.top;
  const space = { width: sheet.right - sheet.left, height: height - heading };
  const onePerPage = o.paper === 'a5' && !pocket;
  const measure = pocket ? pocketRow : cardBlock;
  const zooms = pocket ? [1] : onePerPage ? cardZooms.fill : cardZooms.keep;
  const measured = [];
  for (const card of o.cards) {
    if (measured.length % 10 === 0) await setImmediate();
    o.signal.throwIfAborted();
    const fit = fitted(space, zooms, (width) => ({ card: measure(card, list, words, pen, width) }));
    const placed: Placed = { place: placeOf(card, words), block: fit.block.card, zoom: fit.zoom };
    measured.push({ card: placed, room: placed.place.join(''), height: fit.height });
  }
  return layout(measured, { height, heading, gap: pocket ? 0 : gap, most: onePerPage ? 1 : Number.POSITIVE_INFINITY });
}

const placeOf = ({ site, room }: Card, words: PaperWords): string[] =>
  dotted([...(site === null ? [] : [site]), room ?? words.noRoom]);

/** Draws one page and gives the plugs of its numbers 1, 2, 3 … */
function drawPage(page: Page<Placed>, desk: Desk): string[] {
  const { words, pen, sheet, root, pocket } = desk;
  const macs: string[] = [];
  let table: Element | undefined;
  for (const item of page) {
    const y = sheet.top + item.y;
    if (item.is === 'heading') {
      table?.end();
      const top = y + (pocket ? tableGap : 0);
      drawHeading(item, desk, top);
      if (!pocket) continue;
      table = pen.openElement('Table');
      root.add(table);
      table.add(pocketHeadRow(words, pen, sheet.left, top + headingHeight - 4, sheet.right - sheet.left));
      continue;
    }
    const { block, zoom } = item.card;
    macs.push(block.mac);
    let into = table;
    if (into === undefined) {
      into = pen.openElement('Sect');
      root.add(into);
    }
    drawBlock(block, zoom, into, pen, sheet.left, y, macs.length);
    if (into !== table) into.end();
  }
  table?.end();
  return macs;
}

function drawBlock(
  block: CardBlock,
  zoom: number,
  into: Element,
  pen: Pen,
  x: number,
  y: number,
  number: number,
): void {
  const draw = (left: number, top: number): void => {
    for (const element of block.draw(left, top, number)) into.add(element);
  };
  if (zoom === 1) draw(x, y);
  else pen.zoomed(x, y, zoom, () => draw(0, 0));
}

/** The heading of a room; where it only repeats on a further page it is no heading to those who listen. */
function drawHeading(heading: Heading<Placed>, { words, pen, sheet, root }: Desk, y: number): void {
  const { room, first, continued } = heading;
  const parts = continued ? filledParts(words.roomContinued, 'room', first.place) : first.place;
  const spans = parts.map((text) => ({ text, style: styles.heading }));
  const lines = wrap(spans, sheet.right - sheet.left, 1, pen.set);
  const draw = () => pen.lines(lines, sheet.left, y);
  if (continued) {
    pen.decoration('Pagination', draw);
  } else {
    root.add(pen.element('H2', [draw]));
    pen.doc.outline.addItem(pen.set.printable(room, 'regular'));
  }
}
