import type { PaperWords } from '../../text/index.ts';
import { blank } from '../page/blank.ts';
import { fillIn } from '../page/fill-in.ts';
import type { Pen } from '../page/pen.ts';
import { tickBox } from '../page/tick-box.ts';
import { lineOf } from '../page/wrap.ts';
import type { Part } from './card-parts.ts';
import { styles } from './styles.ts';

const box = 14;
const afterBox = 6;
const between = 20;

/** The last row of a card: one result to tick, who and when. */
export function resultsPart(pen: Pen, words: PaperWords, width: number): Part {
  const { done, notFound, dead } = words.results;
  const results = [done, notFound, dead].map((result) => ({
    alt: fillIn(words.emptyBoxFor, { result }),
    line: lineOf([{ text: result, style: styles.strong }], pen.set),
  }));
  return {
    height: 19,
    draw: (x, y) => {
      let at = x;
      const ticks = results.map(({ alt, line }) => {
        const left = at;
        at += box + afterBox + line.width + between;
        return pen.element('P', [
          tickBox(pen, alt, left, y + 4, box),
          () => pen.lines([line], left + box + afterBox, y + 3.5),
        ]);
      });
      const rest = x + width - at;
      const whoWidth = rest * 0.55;
      return [
        ...ticks,
        blank(pen, words.who, styles.fact, at, y + 6, whoWidth - 10),
        blank(pen, words.when, styles.fact, at + whoWidth, y + 6, rest - whoWidth),
      ];
    },
  };
}
