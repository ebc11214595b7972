import { join, parse } from 'node:path';
import type { Card, Checklist, PaperChoice, PrintedPage } from '../../contract/index.ts';
import type { PaperWords } from '../../text/index.ts';
import { ReplacementFile } from '../replacement-file.ts';
import { drawChecklist } from './draw-checklist.ts';
import { inWalkingOrder } from './walking-order.ts';

export interface DrawingOptions extends Omit<PaperChoice, 'lang' | 'order'> {
  /** The usual one unless it is named. */
  order?: PaperChoice['order'];
  words: PaperWords;
  signal: AbortSignal;
  /** A fresh code for each page with cards; none where nobody could look it up again. */
  newPageCode?: () => string;
  /** Called after each page with the cards drawn so far. */
  onProgress?: (cards: number, total: number) => void;
}

export interface ChecklistOptions extends DrawingOptions {
  file: string;
  /** Called once, when everything is drawn and before the files take their places. */
  onDrawn?: (pages: readonly PrintedPage[]) => void;
}

export interface WrittenChecklist {
  files: readonly string[];
  pages: number;
  cards: number;
}

/** One file of a checklist, drawn. */
export interface DrawnPart {
  bytes: Buffer;
  pages: readonly PrintedPage[];
  /** Pages of paper, with the cover. */
  sheets: number;
}

/** Cards in one file: beyond that, printers and readers suffer. */
const cardsInFile = 500;

/** How many files so many cards go into. */
const partsOf = (cards: number): number => Math.max(1, Math.ceil(cards / cardsInFile));

/** The files that so many cards go into: `F.pdf`, or `F-1.pdf`, `F-2.pdf` … */
export function checklistFiles(file: string, cards: number): string[] {
  const count = partsOf(cards);
  if (count === 1) return [file];
  const { dir, name, ext } = parse(file);
  return Array.from({ length: count }, (_, i) => join(dir, `${name}-${i + 1}${ext}`));
}

/**
 * Draws a checklist as PDF, 500 cards to a part: a cover, then a card per plug in walking order. Whoever stops reading
 * has no further parts drawn. Rejects with the reason of the signal.
 */
export async function* drawParts(list: Checklist, o: DrawingOptions): AsyncGenerator<DrawnPart, void, void> {
  const cards = inWalkingOrder(list.cards, o.order);
  const parts = partsOf(cards.length);
  for (let i = 0; i < parts; i++) {
    const before = i * cardsInFile;
    const inPart: Card[] = cards.slice(before, before + cardsInFile);
    yield await drawChecklist({ ...list, cards }, { ...o, cards: inPart, part: i + 1, parts, before });
  }
}

/**
 * Prints a checklist to PDF files. Rejects with `file-unwritable`, `disk-full` or the reason of the signal; then nothing
 * is left beside what was there before.
 */
export async function writeChecklist(list: Checklist, o: ChecklistOptions): Promise<WrittenChecklist> {
  o.signal.throwIfAborted();
  const files = checklistFiles(o.file, list.cards.length);
  const targets: ReplacementFile[] = [];
  const pages: PrintedPage[] = [];
  let sheets = 0;
  // by hand: not every Node that this runs in has AsyncDisposableStack
  try {
    for (const file of files) targets.push(await ReplacementFile.open(file));
    let part = 0;
    for await (const drawn of drawParts(list, o)) {
      await targets[part]?.write(drawn.bytes);
      part += 1;
      pages.push(...drawn.pages);
      sheets += drawn.sheets;
    }
    o.signal.throwIfAborted();
    o.onDrawn?.(pages);
    for (const target of targets) await target.commit();
  } finally {
    for (const target of targets.toReversed()) await target[Symbol.asyncDispose]();
  }
  return { files, pages: sheets, cards: list.cards.length };
}
