import type { RunItem } from '../../../contract/index.ts';

type Shown = RunItem['plug'];

/** What people call a plug; one without any name is its MAC. */
export const nameOf = ({ label, alias, mac }: Pick<Shown, 'label' | 'alias' | 'mac'>): string =>
  label ?? (alias || mac);

/** Where it is, as far as anybody said. */
export const placeOf = ({ site, room }: Pick<Shown, 'site' | 'room'>): string =>
  [site, room].filter((part) => part !== null).join(' · ');

/** Plugs that can be expected to behave alike. */
export const kindOf = ({ model, hardware, firmware }: Pick<Shown, 'model' | 'hardware' | 'firmware'>): string =>
  [model, hardware, firmware].filter((part) => part !== null).join(' / ');

/** The load of plugs together, and how many do not tell theirs. */
export function loadOf(plugs: readonly Pick<Shown, 'watts'>[]): { watts: number; untold: number } {
  return {
    watts: plugs.reduce((sum, { watts }) => sum + (watts ?? 0), 0),
    untold: plugs.filter(({ watts }) => watts === null).length,
  };
}
