import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buttonFacts } from '../../host/button-facts.ts';
import { card, checklist } from './cards.ts';
import { noPoppler, print } from './print.ts';
import { structureOf, textIn, within } from './structure.ts';

const models = ['HS103', 'HS300', 'KP125M', 'HS200', 'S110E', 'S500D'];
const fleet = models.map((model, n) =>
  card(n, {
    model,
    facts: buttonFacts(model, null),
    outlets: model === 'HS300' ? 6 : 1,
    lookFirst: n === 1,
    matterCode: model === 'KP125M' ? '3497-0112-332' : null,
  }),
);

/** What is read aloud of a PDF: the tags and texts that another program finds in its structure tree. */
test('the structure tree tells the cards in order: headings, lists, tables', { skip: noPoppler }, async () => {
  const { file } = await print(checklist(fleet));
  const [document] = structureOf(file).children;
  assert.equal(document?.tag, 'Document');
  const children = document?.children ?? [];

  // one title, then sections below it; no level is left out
  const levels = within(document ?? assert.fail()).flatMap(({ tag }) => /^H(\d)$/.exec(tag)?.[1] ?? []);
  assert.deepEqual([levels[0], levels.filter((level) => level === '1').length], ['1', 1]);
  for (const [index, level] of levels.entries())
    assert.ok(Number(level) <= Number(levels[index - 1] ?? 0) + 1, `H${level} after H${levels[index - 1]}`);

  // the counts are a table whose heads say whether they head a row or a column
  const table = children.find(({ tag }) => tag === 'Table') ?? assert.fail();
  for (const [index, row] of table.children.entries()) {
    assert.deepEqual([row.tag, row.children.map(({ tag }) => tag)], ['TR', ['TH', index === 0 ? 'TH' : 'TD']]);
    assert.ok(row.children[0]?.attributes.includes(`/Scope /${index === 0 ? 'Column' : 'Row'}`));
  }

  // a section for each card, in walking order, each with its name, its MAC, its steps
  const sections = children.filter(({ tag }) => tag === 'Sect');
  assert.equal(sections.length, fleet.length);
  for (const [index, section] of sections.entries()) {
    const of = fleet[index] ?? assert.fail();
    const heading = section.children.filter(({ tag }) => tag === 'H3');
    assert.deepEqual(
      heading.map(({ text }) => text.replace(/ +/g, ' ').trim()),
      [`${of.label} ${of.alias}`],
    );
    const text = textIn(section);
    assert.ok(text.includes(of.mac));
    for (const fact of [`Room: ${of.room} `, `Model: ${of.model}`, 'Last seen: ']) assert.ok(text.includes(fact), fact);
    const lists = within(section).filter(({ tag }) => tag === 'L');
    // one that must not be touched has no steps
    assert.equal(lists.length, text.includes('DO NOT PRESS') ? 0 : 1, of.model);
    assert.equal(text.includes('DO NOT PRESS'), of.model === 'S110E');
    for (const [number, item] of (lists[0]?.children ?? []).entries()) {
      assert.deepEqual([item.tag, item.children.map(({ tag }) => tag)], ['LI', ['Lbl', 'LBody']]);
      assert.equal(item.children[0]?.text.trim(), `${number + 1}`);
      assert.ok((item.children[1]?.text.length ?? 0) > 5);
    }
    // the boxes stand before what is ticked
    const boxes = section.children.filter(({ children: [first] }) => first?.tag === 'Figure');
    assert.deepEqual(
      boxes.map(({ text: word }) => word.trim()),
      ['done', 'not found', 'dead'],
    );
  }
  // the room is told before its cards
  const rooms = children.flatMap(({ tag, text }, index) => (tag === 'H2' ? [{ text, index }] : []));
  const first = children.findIndex(({ tag }) => tag === 'Sect');
  assert.equal(rooms.findLast(({ index }) => index < first)?.text.trim(), 'Harbour House · Flat 1');
});

test('every picture has words for those who do not see it', { skip: noPoppler }, async () => {
  for (const pocket of [false, true]) {
    const { file, pdf } = await print(checklist(fleet), { pocket });
    const figures = within(structureOf(file)).filter(({ tag }) => tag === 'Figure').length;
    const objects = pdf.source.split(/\bendobj\b/).filter((object) => /\/S \/Figure\b/.test(object));
    const told = objects.flatMap((object) => /\/Alt \((.+?)\)/.exec(object)?.[1] ?? []);
    assert.deepEqual([objects.length, told.length], [figures, figures]);
    for (const result of ['done', 'not found', 'dead'])
      assert.equal(told.filter((alt) => alt === `empty box for: ${result}`).length, fleet.length);
    if (pocket) continue;
    for (const { mac } of fleet) assert.equal(told.filter((alt) => alt.includes(mac)).length, 1, mac);
    assert.equal(told.filter((alt) => /^Picture: .+; marked is /.test(alt)).length > 0, true);
  }
});
