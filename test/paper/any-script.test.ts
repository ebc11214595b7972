import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import * as hb from 'harfbuzzjs';
import { labelSheetOf, writeLabels } from '../../paper/index.ts';
import { inSight, levelsOf } from '../../paper/page/direction.ts';
import { type Face, fontSource, openFont } from '../../paper/page/faces.ts';
import { sheetOf } from '../../paper/page/paper-size.ts';
import { pdfDocument } from '../../paper/page/pdf-document.ts';
import { shape } from '../../paper/page/shape.ts';
import { type Style, Typesetter } from '../../paper/page/typesetter.ts';
import { type Line, wrap } from '../../paper/page/wrap.ts';
import { labelEn } from '../../text/index.ts';
import { card, checklist } from './cards.ts';
import { folder, never, noPoppler, print, textOf } from './print.ts';

/** Bedrooms, kitchens and lamps; the parts of a name that are written in one direction, each to be found as it stands. */
const names = {
  Korean: ['침실 조명', '거실'],
  Hebrew: ['חדר שינה', 'מטבח'],
  Arabic: ['غرفة النوم', 'المطبخ', 'بيت', 'الإضاءة'],
  Persian: ['پنجره آشپزخانه'],
  Urdu: ['ڈرائنگ روم'],
  Thai: ['ห้องนอนใหญ่', 'น้ำ', 'ที่ญี่ปุ่น'],
  Hindi: ['शयनकक्ष की बत्ती', 'क्षत्रिय', 'विद्युत्'],
  Bengali: ['শয়নকক্ষ', 'আলো', 'রান্নাঘর'],
  Tamil: ['படுக்கையறை', 'கோ'],
  Armenian: ['Ննջասենյակ'],
  Georgian: ['საძინებელი'],
  Latin: ['Cafe\u0301 x\u0301'],
} as const;
const all = Object.values(names).flat();

const document = () =>
  pdfDocument(sheetOf('a4', 1), { title: '', lang: 'en', subject: '', madeAt: '2026-11-23T20:13:00.000Z' });
const typesetter = async (): Promise<Typesetter> =>
  new Typesetter(await document(), { lang: 'en', otherScript: '[other script]' });

/** What another program reads, without the marks by which it tells the direction, and with blanks as they come. */
const plain = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ');

for (const pocket of [false, true])
  test(`names in every writing are found in a checklist${pocket ? ' for the pocket' : ''}`, {
    skip: noPoppler,
  }, async () => {
    const list = checklist(all.map((alias, n) => card(n, { alias, label: `PLUG-${n}` })));
    const { file } = await print(list, { pocket });
    const text = plain(textOf(file));
    for (const name of all) assert.ok(text.includes(plain(name)), name);
    assert.ok(!text.includes('[U+') && !text.includes('[other'), 'a font lacks a letter');
  });

test('names in every writing are found on labels', { skip: noPoppler }, async () => {
  const file = join(folder, 'labels.pdf');
  const plug = { label: null, site: null, room: null, roomOrder: null, model: 'HS103', practice: false };
  const plugs = all.map((alias, n) => ({ ...plug, alias, mac: card(n).mac }));
  const o = {
    file,
    sheet: labelSheetOf('avery-l7160'),
    start: 1,
    words: labelEn,
    madeAt: card(0).lastSeenAt ?? '',
    signal: never,
  };
  await writeLabels(plugs, o);
  // a long word is broken rather than printed small
  const bare = (text: string): string => plain(text).replaceAll(' ', '');
  const text = bare(textOf(file));
  for (const name of all) assert.ok(text.includes(bare(name)), name);
});

test('a font is only in a paper that needs it', async () => {
  const fonts = async (alias: string): Promise<string[]> => {
    const { pdf } = await print(checklist([card(1, { alias })]));
    return [...new Set(pdf.source.match(/NotoSans[A-Z]?\w*(?=-)/g))].sort();
  };
  assert.deepEqual(await fonts('Lampe'), ['NotoSans']);
  assert.deepEqual(await fonts('غرفة النوم'), ['NotoSans', 'NotoSansArabic']);
  assert.deepEqual(await fonts('침실'), ['NotoSans', 'NotoSansKR']);
});

