import type { ButtonFacts, CardStep, Press } from '../../contract/index.ts';
import type { PaperWords } from '../../text/index.ts';
import { isDocumented } from '../drawings/drawings.ts';
import { fillIn } from '../page/fill-in.ts';

/** A step in words; `lead` is printed bold before them, with the blank between. */
export interface Step {
  lead: string;
  text: string;
}

const inWall: readonly ButtonFacts['form'][] = [
  'in-wall-outlet',
  'wall-switch',
  'wall-dimmer',
  'fan-and-dimmer-switch',
  'relay-module',
];

/** Whether a hand may press the button of such a plug at all. */
export const mayBePressed = (facts: ButtonFacts, press: Press): boolean =>
  facts.caution !== 'never-under-mains' && facts.steps[press].some((step) => step.do === 'hold');

/** The steps of a press in words; none where the model has no such press or must not be touched. */
export function stepsInWords(facts: ButtonFacts, press: Press, words: PaperWords): Step[] {
  if (!mayBePressed(facts, press)) return [];
  const steps = facts.steps[press].flatMap((step) => inWords(step, facts, press, words));
  // what is not documented is asked for: the person at the plug is the first to know
  const looks = facts.steps[press].some((step) => step.do === 'look');
  return looks || press === 'wifi' ? steps : [...steps, { lead: '', text: words.steps.lookUnknown }];
}

function inWords(step: CardStep, facts: ButtonFacts, press: Press, words: PaperWords): Step[] {
  const say = words.steps;
  switch (step.do) {
    case 'power':
      return [{ lead: '', text: inWall.includes(facts.form) ? say.powerInWall : say.power }];
    case 'look':
      return [{ lead: '', text: fillIn(say.look, { light: words.lights[step.for] }) }];
    case 'hold': {
      const lead = fillIn(say.press[press], step) + words.blank;
      const hold = fillIn(isDocumented(facts.button) ? say.hold : say.holdUnmarked, step);
      const light = words.lights[step.until];
      if (press === 'wifi')
        return [
          { lead, text: hold },
          {
            lead: '',
            text:
              facts.eraseSeconds === null
                ? fillIn(say.release, { light })
                : fillIn(say.releaseWifi, { light, seconds: facts.eraseSeconds }),
          },
        ];
      const on =
        facts.wifiSeconds === null ? say.keepHoldingUnknown : fillIn(say.keepHolding, { seconds: facts.wifiSeconds });
      const release = step.until === 'changed' ? fillIn(say.releaseUnknown, step) : fillIn(say.release, { light });
      return [
        { lead, text: `${hold}${words.blank}${on}` },
        { lead: '', text: release },
      ];
    }
  }
}
