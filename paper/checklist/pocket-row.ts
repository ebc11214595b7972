import type { Card, Checklist } from '../../contract/index.ts';
import type { PaperWords } from '../../text/index.ts';
import { fillIn } from '../page/fill-in.ts';
import { heightOf, type Pen } from '../page/pen.ts';
import { tickBox } from '../page/tick-box.ts';
import type { Style } from '../page/typesetter.ts';
import { type Line, lineOf, wrap } from '../page/wrap.ts';
import { type CardBlock, namesOf } from './card-block.ts';
import { mayBePressed } from './steps.ts';
import { styles } from './styles.ts';

type Element = PDFKit.PDFStructureElement;

/** Columns of the pocket list, by where they begin; the name has what is left. */
interface Columns {
  name: number;
  mac: number;
  model: number;
  press: number;
  boxes: readonly [number, number, number];
  width: number;
}

const nameAt = 24;
const macWidth = 112;
const boxWidth = 30;
const pad = 4;

function columnsOf(width: number): Columns {
  const isNarrow = width < 420;
  const boxes = width - 3 * boxWidth;
  const press = boxes - (isNarrow ? 44 : 62);
  const model = press - (isNarrow ? 0 : 52);
  return {
    name: nameAt,
    mac: model - macWidth,
    model,
    press,
    boxes: [boxes, boxes + boxWidth, boxes + 2 * boxWidth],
    width,
  };
}

/** How high the names of the columns stand above the first line of a room. */
export const pocketHeading = 19;

/** The names of the columns, as the first row of a table. */
export function pocketHeadRow(words: PaperWords, pen: Pen, x: number, y: number, width: number): Element {
  const at = columnsOf(width);
  const { plug, press } = words.pocket;
  const { done, notFound, dead } = words.results;
  const model = at.press - at.model > 0 ? [[words.model, at.model, at.press - at.model] as const] : [];
  const columns = [
    ['#', 0, at.name],
    [plug, at.name, at.mac - at.name],
    ['MAC', at.mac, macWidth],
    ...model,
    [press, at.press, at.boxes[0] - at.press],
    [done, at.boxes[0], boxWidth],
    [notFound, at.boxes[1], boxWidth],
    [dead, at.boxes[2], boxWidth],
  ] as const;
  const cells = columns.map(([text, left, wide]) => {
    const lines = wrap([{ text, style: styles.column }], wide - 2, 2, pen.set);
    return pen.headCell('Column', () => pen.lines(lines, x + left, y + pocketHeading - heightOf(lines) - 1));
  });
  pen.decoration('Layout', () => pen.rule(x, y + pocketHeading, width, 1));
  return pen.element('TR', cells);
}

/** One line of the pocket list: a row of a table. */
export function pocketRow(card: Card, list: Checklist, words: PaperWords, pen: Pen, width: number): CardBlock {
  const at = columnsOf(width);
  const [name = '', alias] = namesOf(card, words);
  const spans = [
    { text: name, style: styles.pocketName },
    ...(alias === undefined ? [] : [{ text: `  ${alias}`, style: styles.pocketAlias }]),
  ];
  const names = wrap(spans, at.mac - at.name - pad, 2, pen.set);
  const mac = lineOf([{ text: card.mac, style: styles.pocketMac }], pen.set);
  const cell = (text: string, wide: number, style: Style): Line[] => wrap([{ text, style }], wide - pad, 2, pen.set);
  const model = at.press > at.model ? cell(card.model, at.press - at.model, styles.fact) : undefined;
  const press = cell(pressWords(card, list, words), at.boxes[0] - at.press, styles.factName);
  const height = Math.max(20, ...[names, press, model ?? []].map((lines) => heightOf(lines) + 2 * pad));
  const results = [words.results.done, words.results.notFound, words.results.dead];
  return {
    mac: card.mac,
    height,
    draw: (x, y, number) => {
      const digits = lineOf([{ text: `${number}`, style: styles.pocketMac }], pen.set);
      const put = (tag: string, lines: readonly Line[], left: number): Element =>
        pen.element(tag, [() => pen.lines(lines, x + left, y + (height - heightOf(lines)) / 2)]);
      pen.decoration('Layout', () => pen.rule(x, y + height, width, 0.4));
      return [
        pen.element('TR', [
          put('TD', [digits], 2),
          pen.headCell('Row', () => pen.lines(names, x + at.name, y + (height - heightOf(names)) / 2)),
          put('TD', [mac], at.mac),
          ...(model === undefined ? [] : [put('TD', model, at.model)]),
          put('TD', press, at.press),
          ...results.map((result, i) =>
            pen.element('TD', [
              tickBox(
                pen,
                fillIn(words.emptyBoxFor, { result }),
                x + (at.boxes[i] ?? 0) + 4,
                y + (height - 12) / 2,
                12,
              ),
            ]),
          ),
        ]),
      ];
    },
  };
}

/** How long to hold, or what keeps a hand off. */
function pressWords({ facts, lookFirst }: Card, { press }: Checklist, { pocket }: PaperWords): string {
  const hold = facts.steps[press].find((step) => step.do === 'hold');
  if (hold === undefined || !mayBePressed(facts, press)) return pocket.no;
  const seconds = fillIn(pocket.seconds, hold);
  return lookFirst ? `${pocket.look}, ${seconds}` : seconds;
}