/** Words as HarfBuzz sets them: letters joined, reordered, joined to one, marks on letters. */
const words: readonly (readonly [Face, boolean, string])[] = [
  ['hebrew', true, 'חדר שינה שָׁלוֹם בְּרֵאשִׁית יִשְׂרָאֵל'],
  ['arabic', true, 'غرفة النوم المطبخ لا السلام الله مُحَمَّد پنجره ڈرائنگ روم ژاله أحمد إضاءة شَيْءٌ می\u200Cخواهم'],
  ['thai', false, 'ห้องนอน น้ำ ที่ กำลัง ปั้น เก้าอี้ ฟื้น ป่า ทั้ง'],
  ['sans', false, 'शयनकक्ष हिन्दी क्षत्रिय श्री प्रकाश कर्म ज्ञान द्वार स्त्री विद्युत् र्कि x\u0301'],
  ['bengali', false, 'শয়নকক্ষ রান্নাঘর কি কো কৌ প্র স্ত্রী হ্যাঁ র\u200D্যা'],
  ['tamil', false, 'படுக்கையறை கி கொ கோ கௌ ஸ்ரீ விளக்கு'],
];
const bold = (face: Face): Face => `${face}-bold` as Face;

for (const [face, isRtl, text] of words.flatMap(([one, ...rest]) => [
  [one, ...rest] as const,
  [bold(one), ...rest] as const,
]))
  test(`${face} is set as HarfBuzz sets it`, async () => {
    const path = fontSource(face);
    const { font } = openFont(await document(), face);
    const file = typeof path === 'string' ? path : fileOf(face);
    const theirs = new hb.Font(new hb.Face(new hb.Blob(readFileSync(file))));
    for (const word of text.split(' ')) {
      const { glyphs, width } = shape(font, word, isRtl);
      const buffer = new hb.Buffer();
      buffer.addText(word);
      buffer.guessSegmentProperties();
      hb.shape(theirs, buffer);
      const positions = buffer.getGlyphPositions();
      let at = 0;
      const wanted = buffer.getGlyphInfos().map(({ codepoint }, i) => {
        const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[i] ?? {};
        at += xAdvance;
        return `${codepoint} at ${at - xAdvance + xOffset}, ${yOffset}`;
      });
      // dots and marks come after the letters here; where they stand is what counts
      assert.deepEqual(
        glyphs.map(({ id, x, y }) => `${id} at ${Math.round(x)}, ${Math.round(y)}`).sort(),
        wanted.sort(),
        word,
      );
      assert.equal(Math.round(width), at, word);
      assert.equal([...glyphs.map((glyph) => glyph.text).join('')].length, [...word.normalize('NFC')].length, word);
    }
  });

const inOrder = (text: string): string =>
  inSight(text, levelsOf(text))
    .map((part) => (part.isRtl ? [...part.text].reverse().join('') : part.text))
    .join('');

test('what runs from right to left does so, and nothing else', () => {
  assert.equal(levelsOf('Lampe 12 (客厅)'), '');
  for (const [read, seen] of [
    ['חדר 12', '12 רדח'],
    ['Lamp (חדר) 3', 'Lamp (רדח) 3'],
    ['חדר (Lamp) 3', '3 (Lamp) רדח'],
    ['חדר [א]!', '![א] רדח'],
    ['  חדר ', '  רדח '],
    ['غرفة 1.5-2', '2-1.5 ةفرغ'],
    ['غرفة ١٢', '١٢ ةفرغ'],
    ['A חדר B שינה C', 'A רדח B הניש C'],
  ] as const)
    assert.equal(inOrder(read), seen, read);
});

