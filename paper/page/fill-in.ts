import { PlugfleetError } from '../../contract/index.ts';

/** Puts values into the places of a text: `Page {page} of {pages}`. */
export function fillIn(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) throw new PlugfleetError('internal', `nothing to put into ${place} of '${template}'`);
    return String(value);
  });
}
