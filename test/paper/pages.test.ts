import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { PaperLang } from '../../contract/index.ts';
import { buttonFacts } from '../../host/button-facts.ts';
import { card, checklist } from './cards.ts';
import { noPoppler, print } from './print.ts';

interface Word {
  text: string;
  page: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
  width: number;
  height: number;
}

/** Every word of a PDF with its place. */
function wordsOf(file: string): Word[] {
  const xml = execFileSync('pdftotext', ['-bbox', file, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return xml
    .split('<page ')
    .slice(1)
    .flatMap((page, index) => {
      const [, width = 0, height = 0] = (/width="([\d.]+)" height="([\d.]+)"/.exec(page) ?? []).map(Number);
      return [...page.matchAll(/xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</g)].map((found) => {
        const [left = 0, top = 0, right = 0, bottom = 0] = found.slice(1, 5).map(Number);
        return { text: found[5] ?? '', page: index + 1, left, top, right, bottom, width, height };
      });
    });
}

/** One plug of every form and place of button that the catalogue knows, with names that need room. */
const models = ['HS103', 'HS100', 'HS300', 'P110M', 'P300', 'HS200', 'KS240', 'KP200', 'KP405', 'S110E', 'S500D'];
const fleet = models.map((model, n) =>
  card(n, {
    model,
    alias: ['Küche über dem Herd, linke Seite', '東京 タワー', 'lamp', 'غرفة النوم'][n % 4] ?? '',
    facts: buttonFacts(model, null),
    lookFirst: n % 3 === 1,
    why: (['silent', 'needs-login', 'still-here'] as const)[n % 3] ?? 'silent',
  }),
);

const choices = [
  { paper: 'a4' },
  { paper: 'letter', large: true },
  { paper: 'a5' },
  { paper: 'a5', large: true },
  { paper: 'a5', pocket: true },
  { paper: 'a4', pocket: true, large: true },
] as const;

for (const lang of PaperLang.options) {
  test(`in ${lang} every word stands inside its page, on every paper`, { skip: noPoppler }, async () => {
    for (const choice of choices) {
      // the short press says less everywhere: the narrowest paper tells
      for (const press of choice.paper === 'a5' && 'large' in choice
        ? (['erase', 'wifi'] as const)
        : (['erase'] as const)) {
        const { file, pages } = await print(checklist(fleet, { press, practice: true }), { ...choice, lang });
        const words = wordsOf(file);
        assert.equal(Math.max(...words.map(({ page }) => page)), pages);
        for (const { text, page, left, top, right, bottom, width, height } of words)
          assert.ok(
            left >= 15 && top >= 8 && right <= width - 15 && bottom <= height - 8,
            `${text} of page ${page} at ${left} ${top} ${right} ${bottom}, ${JSON.stringify(choice)}`,
          );
        for (const { mac } of fleet) assert.equal(words.filter(({ text }) => text === mac).length, 1, mac);
      }
    }
  });
}

/** Ends of cards are their row of results. A card that were split would have it on another page than its head. */
test('no card is split: its MAC and its results stand on one page', { skip: noPoppler }, async () => {
  for (const choice of choices.filter((one) => !('pocket' in one))) {
    const { file } = await print(checklist(fleet), choice);
    const words = wordsOf(file);
    const pages = new Set(words.map(({ page }) => page));
    for (const page of pages) {
      const on = words.filter((word) => word.page === page && page > 1);
      const heads = on.filter(({ text }) => /^50:C7:BF/.test(text)).length;
      const ends = on.filter(({ text }) => text === 'dead').length;
      assert.equal(heads, ends, `page ${page}`);
    }
  }
});

test('an A5 page holds one card, whose letters are as large as its page bears', { skip: noPoppler }, async () => {
  const { file, pages, printed } = await print(checklist(fleet), { paper: 'a5' });
  assert.equal(pages, fleet.length + 1);
  assert.ok(printed.every(({ macs }) => macs.length === 1));
  const tall = (of: string): number => {
    const { top, bottom } = wordsOf(of).find(({ text }) => text === '50:C7:BF:00:00:00') ?? assert.fail();
    return bottom - top;
  };
  const onA5 = tall(file);
  assert.ok(onA5 > tall((await print(checklist(fleet))).file));
});

test('large letters are larger', { skip: noPoppler }, async () => {
  const height = async (large: boolean): Promise<number> => {
    const words = wordsOf((await print(checklist(fleet), { large })).file);
    const { top, bottom } = words.find(({ text }) => text === '50:C7:BF:00:00:00') ?? assert.fail();
    return bottom - top;
  };
  assert.ok((await height(true)) > 1.3 * (await height(false)));
});
