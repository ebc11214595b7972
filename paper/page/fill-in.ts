import { PlugfleetError } from '../../contract/index.ts';

/**
 * A text whose place is filled with names, in parts: each is a span of its own, so that a name in Hebrew turns nothing
 * around but itself.
 */
export function filledParts(template: string, place: string, names: readonly string[]): string[] {
  const [before = '', after] = template.split(`{${place}}`);
  if (after === undefined) throw new PlugfleetError('internal', `no place for {${place}} in '${template}'`);
  return [before, ...names, after].filter((part) => part !== '');
}

/** Names next to each other, as parts too. */
export const dotted = (names: readonly string[]): string[] =>
  names.flatMap((name, index) => (index === 0 ? [name] : [' · ', name]));

/** Puts values into the places of a text: `Page {page} of {pages}`. */
export function fillIn(template: string, values: object): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value: unknown = Object.hasOwn(values, name) ? values[name as keyof typeof values] : undefined;
    if (value === undefined) throw new PlugfleetError('internal', `nothing to put into ${place} of '${template}'`);
    return String(value);
  });
}
