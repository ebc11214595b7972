import type { RunItem } from '../../contract/index.ts';

/** A result of a card that somebody entered; `at` is when it was done. */
export type Tick = NonNullable<RunItem['tick']>;

/** The one that was done last, of two at the same moment the one entered last. */
export const newestTick = (ticks: readonly Tick[]): Tick =>
  ticks.reduce((newest, tick) => (Date.parse(tick.at) < Date.parse(newest.at) ? newest : tick));

const nameOf = (by: string): string => by.trim().toLowerCase();

/** What each person said last. Who corrects himself does not contradict himself. */
export function lastWords(ticks: readonly Tick[]): Tick[] {
  const byName = new Map<string, Tick[]>();
  for (const tick of ticks) byName.set(nameOf(tick.by), [...(byName.get(nameOf(tick.by)) ?? []), tick]);
  return [...byName.values()].map(newestTick);
}

/** Whether two people say different things. */
export const isConflict = (ticks: readonly Tick[]): boolean =>
  new Set(lastWords(ticks).map(({ result }) => result)).size > 1;

export const isSamePerson = (a: string, b: string): boolean => nameOf(a) === nameOf(b);
