import type { ShownPlan } from '../../../contract/index.ts';
import { kindOf } from './names.ts';

type Item = ShownPlan['items'][number];

export interface PilotOf {
  kind: string;
  first: Item;
  /** How many follow it when it is proven. */
  more: number;
}

/** One plug of each kind goes first; of those, what powers network equipment goes last. */
export function pilotsOf(items: readonly Item[]): PilotOf[] {
  const network = items.filter(({ way }) => way === 'network');
  const ordered = [
    ...network.filter(({ plug }) => !plug.feedsNetwork),
    ...network.filter(({ plug }) => plug.feedsNetwork),
  ];
  return [...Map.groupBy(ordered, ({ plug }) => kindOf(plug))].flatMap(([kind, [first, ...rest]]) =>
    first === undefined ? [] : [{ kind, first, more: rest.length }],
  );
}
