import type { AllowableCode, ReasonCode, ShownPlan } from '../../../contract/index.ts';

type Item = ShownPlan['items'][number];

export interface ReasonGroup {
  reasons: readonly ReasonCode[];
  items: readonly Item[];
}

/** Plugs with the same reasons stand together, so that each reason is said once. Those without any come first. */
export function groupByReasons(items: readonly Item[]): ReasonGroup[] {
  const groups = Map.groupBy(items, ({ reasons }) => reasons.join(' '));
  return [...groups.values()]
    .map((members) => ({ reasons: members[0]?.reasons ?? [], items: members }))
    .sort((a, b) => a.reasons.length - b.reasons.length || b.items.length - a.items.length);
}

/** The codes that give way to a second yes (law 3); a code that is missing here does not compile. */
const allowables: Record<AllowableCode, true> = {
  loaded: true,
  'feeds-network': true,
  'stale-sighting': true,
  'no-snapshot': true,
};

export const isAllowable = (code: ReasonCode): code is AllowableCode => code in allowables;
