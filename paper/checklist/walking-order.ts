import type { Card } from '../../contract/index.ts';

const collator = new Intl.Collator('en', { numeric: true });

/** Cards in the order in which a person walks: site, place of the room in the walk, room, label, alias, MAC. */
export const inWalkingOrder = (cards: readonly Card[]): Card[] =>
  cards.toSorted(
    (a, b) =>
      byText(a.site, b.site) ||
      byNumber(a.roomOrder, b.roomOrder) ||
      byText(a.room, b.room) ||
      byText(a.label, b.label) ||
      byText(a.alias, b.alias) ||
      byText(a.mac, b.mac),
  );

/** What is not known comes last. */
function byText(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  // equal to a reader is not equal: two rooms `2` and `02` must not mix
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}

function byNumber(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a - b;
}
