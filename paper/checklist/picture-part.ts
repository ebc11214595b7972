import { type ButtonPlace, type Card, cardPayload, type PlugForm } from '../../contract/index.ts';
import type { PaperWords } from '../../text/index.ts';
import { drawingOf, isDocumented } from '../drawings/drawings.ts';
import { canvas } from '../drawings/shapes.ts';
import { toOperators } from '../drawings/to-operators.ts';
import { fillIn } from '../page/fill-in.ts';
import { drawingHeight, type Pen } from '../page/pen.ts';
import { qrModules, qrOperators, qrQuiet } from '../page/qr.ts';
import type { Part } from './card-parts.ts';

/** Few forms and places, many cards: each drawing is turned into operators once. */
const drawn = new Map<string, string>();

function operatorsOf(form: PlugForm, place: ButtonPlace): string {
  const key = `${form} ${place}`;
  const operators = drawn.get(key) ?? toOperators(drawingOf(form, place).shapes);
  drawn.set(key, operators);
  return operators;
}

/** What the plug looks like, with its button marked. */
export function picturePart(pen: Pen, { facts }: Card, words: PaperWords, width: number): Part {
  const height = drawingHeight(width);
  const form = words.forms[facts.form];
  const alt = isDocumented(facts.button) ? fillIn(words.picture, { form, button: words.buttons[facts.button] }) : form;
  const operators = operatorsOf(facts.form, facts.button);
  return {
    height,
    draw: (x, y) => [
      pen.figure(alt, { x, y, width, height }, () => pen.picture(operators, x, y, width / canvas.width)),
    ],
  };
}

/** A code that names plug and run, `width` wide with the blank margin that readers need. */
export function qrPart(pen: Pen, run: string, mac: string, words: PaperWords, width: number): Part {
  const modules = qrModules(cardPayload(run, mac));
  const size = width / (modules.length + 2 * qrQuiet);
  const alt = fillIn(words.qr, { mac, run });
  return {
    height: width,
    draw: (x, y) => [
      pen.figure(alt, { x, y, width, height: width }, () =>
        pen.picture(qrOperators(modules), x + qrQuiet * size, y + qrQuiet * size, size),
      ),
    ],
  };
}
