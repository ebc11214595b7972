import { z } from 'zod';
import { familyOf, modelName } from '../kinds.ts';
import kasa from './kasa.json' with { type: 'json' };
import { ModelFacts, type Step } from './model-schema.ts';
import tapo from './tapo.json' with { type: 'json' };

const Catalog = z.strictObject({ default: ModelFacts, models: z.array(ModelFacts) });
const catalogs = { kasa: Catalog.parse(kasa), tapo: Catalog.parse(tapo) };

/** Every model there are facts of. */
export const knownModels: readonly ModelFacts[] = [...catalogs.kasa.models, ...catalogs.tapo.models];

/**
 * The facts of a model; for one that is not in the catalogue its family's default, under the name that was asked for.
 * @param model with or without region: `HS110(EU)`, `HS110`
 */
export function modelFacts(model: string, hardware: string | null = null): ModelFacts {
  const name = modelName(model);
  return matchModel(knownModels, name, hardware) ?? { ...catalogs[familyOf('', name)].default, model: name };
}

/** The entry of exactly this hardware, else the one that names none. */
export function matchModel(
  entries: readonly ModelFacts[],
  name: string,
  hardware: string | null,
): ModelFacts | undefined {
  const same = entries.filter((entry) => entry.model === name.toUpperCase());
  const narrow = same.find((entry) => hardware !== null && entry.hardware?.includes(hardware));
  return narrow ?? same.find((entry) => entry.hardware === undefined);
}

/** The steps of either press: "Erase all" or "Wi-Fi only". */
export function pressSteps(facts: ModelFacts, press: 'erase' | 'wifi'): readonly Step[] {
  if (press === 'erase') return facts.steps;
  const { led, hold } = facts;
  return [{ do: 'power' }, { do: 'hold', seconds: hold.wifi, until: led.wifi === 'unknown' ? 'changed' : led.wifi }];
}
