import type { ButtonFacts } from '../../contract/index.ts';
import type { PaperWords } from '../../text/index.ts';
import { fillIn } from '../page/fill-in.ts';

/** A step in words; `lead` is printed bold before them. */
export interface Step {
  lead: string;
  text: string;
}

/** Notes that forbid the press begin so; S110E: "Never touch it while it is wired to the mains." */
const forbidding = /^(?:never|do not)\b/i;

/** The steps of "Erase all"; none where the model has no such press or must not be touched. */
export function eraseSteps(facts: ButtonFacts, words: PaperWords): Step[] {
  const { eraseSeconds, wifiSeconds, ledErase, ledAfter } = facts;
  if (eraseSeconds === null || forbidding.test(facts.note ?? '')) return [];
  const say = words.steps;
  const seconds = { seconds: eraseSeconds };
  const hold = [
    fillIn(say.hold, seconds),
    wifiSeconds === null ? say.keepHolding : fillIn(say.keepHoldingPast, { seconds: wifiSeconds }),
    ledErase === null ? say.untilUnknown : fillIn(say.until, { led: ledErase }),
  ];
  return [
    { lead: '', text: say.power },
    { lead: fillIn(say.erase, seconds), text: hold.join(' ') },
    {
      lead: '',
      text: ledErase === null ? fillIn(say.releaseUnknown, seconds) : fillIn(say.release, { led: ledErase }),
    },
    { lead: '', text: ledAfter === null ? say.lookUnknown : fillIn(say.look, { led: ledAfter }) },
  ];
}
