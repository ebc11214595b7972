import { type Checklist, PlugfleetError } from '../../contract/index.ts';
import { countNames, type PaperWords } from '../../text/index.ts';
import { blank } from '../page/blank.ts';
import { fillIn } from '../page/fill-in.ts';
import { moment } from '../page/moment.ts';
import type { Sheet } from '../page/paper-size.ts';
import { type Child, heightOf, type Pen } from '../page/pen.ts';
import type { Style } from '../page/typesetter.ts';
import { lineOf, wrap } from '../page/wrap.ts';
import { styles } from './styles.ts';

type Element = PDFKit.PDFStructureElement;

/** The first page: what this print is, how the run stands, how to use the cards, who signs. */
export function drawCover(checklist: Checklist, words: PaperWords, pen: Pen, sheet: Sheet, root: Element): void {
  const width = sheet.right - sheet.left;
  let y = sheet.top + 14;
  const text = (tag: string, content: string, style: Style, gap: number, maxLines = 4) => {
    const lines = wrap([{ text: content, style }], width, maxLines, pen.set);
    const at = y;
    root.add(pen.element(tag, [() => pen.lines(lines, sheet.left, at)]));
    y += heightOf(lines) + gap;
  };

  text('H1', words.title, styles.title, 6);
  text('P', fillIn(words.runAndPlan, { run: checklist.run, plan: checklist.plan }), styles.heading, 10);
  text('P', fillIn(words.made, { moment: moment(checklist.madeAt, words.dateLocale) }), styles.body, 2);
  if (checklist.cards.length > 0)
    text('P', fillIn(words.sites, { sites: siteNames(checklist, words) }), styles.body, 2);
  text('P', fillIn(words.cards, { cards: checklist.cards.length }), styles.strong, 22);

  text('H2', words.countsHeading, styles.heading, 6);
  y = drawCounts(checklist, words, pen, sheet, y, root) + 24;

  if (checklist.cards.length === 0) {
    text('P', words.noCards, styles.heading, 18);
  } else {
    text('H2', words.howToHeading, styles.heading, 6);
    y = drawHowTo(checklist, words, pen, sheet, y, root) + 12;
    text('P', words.oldApp, styles.body, 18);
  }

  const third = width / 3;
  const { by, date, signature } = words.signature;
  const line = Math.max(y + 16, sheet.bottom - 40);
  for (const [column, word] of [by, date, signature].entries()) {
    root.add(blank(pen, word, styles.body, sheet.left + column * third, line, third - 14));
  }
}

/** The sites of the cards in walking order. */
const siteNames = ({ cards }: Checklist, words: PaperWords): string =>
  [...new Set(cards.map((card) => card.site ?? words.noSite))].join(', ');

const row = 19;

/** Draws the table of counts and gives the place below it. */
function drawCounts(checklist: Checklist, words: PaperWords, pen: Pen, sheet: Sheet, y: number, root: Element): number {
  const { counts, total } = checklist;
  const order: readonly string[] = [...countNames, ...Object.keys(counts)];
  const names = [...new Set(order)].filter((name) => counts[name] !== undefined);
  const sum = names.reduce((added, name) => added + (counts[name] ?? 0), 0);
  if (sum !== total) throw new PlugfleetError('internal', `counts of ${checklist.run} add up to ${sum}, not ${total}`);

  const wordOf: Readonly<Record<string, string>> = words.counts;
  const { state, plugs } = words.countsColumns;
  const rows: { cells: [string, string]; style: Style }[] = [
    { cells: [state, plugs], style: styles.strong },
    ...names.map((name) => ({
      cells: [wordOf[name] ?? name, `${counts[name]}`] as [string, string],
      style: styles.body,
    })),
    { cells: [words.total, `${total}`], style: styles.strong },
  ];
  const width = 330;
  const table = rows.map(({ cells, style }, index) => {
    const top = y + index * row;
    const [name, count] = cells.map((text) => lineOf([{ text, style }], pen.set));
    const cell = (line: typeof name, x: number) => () => pen.lines(line ? [line] : [], x, top + 2);
    const first = cell(name, sheet.left);
    const second = cell(count, sheet.left + width - (count?.width ?? 0));
    const heads = index === 0;
    return pen.element('TR', [
      pen.headCell(heads ? 'Column' : 'Row', first),
      heads ? pen.headCell('Column', second) : pen.element('TD', [second]),
    ]);
  });
  pen.decoration('Layout', () => {
    for (const index of [1, rows.length - 1]) pen.rule(sheet.left, y + index * row - 1, width);
  });
  root.add(pen.element('Table', table));
  return y + rows.length * row;
}

/** Draws the numbered lines on how to use the cards and gives the place below them. */
function drawHowTo({ run }: Checklist, words: PaperWords, pen: Pen, sheet: Sheet, y: number, root: Element): number {
  const indent = 20;
  let top = y;
  const items: Child[] = words.howTo.map((template, index) => {
    const number = lineOf([{ text: `${index + 1}`, style: styles.strong }], pen.set);
    const text = [{ text: fillIn(template, { run }), style: styles.body }];
    const lines = wrap(text, sheet.right - sheet.left - indent, 4, pen.set);
    const at = top;
    top += heightOf(lines) + 5;
    return pen.element('LI', [
      pen.element('Lbl', [() => pen.lines([number], sheet.left, at)]),
      pen.element('LBody', [() => pen.lines(lines, sheet.left + indent, at)]),
    ]);
  });
  root.add(pen.element('L', items));
  return top;
}
