import type { RunCounts } from '../../../contract/index.ts';
import { localeOf } from '../../parts/locale.ts';
import { useTranslation } from '../../words.ts';

/** In the order they are told: what is done, what is not, what is left. */
export const countKeys = [
  'reset',
  'byHand',
  'unproven',
  'failed',
  'needsHands',
  'notFound',
  'dead',
  'leftAlone',
  'waiting',
] as const satisfies readonly (keyof RunCounts)[];

/** "8 factory reset with proof, 2 unproven": what there is none of is not said. */
export function useCountWords(): (counts: RunCounts) => string {
  const { t, i18n } = useTranslation('plan');
  const list = new Intl.ListFormat(localeOf(i18n.language), { type: 'unit' });
  return (counts) =>
    list.format(countKeys.filter((key) => counts[key] > 0).map((key) => t(`said.${key}`, { count: counts[key] })));
}
