import { setImmediate } from 'node:timers/promises';
import { PlugfleetError } from '../../contract/index.ts';
import type { LabelWords } from '../../text/index.ts';
import { fillIn } from '../page/fill-in.ts';
import { sheetOf } from '../page/paper-size.ts';
import { bytesOf, pdfDocument } from '../page/pdf-document.ts';
import { Pen } from '../page/pen.ts';
import { ReplacementFile } from '../replacement-file.ts';
import { drawLabel, type LabelPlug } from './label-block.ts';
import { type LabelSheet, placeOf } from './label-sheet.ts';

export interface LabelDrawing {
  sheet: LabelSheet;
  /** The first label of the first sheet that is still there, from 1 along the rows. */
  start: number;
  words: LabelWords;
  madeAt: string;
  signal: AbortSignal;
  /** Called after each page with the labels drawn so far. */
  onProgress?: (labels: number, total: number) => void;
}

export interface LabelOptions extends LabelDrawing {
  file: string;
}

export interface WrittenLabels {
  file: string;
  labels: number;
  pages: number;
}

/**
 * Draws a label for each plug as PDF, in walking order. Rejects with `bad-input` for a start that is on no sheet, or
 * the reason of the signal.
 */
export async function drawLabels(
  plugs: readonly LabelPlug[],
  o: LabelDrawing,
): Promise<{ bytes: Buffer; pages: number }> {
  o.signal.throwIfAborted();
  const drawn = await draw(plugs.toSorted(byWalk), labelsOnSheet(o), o);
  o.signal.throwIfAborted();
  return drawn;
}

/**
 * Prints the same to a file. Rejects as `drawLabels` does, and with `file-unwritable` or `disk-full`; then nothing is
 * left beside what was there before.
 */
export async function writeLabels(plugs: readonly LabelPlug[], o: LabelOptions): Promise<WrittenLabels> {
  o.signal.throwIfAborted();
  labelsOnSheet(o);
  await using target = await ReplacementFile.open(o.file);
  const { bytes, pages } = await drawLabels(plugs, o);
  await target.write(bytes);
  await target.commit();
  return { file: o.file, labels: plugs.length, pages };
}

/** @throws `bad-input` for a start that is on no sheet */
function labelsOnSheet({ sheet, start }: LabelDrawing): number {
  const perSheet = sheet.columns * sheet.rows;
  if (!Number.isInteger(start) || start < 1 || start > perSheet)
    throw new PlugfleetError('bad-input', `a sheet ${sheet.name} has the labels 1 to ${perSheet}, not ${start}`);
  return perSheet;
}

async function draw(plugs: readonly LabelPlug[], perSheet: number, o: LabelDrawing) {
  const paper = sheetOf(o.sheet.paper);
  const doc = await pdfDocument(paper, {
    title: o.words.title,
    lang: o.words.lang,
    subject: fillIn(o.words.subject, { sheet: o.sheet.name }),
    madeAt: o.madeAt,
  });
  const bytes = bytesOf(doc);
  const pen = new Pen(doc, o.words);
  const root = pen.openElement('Document');
  doc.addStructure(root);
  let pages = 0;
  for (const [index, plug] of plugs.entries()) {
    const at = (o.start - 1 + index) % perSheet;
    if (index === 0 || at === 0) {
      o.onProgress?.(index, plugs.length);
      // other work of this process gets its turn between pages
      await setImmediate();
      o.signal.throwIfAborted();
      pen.startPage(1);
      pages += 1;
    }
    const section = pen.openElement('Sect');
    root.add(section);
    for (const element of drawLabel(plug, o.words, pen, placeOf(o.sheet, at))) section.add(element);
    section.end();
  }
  root.end();
  doc.end();
  return { bytes: await bytes, pages };
}

const collator = new Intl.Collator('en', { numeric: true });

/** In the order in which a person walks with the sheet in hand: site, place of the room in the walk, room, name, MAC. */
const byWalk = (a: LabelPlug, b: LabelPlug): number =>
  byText(a.site, b.site) ||
  (a.roomOrder ?? Number.POSITIVE_INFINITY) - (b.roomOrder ?? Number.POSITIVE_INFINITY) ||
  byText(a.room, b.room) ||
  byText(a.label, b.label) ||
  byText(a.alias, b.alias) ||
  byText(a.mac, b.mac);

/** What is not known comes last. */
const byText = (a: string | null, b: string | null): number =>
  a === null || b === null ? Number(a === null) - Number(b === null) : collator.compare(a, b);
