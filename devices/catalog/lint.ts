import { z } from 'zod';
import { ModelFacts } from './model-schema.ts';
import { sourceKind } from './sources.ts';

/** Forms with more than one switched socket. Outdoor plugs come with one or two. */
const severalOutlets: readonly ModelFacts['form'][] = [
  'two-outlet-plug',
  'power-strip',
  'in-wall-outlet',
  'fan-and-dimmer-switch',
];
const eitherWay: readonly ModelFacts['form'][] = ['outdoor-plug'];

/**
 * What is wrong with a catalogue, one line each, with the name of the entry. Pure: it takes entries as they stand in
 * the files, so that a misspelt word is found as well as a contradiction.
 */
export function lintCatalogue(entries: readonly unknown[]): string[] {
  const faults: string[] = [];
  const sound: { name: string; facts: ModelFacts }[] = [];
  for (const [index, entry] of entries.entries()) {
    const name = nameOf(entry, index);
    const parsed = ModelFacts.safeParse(entry);
    if (parsed.success) sound.push({ name, facts: parsed.data });
    else for (const { path, message } of parsed.error.issues) faults.push(`${name}: ${path.join('.')}: ${message}`);
  }
  for (const { name, facts } of sound)
    for (const fault of [...stepFaults(facts), ...claimFaults(facts), ...outletFaults(facts)])
      faults.push(`${name}: ${fault}`);
  return [...faults, ...twins(sound)];
}

const Named = z.object({ model: z.string().min(1), hardware: z.array(z.string()).optional().catch(undefined) });

/** The model, with the hardware it is narrowed to; a nameless entry is told by its place. */
function nameOf(entry: unknown, index: number): string {
  const { data } = Named.safeParse(entry);
  if (data === undefined) return `entry ${index + 1}`;
  return data.hardware === undefined ? data.model : `${data.model} (hardware ${data.hardware.join(', ')})`;
}

/** A person follows the steps; `hold` and `led` say the same in data. Where they differ, one of them is wrong. */
function stepFaults({ steps, hold, led }: ModelFacts): string[] {
  const faults: string[] = [];
  const holds = steps.filter((step) => step.do === 'hold');
  if (steps[0]?.do !== 'power') faults.push('the first step must be power: without it no press does anything');
  if (holds.length !== 1) faults.push(`${holds.length} steps hold the button, one must`);
  for (const { seconds, until } of holds) {
    if (seconds !== hold.erase) faults.push(`a step holds ${seconds} s, hold.erase says ${hold.erase} s`);
    const expected = led.erase === 'unknown' ? 'changed' : led.erase;
    if (until !== expected) faults.push(`a step holds until '${until}', led.erase says '${led.erase}'`);
  }
  if (hold.wifi >= hold.erase)
    faults.push(`hold.wifi ${hold.wifi} s is no shorter than hold.erase ${hold.erase} s: one press would be both`);
  const looks = steps.flatMap((step) => (step.do === 'look' ? [step.for] : []));
  for (const look of looks)
    if (look !== led.after) faults.push(`a step looks for '${look}', led.after says '${led.after}'`);
  return faults;
}

/** The schema asks for a source at all; here, that it is of a kind that can carry the claim. */
function claimFaults({ confidence, button, sources, transports }: ModelFacts): string[] {
  const kinds = new Set(sources.map(sourceKind));
  const carriedBy = { 'vendor-says': 'vendor', tried: 'field', inferred: null } as const;
  const faults: string[] = [];
  for (const [what, claim] of [
    ['confidence', confidence],
    ['button.certainty', button.certainty],
  ] as const) {
    const needed = carriedBy[claim];
    if (needed !== null && !kinds.has(needed))
      faults.push(`${what} is '${claim}' without a source of kind '${needed}'`);
  }
  const seen = transports.map(({ transport, dialect }) => `${dialect} over ${transport}`);
  for (const twice of seen.filter((one, i) => seen.indexOf(one) !== i)) faults.push(`${twice} is listed twice`);
  return faults;
}

function outletFaults({ form, outlets }: ModelFacts): string[] {
  if (outlets === null || eitherWay.includes(form)) return [];
  return outlets > 1 === severalOutlets.includes(form) ? [] : [`a ${form} with ${outlets} outlets`];
}

/** Pairs of entries that the same plug would match. One narrowed to a hardware beside one for all is no pair. */
function twins(entries: readonly { name: string; facts: ModelFacts }[]): string[] {
  return entries.flatMap(({ name, facts }, i) =>
    entries
      .slice(0, i)
      .filter((other) => matchSamePlug(facts, other.facts))
      .map((other) => `${name}: the same plug matches ${other.name}`),
  );
}

function matchSamePlug(a: ModelFacts, b: ModelFacts): boolean {
  if (a.model.toUpperCase() !== b.model.toUpperCase()) return false;
  if (a.hardware === undefined || b.hardware === undefined) return a.hardware === b.hardware;
  return a.hardware.some((hardware) => b.hardware?.includes(hardware));
}
