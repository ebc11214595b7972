import type { ButtonFacts } from '../contract/index.ts';
import { modelFacts, pressSteps } from '../devices/index.ts';

/** What the catalogue knows about a model's button, as the codes of a card. */
export function buttonFacts(model: string, hardware: string | null): ButtonFacts {
  const facts = modelFacts(model, hardware);
  return {
    form: facts.form,
    outlets: facts.outlets,
    button: facts.button.where,
    wifiSeconds: facts.hold.wifi,
    eraseSeconds: facts.hold.erase,
    steps: { erase: pressSteps(facts, 'erase'), wifi: pressSteps(facts, 'wifi') },
    confidence: facts.confidence,
    buttonConfidence: facts.button.certainty,
    matter: facts.matter,
    caution: facts.caution,
  };
}
