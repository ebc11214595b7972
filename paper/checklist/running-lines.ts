import type { Checklist } from '../../contract/index.ts';
import type { PaperWords } from '../../text/index.ts';
import { fillIn } from '../page/fill-in.ts';
import { moment } from '../page/moment.ts';
import type { Sheet } from '../page/paper-size.ts';
import type { Pen } from '../page/pen.ts';
import { lineOf, wrap } from '../page/wrap.ts';
import { styles } from './styles.ts';

export interface PageNumber {
  page: number;
  pages: number;
  /** The short code under which the numbers of this page are entered; undefined on the cover. */
  code: string | undefined;
}

/** What stands on every page: the run, the code and the number of the page below; above that it is practice if so. */
export function drawRunningLines(list: Checklist, words: PaperWords, pen: Pen, sheet: Sheet, at: PageNumber): void {
  const { left, right } = sheet;
  const y = sheet.bottom + 8;
  const values = { run: list.run, plan: list.plan, moment: moment(list.madeAt, words.dateLocale) };
  const number = lineOf([{ text: fillIn(words.pageOf, at), style: styles.running }], pen.set);
  const about = [{ text: fillIn(words.footer, values), style: styles.running }];
  pen.decoration('Pagination', () => {
    pen.lines(wrap(about, right - left, 1, pen.set), left, y + 17);
    pen.lines([number], right - number.width, y + 4);
    if (list.practice) drawPracticeBand(words, pen, sheet);
  });
}

/** The code by which the page is entered afterwards: read aloud as well, unlike the other running lines. */
export function pageCodeElement(code: string, words: PaperWords, pen: Pen, sheet: Sheet): PDFKit.PDFStructureElement {
  const line = lineOf([{ text: fillIn(words.pageCode, { code }), style: styles.code }], pen.set);
  return pen.element('P', [() => pen.lines([line], sheet.left, sheet.bottom + 6)]);
}

/** White on black, in words: no printer and no eye takes it for decoration. */
function drawPracticeBand(words: PaperWords, pen: Pen, { left, right, top }: Sheet): void {
  const width = right - left;
  const [line] = wrap([{ text: words.practice, style: styles.band }], width - 8, 1, pen.set);
  const y = top - 28;
  pen.block({ x: left, y, width, height: 20 });
  if (line) pen.lines([line], left + (width - line.width) / 2, y + 3, 'white');
}
