import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { visibleText } from '../../paper/page/visible-text.ts';
import { unbroken } from '../../paper/page/wrap.ts';

/** A font with Latin, Greek, Cyrillic, Han and kana, as the paper's are together. */
const has = (character: string): boolean =>
  /[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{N}\p{P}\p{Zs}\p{Sm}]/u.test(
    character,
  );
const visible = (text: string): string => visibleText(text, has, '[other]');

test('what no font has never prints as garbage', () => {
  for (const [name, printed] of [
    ['غرفة النوم', '[other]'],
    ['حجرة 12', '[other] 12'],
    ['Room غرفة', 'Room [other]'],
    ['חדר שינה', '[other]'],
    ['ห้องนอน', '[other]'],
    ['침실 lamp', '[other] lamp'],
    ['می\u200Cخواهم', '[other]'],
    ['ש', '[U+05E9]'],
    ['😀', '[U+1F600]'],
    ['👩\u200D🔧', '[U+1F469][U+200D][U+1F527]'],
    ['a\u202Egnp.exe', 'a[U+202E]gnp.exe'],
    ['\u0000\u001B[2J', '[U+0000][U+001B][2J'],
    ['\uD83E', '[U+D83E]'],
    ['plain', 'plain'],
  ] as const)
    assert.equal(visible(name), printed);
});

test('whatever a name holds, nothing unprintable and nothing that turns the line is left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const printed = visible(name);
      for (const character of printed) assert.ok(has(character) || /[[\]+]/.test(character), character);
      assert.doesNotMatch(printed, /[\p{C}\p{Bidi_Control}]/u);
    }),
  );
});

test('breaking a text into parts loses nothing', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab 1秒。、「」（）ー漢あア-/]\u00A0\u202F:…') });
  fc.assert(fc.property(text, (each) => assert.equal(unbroken(each).join(''), each)));
});

test('no line of Chinese or Japanese begins or ends with what must not stand there', () => {
  const text = fc.string({ unit: fc.constantFrom(...'漢字あアっー。、「」（）：10秒'), maxLength: 40 });
  fc.assert(
    fc.property(text, (each) => {
      const parts = unbroken(each);
      for (const part of parts.slice(1)) assert.doesNotMatch(part, /^[。、」）：ーっ]/u);
      for (const part of parts.slice(0, -1)) assert.doesNotMatch(part, /[「（]$/u);
    }),
  );
});

test('a number stays with its unit, and names of one word stay whole', () => {
  assert.deepEqual(unbroken('hold 10 s, Wi-Fi of TP-Link'), ['hold ', '10 s, ', 'Wi-Fi ', 'of ', 'TP-Link']);
  assert.deepEqual(unbroken('tick R-7K3QD --page 7-12 on-site'), [
    'tick ',
    'R-7K3QD ',
    '--page ',
    '7-12 ',
    'on-',
    'site',
  ]);
  assert.deepEqual(unbroken('5 sockets'), ['5 ', 'sockets']);
  assert.deepEqual(unbroken('印を10秒押す'), ['印', 'を', '10秒', '押', 'す']);
  assert.deepEqual(unbroken('vite\u202F: non'), ['vite\u202F: ', 'non']);
});
