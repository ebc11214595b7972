import { PlugfleetError } from '../../contract/index.ts';

/** Puts values into the places of a text: `Page {page} of {pages}`. */
export function fillIn(template: string, values: object): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value: unknown = Object.hasOwn(values, name) ? values[name as keyof typeof values] : undefined;
    if (value === undefined) throw new PlugfleetError('internal', `nothing to put into ${place} of '${template}'`);
    return String(value);
  });
}
