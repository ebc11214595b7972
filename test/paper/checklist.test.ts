import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Checklist, type PlugfleetError, RunCounts } from '../../contract/index.ts';
import { writeChecklist } from '../../paper/index.ts';
import type { PaperName } from '../../paper/page/paper-size.ts';
import { countNames, paperEn } from '../../text/index.ts';
import { card, cards, checklist, plainFacts } from './cards.ts';
import { readPdf } from './read-pdf.ts';

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'plugfleet-paper-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const never = new AbortController().signal;
/** Of poppler-utils; not every machine has it. */
const pdftotext = 'pdftotext';
const noPdftotext = spawnSync(pdftotext, ['-v']).error === undefined ? false : 'pdftotext is not installed';

async function print(list: Checklist, paper: PaperName = 'a4') {
  const file = join(folder, 'checklist.pdf');
  const written = await writeChecklist(list, { file, paper, words: paperEn, signal: never });
  return { ...written, pdf: readPdf(readFileSync(file)) };
}

const textOf = (file: string, ...options: string[]): string =>
  execFileSync(pdftotext, ['-enc', 'UTF-8', ...options, file, '-'], { encoding: 'utf8' });

test('a checklist is a tagged PDF with embedded fonts, a language, a title and an outline', async () => {
  const { pdf, pages } = await print(checklist(cards(7)));
  assert.equal(pdf.pages, pages);
  assert.match(pdf.source, /\/StructTreeRoot/);
  assert.match(pdf.source, /\/Marked true/);
  assert.match(pdf.source, /\/Lang \(en\)/);
  assert.match(pdf.source, /\/DisplayDocTitle true/);
  assert.match(pdf.source, /\/FontFile2/);
  assert.match(pdf.source, /\/Type \/Outlines|\/Outlines/);
  assert.doesNotMatch(pdf.source, /Helvetica|Courier|\/Type1\b/);
  for (const tag of [
    'Document',
    'H1',
    'H2',
    'H3',
    'Table',
    'TR',
    'TH',
    'TD',
    'L',
    'LI',
    'Lbl',
    'LBody',
    'Figure',
    'P',
  ]) {
    assert.match(pdf.source, new RegExp(`/S /${tag}\\b`), tag);
  }
  assert.match(pdf.source, /\/Alt \(empty box for: not found\)/);
});

test('only Noto Sans is embedded while no Han character is printed', async () => {
  const { pdf } = await print(checklist(cards(3)));
  assert.deepEqual([...new Set(pdf.source.match(/NotoSans\w*-\w+/g))].sort(), ['NotoSans-Bold', 'NotoSans-Regular']);
});

// Letter is the shorter sheet: a page on which a new room begins holds two cards
for (const [paper, pages] of [
  ['a4', 21],
  ['letter', 24],
] as const) {
  test(`60 cards, four to a room, and the cover are ${pages} pages of ${paper}`, async () => {
    assert.equal((await print(checklist(cards(60)), paper)).pages, pages);
  });
}

test('the card of a strip says that no outlet is spared, and which button it is', { skip: noPdftotext }, async () => {
  const button = 'the button of any one outlet, not the main switch of the strip';
  const strip = card(0, { model: 'HS300', outlets: 6, facts: { ...plainFacts, form: 'power-strip', button } });
  const textFor = async (of: readonly ReturnType<typeof card>[]) => {
    const { file } = await print(checklist(of));
    return textOf(file).replaceAll(/\s+/g, ' ');
  };
  const told = await textFor([strip]);
  assert.match(told, /Outlets: all 6 are erased together, none can be spared\./);
  assert.ok(told.includes(`Button: ${button}`));
  // one socket needs no such words, and neither does a model nobody knows the outlets of
  for (const outlets of [1, null]) assert.doesNotMatch(await textFor([card(0, { outlets })]), /erased together/);
});

test('the text has every MAC, label and alias, whatever its script', { skip: noPdftotext }, async () => {
  const aliases = ['Küche', 'łódź', 'Жук', '漢字', 'ひらがな', 'Ελλάδα', 'ﬁne office', '100 % – “done”'];
  const list = aliases.map((alias, n) => card(n, { alias }));
  const { file } = await print(checklist([...list, card(99, { label: null, alias: '東京 タワー' })]));
  const text = textOf(file);
  for (const { mac, label, alias } of list) {
    assert.ok(text.includes(mac), mac);
    assert.ok(text.includes(label ?? ''), label ?? '');
    // NFKC: a ligature may come out as its letters
    assert.ok(text.normalize('NFKC').includes(alias.normalize('NFKC')), alias);
  }
  assert.ok(text.includes('東京 タワー'));
});

