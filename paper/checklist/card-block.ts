import type { Card, Checklist } from '../../contract/index.ts';
import type { PaperWords } from '../../text/index.ts';
import { fillIn } from '../page/fill-in.ts';
import { moment } from '../page/moment.ts';
import { heightOf, type Pen } from '../page/pen.ts';
import { lineOf } from '../page/wrap.ts';
import {
  below,
  besides,
  type Fact,
  factsPart,
  framedPart,
  headPart,
  type Part,
  space,
  stepsPart,
} from './card-parts.ts';
import { picturePart, qrPart } from './picture-part.ts';
import { resultsPart } from './results-part.ts';
import { stepsInWords } from './steps.ts';
import { styles } from './styles.ts';

/** A card or a line of the pocket list, measured for its width, ready to be drawn with its number on the page. */
export interface CardBlock {
  mac: string;
  height: number;
  draw(x: number, y: number, number: number): PDFKit.PDFStructureElement[];
}

const inset = 8;
const numberWidth = 26;
const numberHeight = 20;
const qrWidth = 66;
/** The blank margin of the code is part of its width and may stand in the card's own. */
const qrOverlap = 6;
/** Below this width facts stand one below the other. */
const narrow = 345;
/** Where eleven digits are written. */
const codeBlank = '_ _ _ _ - _ _ _ - _ _ _ _';

export function cardBlock(card: Card, list: Checklist, words: PaperWords, pen: Pen, width: number): CardBlock {
  const inner = width - 2 * inset;
  const textWidth = inner - qrWidth + qrOverlap;
  const head = below([
    shifted(headPart(pen, namesOf(card, words), card.mac, textWidth - numberWidth), numberWidth),
    space(2),
    factsOf(card, words, pen, textWidth),
  ]);
  const parts = below([
    besides([
      { part: head, left: 0 },
      { part: raised(qrPart(pen, list.run, card.mac, words, qrWidth), qrOverlap), left: textWidth },
    ]),
    space(3),
    pen.once(JSON.stringify([card.facts, card.outlets, card.lookFirst, card.matterCode, inner]), () =>
      below(instructions(card, list, words, pen, inner)),
    ),
    space(2),
    pen.once(`results ${inner}`, () => resultsPart(pen, words, inner)),
  ]);
  const height = parts.height + 2 * inset;
  return {
    mac: card.mac,
    height,
    draw: (x, y, number) => {
      pen.decoration('Layout', () => {
        pen.frame({ x, y, width, height }, 1);
        pen.block({ x, y, width: numberWidth, height: numberHeight });
      });
      const digits = lineOf([{ text: `${number}`, style: styles.number }], pen.set);
      const at = { x: x + (numberWidth - digits.width) / 2, y: y + (numberHeight - heightOf([digits])) / 2 };
      return [pen.element('P', [() => pen.lines([digits], at.x, at.y, 'white')]), ...parts.draw(x + inset, y + inset)];
    },
  };
}

const shifted = (part: Part, left: number): Part => besides([{ part, left }]);
const raised = (part: Part, by: number): Part => ({
  height: part.height - by,
  draw: (x, y) => part.draw(x, y - by),
});

/** Label and name; what the person looks for at the plug comes first. */
export const namesOf = ({ label, alias }: Card, words: PaperWords): string[] => {
  const names = [...new Set([label ?? '', alias])].filter((name) => name !== '');
  return names.length === 0 ? [words.noName] : names;
};

/** Where it hangs and what is known of it; in two columns where there is room. */
function factsOf(card: Card, words: PaperWords, pen: Pen, width: number): Part {
  const hardware = card.hardware === null ? [] : [fillIn(words.hardware, { hardware: card.hardware })];
  const model = [card.model, ...hardware, words.forms[card.facts.form]].filter((text) => text !== '').join(', ');
  const lastSeen = card.lastSeenAt === null ? words.never : moment(card.lastSeenAt, words.dateLocale);
  const facts = [
    [words.room, card.room ?? words.unknown],
    [words.lastAddress, card.address ?? words.unknown],
    [words.model, model],
    [words.lastSeen, lastSeen],
  ] as const;
  const why = [words.why, words.whys[card.why]] as const;
  if (width < narrow) return factsPart(pen, words, [...facts, why], width, { maxLines: 2 });
  return below([
    factsPart(pen, words, facts, width, { columns: 2, maxLines: 2 }),
    factsPart(pen, words, [why], width, { maxLines: 3 }),
  ]);
}

/** What is done at the plug, beside its picture. */
function instructions(card: Card, list: Checklist, words: PaperWords, pen: Pen, width: number): Part[] {
  const { facts } = card;
  const { press } = list;
  const steps = stepsInWords(facts, press, words);
  if (steps.length === 0) {
    const why = facts.caution === null ? words.noPress : words.cautions[facts.caution];
    return [framedPart(pen, words.warning, why, width)];
  }
  const pictureWidth = Math.min(108, width * 0.27);
  const textWidth = width - pictureWidth - 10;
  const { times, button } = {
    times: words.confidence[facts.confidence],
    button: words.confidence[facts.buttonConfidence],
  };
  const before: Fact[] = [[words.button, words.buttons[facts.button]]];
  const { outlets } = card;
  if (outlets !== null && outlets > 1) before.push([words.outlets, fillIn(words.allOutlets[press], { outlets })]);
  const after: Fact[] = [
    [words.lost, words.losses[press]],
    [words.sure, fillIn(words.sureOf, { times, button })],
  ];
  if (facts.caution !== null) after.push([words.note, words.cautions[facts.caution]]);
  return [
    ...(card.lookFirst ? [framedPart(pen, words.lookFirstHeading, lookFirstText(card, words), width), space(3)] : []),
    ...matterParts(card, list, words, pen, width),
    factsPart(pen, words, before, width, { maxLines: 3 }),
    space(3),
    besides([
      { part: picturePart(pen, card, words, pictureWidth), left: 0 },
      { part: stepsPart(pen, steps, textWidth), left: pictureWidth + 10 },
    ]),
    space(1),
    factsPart(pen, words, after, width, { maxLines: 4 }),
  ];
}

/** What the lamp shows after a factory reset is what tells whether it happened. */
function lookFirstText({ facts }: Card, words: PaperWords): string {
  const look = facts.steps.erase.find((step) => step.do === 'look');
  return look === undefined ? words.lookFirstAnyLight : fillIn(words.lookFirst, { light: words.lights[look.for] });
}

/** Matter codes are needed after everything is erased; a code of eleven digits is read in three groups. */
function matterParts(card: Card, list: Checklist, words: PaperWords, pen: Pen, width: number): Part[] {
  if (list.press === 'wifi') return [];
  const { matterCode } = card;
  if (matterCode !== null) {
    const code = matterCode.replace(/^(\d{4})(\d{3})(\d{4})$/, '$1-$2-$3');
    return [framedPart(pen, 'Matter', fillIn(words.matterCode, { code }), width), space(4)];
  }
  return card.facts.matter === true
    ? [framedPart(pen, 'Matter', `${words.matterCopy}  ${codeBlank}`, width), space(4)]
    : [];
}
