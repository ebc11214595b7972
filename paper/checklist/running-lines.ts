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
}

/** What stands on every page: the run and the number of the page below, and above that it is practice where it is. */
export function drawRunningLines(
  checklist: Checklist,
  words: PaperWords,
  pen: Pen,
  sheet: Sheet,
  at: PageNumber,
): void {
  const { left, right } = sheet;
  const y = sheet.bottom + 12;
  const values = { run: checklist.run, plan: checklist.plan, moment: moment(checklist.madeAt, words.dateLocale) };
  const number = lineOf([{ text: fillIn(words.pageOf, { ...at }), style: styles.running }], pen.set);
  const about = [{ text: fillIn(words.footer, values), style: styles.running }];
  pen.decoration('Pagination', () => {
    pen.lines(wrap(about, right - left - number.width - 20, 1, pen.set), left, y);
    pen.lines([number], right - number.width, y);
    if (checklist.practice) drawPracticeBand(words, pen, sheet);
  });
}

/** White on black, in words: no printer and no eye takes it for decoration. */
function drawPracticeBand(words: PaperWords, pen: Pen, { left, right, top }: Sheet): void {
  const line = lineOf([{ text: words.practice, style: styles.band }], pen.set);
  const width = right - left;
  const y = top - 30;
  pen.doc.rect(left, y, width, 20).fill('black').fillColor('white');
  pen.lines([line], left + (width - line.width) / 2, y + 3);
  pen.doc.fillColor('black');
}