test('what no font has, and what cannot be seen, is printed as its code point', { skip: noPdftotext }, async () => {
  const { file } = await print(checklist([card(1, { label: null, alias: 'a😀b\u0007c\u202Ed\uD83Ee\u200Ff' })]));
  const text = textOf(file).replace(/\n/g, '');
  for (const seen of ['a[U+1F600]b', '[U+0007]c', '[U+202E]d', '[U+D83E]e', '[U+200F]f']) {
    assert.ok(text.includes(seen), seen);
  }
});

test('a very long alias is cut, the MAC beside it stays whole', { skip: noPdftotext }, async () => {
  const { file, pages } = await print(
    checklist([
      card(1, { label: 'W'.repeat(400), alias: 'x'.repeat(1_000_000) }),
      card(2, { alias: '漢'.repeat(400) }),
    ]),
  );
  const text = textOf(file);
  assert.match(text, /W…/);
  assert.match(text, /x…/);
  assert.match(text, /漢…/);
  assert.ok(text.includes(card(1).mac));
  assert.equal(pages, 2);
});

test('the largest card there can be fits on the smallest page', async () => {
  const long = 'words and words '.repeat(200);
  const facts = { ...plainFacts, button: long, ledErase: long, ledAfter: long, note: long, form: long };
  const huge = card(1, {
    label: long,
    alias: long,
    room: long,
    model: long,
    why: long,
    lookFirst: true,
    outlets: 6,
    facts,
  });
  assert.equal((await print(checklist([huge]), 'letter')).pages, 2);
});

test('the cover says how the run stands, and every page which run it is', { skip: noPdftotext }, async () => {
  const { file, pages } = await print(checklist(cards(7)));
  const text = textOf(file, '-layout');
  const rows = [...text.matchAll(/^(\S.*?) {2,}(\d+)$/gm)].map(([, name, count]) => [name, Number(count)] as const);
  const total = rows.find(([name]) => name === 'Total')?.[1];
  const sum = rows.filter(([name]) => name !== 'Total').reduce((added, [, count]) => added + count, 0);
  assert.equal(total, 53);
  assert.equal(sum, total);
  for (let page = 1; page <= pages; page++) assert.ok(text.includes(`Page ${page} of ${pages}`));
  assert.equal(text.match(/Run R-7K3QD, plan P-2MX8A, made/g)?.length, pages);
  assert.ok(!text.includes('memory was not examined'));
});

test('counts that do not add up are not printed', async () => {
  const wrong = checklist(cards(1), { total: 99 });
  await assert.rejects(print(wrong), (error: PlugfleetError) => error.code === 'internal');
});

test('the words of the counts are those of a run', () => {
  assert.deepEqual([...countNames], Object.keys(RunCounts.shape));
});

test('without cards the cover alone says that no plug needs a hand', { skip: noPdftotext }, async () => {
  const { file, pages } = await print(checklist([]));
  assert.equal(pages, 1);
  assert.match(textOf(file), /No plug of this run needs a hand/);
});

test('practice is marked on every page, and only practice', { skip: noPdftotext }, async () => {
  const practice = await print(checklist(cards(7), { practice: true }));
  assert.equal(textOf(practice.file).match(/PRACTICE/g)?.length, practice.pages);
  assert.doesNotMatch(textOf((await print(checklist(cards(7)))).file), /PRACTICE/);
});

test('an erasing card says ten seconds, past the five of Wi-Fi only', { skip: noPdftotext }, async () => {
  const { file } = await print(checklist([card(1)]));
  const text = textOf(file).replace(/\s+/g, ' ');
  assert.match(text, /Plug it in: the lamp is lit/);
  assert.match(text, /Erase all \(10 s\): hold the button for 10 s\. Keep holding past the first slow blinking/);
  assert.match(text, /5 s only clears Wi-Fi\), until the light blinks amber fast/);
  assert.match(text, /TP-Link says so/);
  assert.doesNotMatch(text, /LOOK FIRST|DO NOT PRESS/);
});

