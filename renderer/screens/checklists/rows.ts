import type { RunCards } from '../../../contract/index.ts';
import type { Result } from './typed-numbers.ts';

export type CardOfRun = RunCards['cards'][number];

/** A line of the list: a card, its number on the page in hand, and what is about to be entered of it. */
export interface CardRow {
  mac: string;
  number: number | null;
  card: CardOfRun;
  result: Result | null;
}

export type Filter = 'all' | 'open' | 'ticked' | 'conflict';
export const filters: readonly Filter[] = ['all', 'open', 'ticked', 'conflict'];

export const fits: Readonly<Record<Filter, (card: CardOfRun) => boolean>> = {
  all: () => true,
  open: ({ isOpen }) => isOpen,
  ticked: ({ ticks }) => ticks.length > 0,
  conflict: ({ item }) => item.conflict === true,
};
