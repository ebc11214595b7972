import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printable, printableJson, printableLines, table, widthOf } from '../../cli/table.ts';

const nasty = {
  'clears the screen': '\u001B[2JLamp',
  'rings and goes back': 'Lamp\u0007\r\u0008',
  'starts a new line': 'Lamp\nError (internal): all plugs erased',
  'is an 8-bit CSI': 'Lamp\u009B31m',
  'turns the writing round': 'Lamp\u202E00001\u202C',
  'isolates it': '\u2066Lamp\u2069\u200F\u061C',
  'hides in no width': 'La\u200Bmp\uFEFF\u00AD',
  'ends a line elsewhere': 'Lamp\u2028\u2029',
  'sets the title of the window': '\u001B]0;owned\u0007Lamp',
};

test('a name cannot act on a terminal: what acts is shown as its code', () => {
  for (const [title, text] of Object.entries(nasty)) {
    assert.doesNotMatch(printable(text), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u, title);
    assert.match(printable(text), /La.*mp|Lamp/u, title);
  }
  assert.equal(printable('Küche 厨房 👩‍🔧 Łucja नमस्ते'), 'Küche 厨房 👩‍🔧 Łucja नमस्ते');
  assert.equal(printableLines('one\ntwo\u001B[A'), 'one\ntwo\\u{1B}[A');
});

test('JSON for a terminal is the same document, and acts as little', () => {
  const value = { ...nasty, pair: 'a\u{E0001}b', quotes: '"\\' };
  const text = printableJson(value);
  assert.deepEqual(JSON.parse(text), value);
  assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});

test('columns stay columns, whatever the names are made of', () => {
  const names = [
    'Lamp',
    '会议室 投影仪',
    'Büro Jürgen',
    '👩‍🔧 workshop',
    '𠀀𠀁',
    'e\u0301te\u0301',
    'x\ny',
    ...Object.values(nasty),
  ];
  const lines = table(
    ['NAME', 'NEXT'],
    names.map((name) => [name, '|']),
  ).split('\n');
  assert.equal(lines.length, names.length + 1);
  const columns = lines.slice(1).map((line) => widthOf(line.slice(0, line.lastIndexOf('|'))));
  assert.equal(new Set(columns).size, 1, lines.join('\n'));
});

test('a long name is cut between characters, not inside them', () => {
  const [, line = ''] = table(['NAME'], [['会议室'.repeat(30)]], 9).split('\n');
  assert.equal(line, '会议室会…');
  const [, flags = ''] = table(['NAME'], [['👩‍🔧👩‍🔧👩‍🔧👩‍🔧']], 5).split('\n');
  assert.equal(flags, '👩‍🔧👩‍🔧…');
});
