import type { Card } from '../../contract/index.ts';
import type { PaperWords } from '../../text/index.ts';
import { fillIn } from '../page/fill-in.ts';
import { moment } from '../page/moment.ts';
import type { Pen } from '../page/pen.ts';
import { besides, factPart, framedPart, headPart, type Part, space, stepsPart } from './card-parts.ts';
import { resultsPart } from './results-part.ts';
import { eraseSteps } from './steps.ts';

/** A card measured for its width, ready to be drawn. */
export interface CardBlock {
  height: number;
  draw(x: number, y: number): PDFKit.PDFStructureElement[];
}

const inset = 10;

export function cardBlock(card: Card, words: PaperWords, pen: Pen, width: number): CardBlock {
  const parts = partsOf(card, words, pen, width - 2 * inset);
  const height = parts.reduce((sum, part) => sum + part.height, 2 * inset);
  return {
    height,
    draw: (x, y) => {
      pen.decoration('Layout', () => pen.frame({ x, y, width, height }, 1));
      let top = y + inset;
      return parts.flatMap((part) => {
        const at = top;
        top += part.height;
        return part.draw(x + inset, at);
      });
    },
  };
}

function partsOf(card: Card, words: PaperWords, pen: Pen, width: number): Part[] {
  const { facts, alias, label } = card;
  const steps = eraseSteps(facts, words);
  const names = [...new Set([label ?? '', alias])].filter((name) => name !== '');
  const parts = [headPart(pen, names.length === 0 ? [words.noName] : names, card.mac, width), space(2)];
  if (card.lookFirst && steps.length > 0) {
    parts.push(space(2), framedPart(pen, words.lookFirstHeading, lookFirstText(card, words), width), space(4));
  }
  parts.push(...factParts(card, words, pen, width));
  if (steps.length === 0) {
    parts.push(space(4), framedPart(pen, words.warning, facts.note ?? words.noPress, width));
  } else {
    parts.push(factPart(pen, words.button, facts.button, width, 3));
    if (card.outlets !== null && card.outlets > 1)
      parts.push(factPart(pen, words.outlets, fillIn(words.allOutlets, { outlets: card.outlets }), width, 2));
    parts.push(space(4));
    parts.push(stepsPart(pen, steps, width, words.emptyBox));
    if (facts.note) parts.push(factPart(pen, words.note, facts.note, width, 3));
    parts.push(factPart(pen, words.sure, words.confidence[facts.confidence], width, 1));
  }
  parts.push(space(3), resultsPart(pen, words, width));
  return parts;
}

/** Where it hangs and what is known of it, in two columns; below them what needs a whole line. */
function factParts(card: Card, words: PaperWords, pen: Pen, width: number): Part[] {
  const column = width / 2 - 8;
  const pair = (left: readonly [string, string], right: readonly [string, string]) =>
    besides([
      { part: factPart(pen, ...left, column, 2), left: 0 },
      { part: factPart(pen, ...right, column, 2), left: width / 2 },
    ]);
  const hardware = card.hardware === null ? [] : [fillIn(words.hardware, { hardware: card.hardware })];
  const model = [card.model, ...hardware, card.facts.form.replaceAll('-', ' ')].join(', ');
  const lastSeen = card.lastSeenAt === null ? words.never : moment(card.lastSeenAt, words.dateLocale);
  return [
    pair([words.room, card.room ?? words.unknown], [words.lastAddress, card.address ?? words.unknown]),
    pair([words.model, model], [words.lastSeen, lastSeen]),
    factPart(pen, words.why, card.why, width, 3),
  ];
}

const lookFirstText = ({ facts }: Card, words: PaperWords): string =>
  facts.ledAfter === null ? words.lookFirstNoLight : fillIn(words.lookFirst, { led: facts.ledAfter });
