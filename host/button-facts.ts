import type { ButtonFacts } from '../contract/index.ts';
import { modelFacts } from '../devices/index.ts';

/** What the catalogue knows about a model's button, in the words of a card. */
export function buttonFacts(model: string, hardware: string | null): ButtonFacts {
  const facts = modelFacts(model, hardware);
  return {
    form: facts.form,
    button: facts.button.where,
    wifiSeconds: facts.hold.wifi,
    eraseSeconds: facts.hold.erase,
    ledWifi: facts.led.wifi,
    ledErase: facts.led.erase,
    ledAfter: facts.led.after,
    confidence: facts.confidence,
    sources: facts.sources,
    note: facts.notes,
  };
}
