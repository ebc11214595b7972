import assert from 'node:assert/strict';
import { test } from 'node:test';
import { otherWindowWords, windowEn } from '../../text/index.ts';

/** Every text with the path to it. */
function textsOf(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : textsOf(value, `${path}${key}.`),
  );
}

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).sort();

const english = textsOf(windowEn);
const german = new Map(textsOf(await otherWindowWords.de()));

test('German has the texts of English, none of them empty, each with the same things filled in', () => {
  assert.deepEqual([...german.keys()].sort(), english.map(([path]) => path).sort());
  for (const [path, text] of english) {
    const said = german.get(path) ?? '';
    assert.ok(said.trim() !== '', path);
    assert.deepEqual(placeholders(said), placeholders(text), path);
    // a text that ends as a sentence, a question or a step further on does so in both
    assert.equal(/[.?…:]$/.exec(said)?.[0], /[.?…:]$/.exec(text)?.[0], `${path}: ${said}`);
    // commands are typed as they are
    assert.deepEqual(said.match(/plugfleet [a-z]+|--[a-z-]+/g), text.match(/plugfleet [a-z]+|--[a-z-]+/g), path);
  }
});

test('hardly a text is the same in both languages', () => {
  const worded = english.filter(([, text]) => /\p{L}{2}/u.test(text.replaceAll(/\{\{\w+\}\}/g, '')));
  const same = worded.filter(([path, text]) => german.get(path) === text).map(([, text]) => text);
  assert.deepEqual([...new Set(same)].sort(), [
    'Firmware',
    'Form',
    'Hardware',
    'Hub',
    'Letter',
    'MAC',
    'Name',
    'OK',
    'Plan {{plan}}',
    'Plugfleet',
    'Plugfleet {{version}}',
    'Scanner',
    '{{dbm}} dBm',
    '{{name}} – Plugfleet',
    '{{name}}: {{columns}} × {{rows}}, {{width}} × {{height}} mm, {{paper}}',
  ]);
});

test('nobody is addressed, and quotation marks are those of the language', () => {
  for (const [path, text] of german) {
    assert.doesNotMatch(text, /\b(Sie (haben|können|müssen|sollten|bitte)|Ihnen|du|dein\w*|deine\w*)\b/, path);
    assert.doesNotMatch(text, /["“][^„]*["”]/, path);
    assert.doesNotMatch(text, /\.\.\./, path);
  }
});
