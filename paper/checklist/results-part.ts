import type { PaperWords } from '../../text/index.ts';
import { blank } from '../page/blank.ts';
import { fillIn } from '../page/fill-in.ts';
import type { Pen } from '../page/pen.ts';
import { tickBox } from '../page/tick-box.ts';
import { lineOf } from '../page/wrap.ts';
import { below, type Part } from './card-parts.ts';
import { styles } from './styles.ts';

const box = 14;
const afterBox = 5;
const between = 15;
const row = 19;

/** The last row of a card: one result to tick, who and when; two rows where the card is narrow. */
export function resultsPart(pen: Pen, words: PaperWords, width: number): Part {
  const { done, notFound, dead } = words.results;
  const results = [done, notFound, dead].map((result) => ({
    alt: fillIn(words.emptyBoxFor, { result }),
    line: lineOf([{ text: result, style: styles.strong }], pen.set),
  }));
  // as many in a row as there is room for
  let used = 0;
  let rows = 1;
  const placed = results.map(({ alt, line }) => {
    const wide = box + afterBox + line.width;
    if (used > 0 && used + wide > width) {
      used = 0;
      rows += 1;
    }
    const left = used;
    used += wide + between;
    return { alt, line, left, top: (rows - 1) * row };
  });
  const ticks: Part = {
    height: rows * row,
    draw: (x, y) =>
      placed.map(({ alt, line, left, top }) =>
        pen.element('P', [
          tickBox(pen, alt, x + left, y + top + 4, box),
          () => pen.lines([line], x + left + box + afterBox, y + top + 3.5),
        ]),
      ),
  };
  const sign = (left: number): Part => ({
    height: row,
    draw: (x, y) => {
      const rest = width - left;
      const whoWidth = rest * 0.55;
      return [
        blank(pen, words.who, styles.fact, x + left, y + 6, whoWidth - 10),
        blank(pen, words.when, styles.fact, x + left + whoWidth, y + 6, rest - whoWidth),
      ];
    },
  });
  if (rows > 1 || width - used < 170) return below([ticks, sign(0)]);
  const beside = sign(used);
  return { height: row, draw: (x, y) => [...ticks.draw(x, y), ...beside.draw(x, y)] };
}
