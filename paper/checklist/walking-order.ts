import type { Card, CardOrder } from '../../contract/index.ts';

/** What of a card says where it is met. */
type Placed = Pick<Card, 'site' | 'roomOrder' | 'room' | 'label' | 'alias' | 'mac'>;

const collator = new Intl.Collator('en', { numeric: true });

/**
 * Cards in the order in which a person walks: site, room, and in it label, alias, MAC. The rooms stand as their place
 * in the walk says (`walk`), from the last of these to the first (`back`), or by their names alone (`rooms`).
 */
export const inWalkingOrder = <P extends Placed>(cards: readonly P[], order: CardOrder = 'walk'): P[] =>
  cards.toSorted((a, b) => byText(a.site, b.site) || byRoom[order](a, b) || byName(a, b));

const byWalk = (a: Placed, b: Placed): number => byNumber(a.roomOrder, b.roomOrder) || byText(a.room, b.room);

const byRoom: Readonly<Record<CardOrder, (a: Placed, b: Placed) => number>> = {
  walk: byWalk,
  back: (a, b) => byWalk(b, a),
  rooms: (a, b) => byText(a.room, b.room),
};

const byName = (a: Placed, b: Placed): number =>
  byText(a.label, b.label) || byText(a.alias, b.alias) || byText(a.mac, b.mac);

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
