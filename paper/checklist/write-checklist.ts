import { join, parse } from 'node:path';
import type { Card, Checklist, PaperChoice, PrintedPage } from '../../contract/index.ts';
import type { PaperWords } from '../../text/index.ts';
import { ReplacementFile } from '../replacement-file.ts';
import { drawChecklist } from './draw-checklist.ts';
import { inWalkingOrder } from './walking-order.ts';

export interface ChecklistOptions extends Omit<PaperChoice, 'lang'> {
  file: string;
  words: PaperWords;
  signal: AbortSignal;
  /** A fresh code for each page with cards; none where nobody could look it up again. */
  newPageCode?: () => string;
  /** Called once, when everything is drawn and before the files take their places. */
  onDrawn?: (pages: readonly PrintedPage[]) => void;
  /** Called after each page with the cards drawn so far. */
  onProgress?: (cards: number, total: number) => void;
}

export interface WrittenChecklist {
  files: readonly string[];
  pages: number;
  cards: number;
}

/** Cards in one file: beyond that, printers and readers suffer. */
const cardsInFile = 500;

/** The files that so many cards go into: `F.pdf`, or `F-1.pdf`, `F-2.pdf` … */
export function checklistFiles(file: string, cards: number): string[] {
  const count = Math.ceil(cards / cardsInFile);
  if (count <= 1) return [file];
  const { dir, name, ext } = parse(file);
  return Array.from({ length: count }, (_, i) => join(dir, `${name}-${i + 1}${ext}`));
}

/**
 * Prints a checklist to PDF: a cover, then a card per plug in walking order, 500 to a file. Rejects with
 * `file-unwritable`, `disk-full` or the reason of the signal; then nothing is left beside what was there before.
 */
export async function writeChecklist(list: Checklist, o: ChecklistOptions): Promise<WrittenChecklist> {
  o.signal.throwIfAborted();
  const cards = inWalkingOrder(list.cards);
  const files = checklistFiles(o.file, cards.length);
  await using targets = new AsyncDisposableStack();
  const drawn: { target: ReplacementFile; cards: Card[] }[] = [];
  for (const [i, file] of files.entries()) {
    const target = targets.use(await ReplacementFile.open(file));
    drawn.push({ target, cards: cards.slice(i * cardsInFile, (i + 1) * cardsInFile) });
  }
  const pages: PrintedPage[] = [];
  let sheets = 0;
  for (const [i, part] of drawn.entries()) {
    const printed = await drawChecklist(
      { ...list, cards },
      { ...o, cards: part.cards, part: i + 1, parts: files.length, before: i * cardsInFile },
    );
    await part.target.write(printed.bytes);
    pages.push(...printed.pages);
    sheets += printed.sheets;
  }
  o.signal.throwIfAborted();
  o.onDrawn?.(pages);
  for (const { target } of drawn) await target.commit();
  return { files, pages: sheets, cards: cards.length };
}
