import { PlugfleetError } from '../../contract/index.ts';

/** A card as the layout sees it: the room it hangs in and how tall it is. */
export interface Measured<C> {
  card: C;
  room: string;
  height: number;
}

/** What a page offers: its height, the height of a room's heading, the gap below each card, and the most cards. */
export interface PageSpace {
  height: number;
  heading: number;
  gap: number;
  most: number;
}

/** A room's heading on a page; `continued` where the room began on an earlier one. */
export interface Heading<C> {
  is: 'heading';
  y: number;
  room: string;
  /** The card below it. */
  first: C;
  continued: boolean;
}

/** What stands on a page; `y` counts from the top of its space. */
export type Placed<C> = Heading<C> | { is: 'card'; y: number; card: C };
export type Page<C> = Placed<C>[];

/**
 * Puts cards on pages in their order. A card is never split; a heading stands above the first card of its room and is
 * repeated at the top of each further page.
 */
export function layout<C>(cards: readonly Measured<C>[], space: PageSpace): Page<C>[] {
  const pages: Page<C>[] = [];
  let page: Page<C> = [];
  let y = space.height;
  let onPage = 0;
  let room: string | undefined;
  for (const measured of cards) {
    const entersRoom = measured.room !== room;
    const isFull = y + (entersRoom ? space.heading : 0) + measured.height > space.height;
    if (isFull || onPage === space.most) {
      if (space.heading + measured.height > space.height) {
        throw new PlugfleetError('internal', `a card of ${measured.height} pt does not fit on a page`);
      }
      page = [];
      pages.push(page);
      y = 0;
      onPage = 0;
    }
    if (entersRoom || y === 0) {
      page.push({ is: 'heading', y, room: measured.room, first: measured.card, continued: !entersRoom });
      y += space.heading;
    }
    page.push({ is: 'card', y, card: measured.card });
    y += measured.height + space.gap;
    onPage += 1;
    room = measured.room;
  }
  return pages;
}