test('a plug that was sent a factory reset without proof is looked at first', { skip: noPdftotext }, async () => {
  const text = textOf((await print(checklist([card(1, { lookFirst: true })]))).file).replace(/\s+/g, ' ');
  assert.match(text, /LOOK FIRST .*nothing proves it\. If the light already blinks amber and blue in turn, tick done/);
  assert.match(text, /Erase all \(10 s\)/);
});

test('a model that must not be pressed has a warning and no steps', { skip: noPdftotext }, async () => {
  const hub = { ...plainFacts, eraseSeconds: null, wifiSeconds: null, note: null };
  const mains = { ...plainFacts, note: 'Never touch it while it is wired to the mains.' };
  for (const facts of [hub, mains]) {
    const text = textOf((await print(checklist([card(1, { facts, lookFirst: true })]))).file, '-f', '2');
    assert.match(text, /DO NOT PRESS/);
    assert.doesNotMatch(text, /Erase all|hold the button|Let go/);
  }
});

test('cards are printed in walking order: site, place of the room, room, label', { skip: noPdftotext }, async () => {
  const walk = [
    card(9, { site: 'A', room: 'Cellar', roomOrder: 1, label: 'L9' }),
    card(2, { site: 'A', room: 'Attic', roomOrder: 2, label: 'L2' }),
    card(3, { site: 'A', room: 'Attic', roomOrder: 2, label: 'L10' }),
    card(4, { site: 'A', room: 'Barn', roomOrder: null, label: 'L1' }),
    card(5, { site: 'B', room: 'Hall', roomOrder: 1, label: 'L1' }),
    card(6, { site: null, room: null, roomOrder: null, label: null }),
  ];
  const { file } = await print(checklist(walk.toReversed()));
  assert.deepEqual(
    textOf(file).match(/50:C7:BF:\S+/g),
    walk.map(({ mac }) => mac),
  );
});

test('a room that goes on over the page has its heading again', { skip: noPdftotext }, async () => {
  const list = cards(5).map((each) => ({ ...each, room: 'Hall', roomOrder: 1 }));
  const { file, pages } = await print(checklist(list));
  assert.equal(pages, 3);
  assert.match(textOf(file, '-f', '2', '-l', '2'), /Harbour House · Hall\n/);
  assert.match(textOf(file, '-f', '3'), /Harbour House · Hall \(continued\)/);
});

test('a file is replaced whole; a stop leaves what was there and nothing beside it', async () => {
  const file = join(folder, 'stopped', 'list.pdf');
  await assert.rejects(
    writeChecklist(checklist([]), { file, paper: 'a4', words: paperEn, signal: never }),
    (error: PlugfleetError) => error.code === 'file-unwritable' && error.message.includes(file),
  );
  const here = mkdtempSync(join(folder, 'stop-'));
  const target = join(here, 'list.pdf');
  writeFileSync(target, 'before');
  const stop = new AbortController();
  const reason = new Error('stopped by a person');
  const stopped = writeChecklist(checklist(cards(200)), {
    file: target,
    paper: 'a4',
    words: paperEn,
    signal: stop.signal,
    onProgress: (done) => {
      if (done > 20) stop.abort(reason);
    },
  });
  await assert.rejects(stopped, reason);
  assert.deepEqual(readdirSync(here), ['list.pdf']);
  assert.equal(readFileSync(target, 'utf8'), 'before');
});

test('a folder, a device or a place that may not be written is refused and named', async () => {
  for (const file of [folder, '/dev/null', '/proc/list.pdf']) {
    await assert.rejects(
      writeChecklist(checklist([]), { file, paper: 'a4', words: paperEn, signal: never }),
      (error: PlugfleetError) => error.code === 'file-unwritable' && error.message.includes(file),
    );
  }
});

test('1,000 cards let other work of the process go on', async () => {
  let longest = 0;
  let last = performance.now();
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  const { pages } = await print(checklist(cards(1000)));
  clearInterval(watch);
  assert.equal(pages, 335);
  assert.ok(longest < 1000, `the event loop stood still for ${Math.round(longest)} ms`);
});
