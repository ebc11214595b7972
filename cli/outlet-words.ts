import type { Load, Outlet, Plug } from '../contract/index.ts';

/** Watts with at most one decimal. */
export const wattWords = (watts: number): string => `${Math.round(watts * 10) / 10} W`;

/** The load of a plug as one cell: what it draws, else its relay; of a strip also how many outlets are on. */
export function loadCell({ watts, relay, outlets }: Pick<Plug, 'watts' | 'outlets'> & { relay: string }): string {
  const load = watts === null ? relay : wattWords(watts);
  if (outlets.length === 0) return load;
  const on = `${countOn(outlets)} of ${outlets.length} on`;
  return watts === null ? on : `${load}, ${on}`;
}

const countOn = (outlets: readonly Outlet[]): number => outlets.filter((o) => o.relay === 'on').length;

/** `2 Fridge (92 W)`: an outlet by its number and name, with what it draws. */
const outletWords = (number: number, name: string, watts: number | null): string =>
  `${number}${name === '' ? '' : ` ${name}`}${watts === null ? '' : ` (${wattWords(watts)})`}`;

/** The outlets that may lose power, each with its load: those that are on, or of which nobody knows. */
export function onWords(outlets: readonly Outlet[]): string {
  const on = outlets.flatMap(({ alias, relay, watts }, i) =>
    relay === 'off' ? [] : [outletWords(i + 1, alias, watts) + (relay === 'unknown' ? ' (on or off unknown)' : '')],
  );
  return on.length === 0 ? 'all off' : `on: ${on.join(', ')}`;
}

/** `outlet 2 Fridge (92 W)`; for a plug with one socket its name. */
export const loadWords = ({ outlet, name, watts }: Load): string =>
  outlet === null
    ? `${name || 'it'} (${watts === null ? 'load unknown' : wattWords(watts)})`
    : `outlet ${outletWords(outlet, name, watts)}${watts === null ? ' (load unknown)' : ''}`;

/** The protected outlets of a strip with their reasons; those it no longer tells of are named all the same. */
export const protectedWords = ({ outlets, protectedOutlets }: Pick<Plug, 'outlets' | 'protectedOutlets'>): string[] =>
  protectedOutlets.map(({ id, alias, reason }) => {
    const at = outlets.findIndex((one) => one.id === id);
    return `outlet ${at < 0 ? alias : outletWords(at + 1, outlets[at]?.alias ?? alias, null)}: ${reason}`;
  });
