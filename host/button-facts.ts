import type { ButtonFacts } from '../contract/index.ts';
import { buttonWords, cautionWords, ledWords, modelFacts } from '../devices/index.ts';

type Pattern = ReturnType<typeof modelFacts>['led']['after'];

const light = (pattern: Pattern): string | null => (pattern === 'unknown' ? null : ledWords[pattern]);

/** What the catalogue knows about a model's button, in the words of a card. */
export function buttonFacts(model: string, hardware: string | null): ButtonFacts {
  const facts = modelFacts(model, hardware);
  return {
    form: facts.form,
    outlets: facts.outlets,
    button: buttonWords[facts.button.where],
    wifiSeconds: facts.hold.wifi,
    eraseSeconds: facts.hold.erase,
    ledWifi: light(facts.led.wifi),
    ledErase: light(facts.led.erase),
    ledAfter: light(facts.led.after),
    confidence: facts.confidence,
    sources: facts.sources,
    note: facts.caution === null ? null : cautionWords[facts.caution],
  };
}
