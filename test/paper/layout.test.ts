import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PlugfleetError } from '../../contract/index.ts';
import { layout } from '../../paper/checklist/layout.ts';

const space = { height: 700, heading: 24, gap: 8, most: Number.POSITIVE_INFINITY };
const fleet = fc.array(fc.record({ height: fc.integer({ min: 1, max: 676 }), room: fc.constantFrom('A', 'B', 'C') }), {
  maxLength: 60,
});

test('every card stands once, in order, whole on its page, clear of the one before, under its room', () => {
  fc.assert(
    fc.property(fleet, (cards) => {
      const pages = layout(
        cards.map((card, index) => ({ ...card, card: index })),
        space,
      );
      const placed: number[] = [];
      let room: string | undefined;
      for (const page of pages) {
        let free = 0;
        assert.equal(page[0]?.is, 'heading');
        assert.ok(page.some((item) => item.is === 'card'));
        assert.equal(page.at(-1)?.is, 'card');
        for (const item of page) {
          assert.ok(item.y >= free);
          if (item.is === 'heading') {
            assert.equal(item.continued, item.room === room);
            room = item.room;
            free = item.y + space.heading;
          } else {
            placed.push(item.card);
            assert.equal(cards[item.card]?.room, room);
            free = item.y + (cards[item.card]?.height ?? Number.NaN);
            assert.ok(free <= space.height);
          }
        }
      }
      assert.deepEqual(placed, [...cards.keys()]);
    }),
  );
});

test('no page is left while the next card would have fitted on it', () => {
  const pages = layout(
    Array.from({ length: 6 }, (_, card) => ({ card, room: 'A', height: 220 })),
    space,
  );
  assert.deepEqual(
    pages.map((page) => page.filter((item) => item.is === 'card').length),
    [3, 3],
  );
});

test('a page holds no more cards than it may', () => {
  fc.assert(
    fc.property(fleet, fc.integer({ min: 1, max: 3 }), (cards, most) => {
      const pages = layout(
        cards.map((card) => ({ ...card, card })),
        { ...space, most },
      );
      for (const page of pages) assert.ok(page.filter((item) => item.is === 'card').length <= most);
    }),
  );
});

test('a card taller than a page is a fault, not a card cut in two', () => {
  assert.throws(
    () => layout([{ card: 1, room: 'A', height: 677 }], space),
    (error) => error instanceof PlugfleetError && error.code === 'internal',
  );
});
