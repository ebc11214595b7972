import { type Checklist, PlugfleetError } from '../../contract/index.ts';
import { countNames, type PaperWords } from '../../text/index.ts';
import { blank } from '../page/blank.ts';
import { filledParts, fillIn } from '../page/fill-in.ts';
import { moment } from '../page/moment.ts';
import type { Sheet } from '../page/paper-size.ts';
import type { Pen } from '../page/pen.ts';
import type { Span, Style } from '../page/typesetter.ts';
import { lineOf } from '../page/wrap.ts';
import { below, listPart, type Part, space, textPart } from './card-parts.ts';
import { fitted } from './fitted.ts';
import { styles } from './styles.ts';

/** Between what stands at the top and at the foot, and below that. */
const footGap = 10;

type Element = PDFKit.PDFStructureElement;

/** Which file of a print this is, and how many cards it holds. */
export interface FilePart {
  part: number;
  parts: number;
  cards: number;
}

/** The first page: what this print is, how the run stands, how to use the cards, who signs. */
export function drawCover(
  list: Checklist,
  file: FilePart,
  words: PaperWords,
  pen: Pen,
  sheet: Sheet,
  root: Element,
): void {
  const room = { width: sheet.right - sheet.left, height: sheet.bottom - sheet.top - footGap };
  const { zoom, block } = fitted(room, [1, 0.9, 0.8, 0.7, 0.6, 0.52, 0.45], (width) => {
    const parts = below(coverParts(list, file, words, pen, width));
    const foot = below([
      ...(list.cards.length === 0 ? [] : offListParts(words, pen, width)),
      signaturePart(words, pen, width),
    ]);
    return { parts, foot, whole: below([parts, space(footGap), foot]) };
  });
  pen.zoomed(sheet.left, sheet.top, zoom, () => {
    for (const element of block.parts.draw(0, 0)) root.add(element);
  });
  pen.zoomed(sheet.left, sheet.bottom - footGap - block.foot.height * zoom, zoom, () => {
    for (const element of block.foot.draw(0, 0)) root.add(element);
  });
}

function coverParts(list: Checklist, file: FilePart, words: PaperWords, pen: Pen, width: number): Part[] {
  const { cards, press, run, plan } = list;
  const text = (content: string, style: Style, gap: number, tag = 'P'): Part[] => [
    textPart(pen, [{ text: content, style }], width, 8, tag),
    space(gap),
  ];
  const spans = (content: string): Span[] => [{ text: content, style: styles.body }];
  const howTo = [words.howTo.walk, words.howTo.press[press], fillIn(words.enter, { run })].map(spans);
  return [
    space(6),
    ...text(words.title[press], styles.title, 6, 'H1'),
    ...text(fillIn(words.runAndPlan, { run, plan }), styles.heading, 8),
    ...text(fillIn(words.made, { moment: moment(list.madeAt, words.dateLocale) }), styles.body, 2),
    ...(cards.length === 0 ? [] : [textPart(pen, sitesSpans(list, words), width, 8), space(2)]),
    ...text(fillIn(words.cards, { cards: cards.length }), styles.strong, file.parts > 1 ? 2 : 8),
    ...(file.parts > 1 ? text(fillIn(words.part, file), styles.strong, 8) : []),
    ...(words.notProofRead === null ? [] : text(words.notProofRead, styles.fact, 8)),
    space(6),
    ...text(words.countsHeading, styles.heading, 5, 'H2'),
    countsPart(list, words, pen, Math.min(width, 330)),
    space(18),
    ...(cards.length === 0
      ? text(words.noCards, styles.heading, 0)
      : [
          ...text(words.howToHeading, styles.heading, 5, 'H2'),
          listPart(pen, howTo, width, { textAt: 20, numberAt: 0, gap: 5, numberStyle: styles.strong }),
          space(6),
          ...(press === 'wifi' ? [] : text(words.oldApp, styles.body, 0)),
        ]),
  ];
}

/** The sites of the cards in walking order, each with how many; they add up. */
function sitesSpans({ cards }: Checklist, words: PaperWords): Span[] {
  const counts = new Map<string, number>();
  for (const { site } of cards) {
    const name = site ?? words.noSite;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const parts = [...counts].flatMap(([site, count], index) => [...(index === 0 ? [] : [', ']), site, ` (${count})`]);
  return filledParts(words.sites, 'sites', parts).map((text) => ({ text, style: styles.body }));
}

/** Lines for plugs that are met on the way and have no card: they may be a guest's. */
function offListParts(words: PaperWords, pen: Pen, width: number): Part[] {
  const half = width / 2;
  const line: Part = {
    height: 22,
    draw: (x, y) =>
      ['MAC', words.room].map((word, column) => blank(pen, word, styles.fact, x + column * half, y + 4, half - 12)),
  };
  return [textPart(pen, [{ text: words.offList, style: styles.strong }], width, 3), line, line, space(16)];
}

function signaturePart(words: PaperWords, pen: Pen, width: number): Part {
  const { by, date, signature } = words.signature;
  const third = width / 3;
  return {
    height: 20,
    draw: (x, y) =>
      [by, date, signature].map((word, column) => blank(pen, word, styles.fact, x + column * third, y, third - 12)),
  };
}

const row = 17;

/** The table of counts. */
function countsPart(list: Checklist, words: PaperWords, pen: Pen, width: number): Part {
  const { counts, total } = list;
  const order: readonly string[] = [...countNames, ...Object.keys(counts)];
  const names = [...new Set(order)].filter((name) => counts[name] !== undefined);
  const sum = names.reduce((added, name) => added + (counts[name] ?? 0), 0);
  if (sum !== total) throw new PlugfleetError('internal', `counts of ${list.run} add up to ${sum}, not ${total}`);

  const wordOf: Readonly<Record<string, string>> =
    list.press === 'wifi' ? { ...words.counts, byHand: words.byHandWifi } : words.counts;
  const { state, plugs } = words.countsColumns;
  const rows: { cells: [string, string]; style: Style }[] = [
    { cells: [state, plugs], style: styles.strong },
    ...names.map((name) => ({
      cells: [wordOf[name] ?? name, `${counts[name]}`] as [string, string],
      style: styles.body,
    })),
    { cells: [words.total, `${total}`], style: styles.strong },
  ];
  return {
    height: rows.length * row,
    draw: (x, y) => {
      const table = rows.map(({ cells, style }, index) => {
        const top = y + index * row;
        const [name, count] = cells.map((text) => lineOf([{ text, style }], pen.set));
        const cell = (line: typeof name, left: number) => () => pen.lines(line ? [line] : [], left, top + 1);
        const first = cell(name, x);
        const second = cell(count, x + width - (count?.width ?? 0));
        const heads = index === 0;
        return pen.element('TR', [
          pen.headCell(heads ? 'Column' : 'Row', first),
          heads ? pen.headCell('Column', second) : pen.element('TD', [second]),
        ]);
      });
      pen.decoration('Layout', () => {
        for (const index of [1, rows.length - 1]) pen.rule(x, y + index * row - 1, width);
      });
      return [pen.element('Table', table)];
    },
  };
}