const style: Style = { size: 11, weight: 'regular' };
const reading = ({ said, runs }: Line): string => said ?? runs.map(({ text }) => text).join('');

test('a name turns nothing around but itself', async () => {
  const set = await typesetter();
  const spans = ['חדר', ' · ', 'שינה', ' (3)'].map((text) => ({ text, style }));
  const [line] = wrap(spans, 1000, 1, set);
  assert.deepEqual(
    line?.runs.map(({ text }) => text),
    ['חדר', ' · ', 'שינה', ' (3)'],
  );
});

test('what turns the line around is printed by its code point in every writing', async () => {
  const set = await typesetter();
  for (const [name, printed] of [
    ['חדר\u202Egnp', 'חדר[U+202E]gnp'],
    ['\u2067غرفة\u2069', '[U+2067]غرفة[U+2069]'],
    ['침실\u200F', '침실[U+200F]'],
    ['می\u200Cخواهم', 'می\u200Cخواهم'],
    ['می\u200C', 'می[U+200C]'],
    ['ab\u200Dc', 'ab[U+200D]c'],
    ['ខ្មែរ', '[other script]'],
  ] as const)
    assert.equal(set.printable(name, 'regular'), printed);
});

test('lines fit, and a name is cut between two letters as they are read, never within one', async () => {
  const set = await typesetter();
  const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });
  const part = fc.constantFrom(...all, 'Lamp', '12', '(3)', '客厅', 'שָׁלוֹם', 'مُحَمَّد', 'र्द्धि', ' ', ' ', '\u202E');
  const name = fc.array(part, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(name, fc.integer({ min: 40, max: 200 }), fc.integer({ min: 1, max: 3 }), (text, width, most) => {
      const printed = set.printable(text, 'regular');
      const lines = wrap([{ text, style }], width, most, set);
      for (const line of lines) assert.ok(line.width - trailing(line, set) <= width + 0.5, `${line.width} > ${width}`);
      const told = lines.map(reading).join('');
      if (!lines.at(-1)?.isCut) return assert.equal(told, printed);
      assert.ok(told.endsWith('…'));
      const kept = told.slice(0, -1);
      assert.ok(printed.startsWith(kept));
      const borders = Array.from(letters.segment(printed), ({ index }) => index);
      assert.ok(borders.includes(kept.length), `${JSON.stringify(kept)} of ${JSON.stringify(printed)}`);
      return undefined;
    }),
  );
});

/** Width of the blanks at the end of a line, which may stand beyond it. */
const trailing = (line: Line, set: Typesetter): number => {
  const [blanks = ''] = / *$/.exec(reading(line)) ?? [];
  return set.widthOf(blanks, style);
};

test('a very long name is cut between two letters too', async () => {
  const [line] = wrap([{ text: 'שָׁ'.repeat(400), style }], 1e6, 1, await typesetter());
  assert.match(line?.said ?? '', /^(שָׁ)+…$/u);
});

test('a cut name in Hebrew goes on at its left end', async () => {
  const [line] = wrap([{ text: 'חדר שינה גדול מאוד', style }], 60, 1, await typesetter());
  assert.equal(line?.isCut, true);
  assert.equal(line?.runs[0]?.text, '…');
});

test('who is read to hears right-to-left names in the order of reading', async () => {
  const { pdf } = await print(checklist([card(1, { alias: 'חדר שינה', label: 'PF-1' })]));
  const utf16 = Buffer.from('\uFEFFPF-1  חדר שינה', 'utf16le').swap16().toString('latin1');
  assert.ok(pdf.source.includes(`/ActualText (${utf16})`));
});

/** Where the file of a font lies that was read before. */
function fileOf(face: Face): string {
  const source = readFileSync(new URL('../../paper/page/faces.ts', import.meta.url), 'utf8');
  const [, target = ''] = new RegExp(`'?${face}'?: \\(\\) => import\\.meta\\.resolve\\('([^']+)'`).exec(source) ?? [];
  return fileURLToPath(import.meta.resolve(target));
}
