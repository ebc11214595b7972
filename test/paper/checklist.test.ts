import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type PlugfleetError, RunCounts } from '../../contract/index.ts';
import { checklistFiles, writeChecklist } from '../../paper/index.ts';
import { countNames, paperLanguages } from '../../text/index.ts';
import { card, cards, checklist, plainFacts } from './cards.ts';
import { folder, never, noPoppler, print, textOf } from './print.ts';

const plain = { paper: 'a4', words: paperLanguages.en, signal: never, large: false, pocket: false } as const;

test('a checklist is a tagged PDF with embedded fonts, a language, a title and an outline', async () => {
  const { file, pdf, pages } = await print(checklist(cards(7)));
  assert.equal(pdf.pages, pages);
  const bytes = readFileSync(file);
  assert.equal(bytes.subarray(0, 8).toString('latin1'), '%PDF-1.7');
  // the table of objects stands where the file says, and each object where the table says
  const [, start = ''] = /startxref\n(\d+)\n%%EOF\n$/.exec(bytes.toString('latin1')) ?? [];
  const table = bytes.subarray(Number(start)).toString('latin1');
  assert.match(table, /^xref\n/);
  for (const [index, [, at = '']] of [...table.matchAll(/^(\d{10}) 00000 n /gm)].entries())
    assert.ok(
      bytes
        .subarray(Number(at))
        .toString('latin1', 0, 12)
        .startsWith(`${index + 1} 0 obj`),
      `object ${index + 1}`,
    );
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
  ['a5', 61],
] as const) {
  test(`60 cards, four to a room, and the cover are ${pages} pages of ${paper}`, async () => {
    assert.equal((await print(checklist(cards(60)), { paper })).pages, pages);
  });
}

test('the card of a strip says that no outlet is spared, and which button it is', { skip: noPoppler }, async () => {
  const facts = { ...plainFacts, form: 'power-strip', button: 'outlet-button-on-strip' } as const;
  const strip = card(0, { model: 'HS300', outlets: 6, facts });
  const textFor = async (of: readonly ReturnType<typeof card>[], press: 'erase' | 'wifi' = 'erase') => {
    const { file } = await print(checklist(of, { press }));
    return textOf(file).replaceAll(/\s+/g, ' ');
  };
  const told = await textFor([strip]);
  assert.match(told, /Outlets: all 6 are erased together, none can be spared\./);
  assert.match(told, /Button: the button of any one outlet, not the main switch of the strip/);
  assert.match(await textFor([strip], 'wifi'), /Outlets: all 6 lose the Wi-Fi together/);
  // of two plugs of one model, each with what it told itself
  assert.match(await textFor([strip, card(1, { ...strip, mac: card(1).mac, outlets: 3 })]), /all 6 .*all 3 /);
  // one socket needs no such words, and neither does a model nobody knows the outlets of
  for (const outlets of [1, null]) assert.doesNotMatch(await textFor([card(0, { outlets })]), /erased together/);
});

test('the text has every MAC, label and alias, whatever its script', { skip: noPoppler }, async () => {
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

test('what no font has, and what cannot be seen, is printed as its code point', { skip: noPoppler }, async () => {
  const { file } = await print(checklist([card(1, { label: null, alias: 'a😀b\u0007c\u202Ed\uD83Ee\u200Ff' })]));
  const text = textOf(file).replace(/\n/g, '');
  for (const seen of ['a[U+1F600]b', '[U+0007]c', '[U+202E]d', '[U+D83E]e', '[U+200F]f']) {
    assert.ok(text.includes(seen), seen);
  }
});

test('a very long alias is cut, the MAC beside it stays whole', { skip: noPoppler }, async () => {
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

for (const paper of ['a4', 'letter', 'a5'] as const) {
  for (const large of [false, true]) {
    test(`the largest card there can be fits on a page of ${paper}${large ? ' in large letters' : ''}`, async () => {
      const long = 'words and words '.repeat(200);
      const facts = { ...plainFacts, caution: 'breaker-before-opening', matter: true } as const;
      const named = { label: long, alias: long, room: long, model: long, hardware: long, address: long };
      const huge = card(1, { ...named, why: 'still-here', lookFirst: true, outlets: 6, facts });
      for (const lang of ['en', 'pl', 'ja'] as const)
        assert.equal((await print(checklist([huge]), { paper, large, lang })).pages, 2);
    });
  }
}

test('the cover says how the run stands, and every page which run it is', { skip: noPoppler }, async () => {
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

test('without cards the cover alone says that no plug needs a hand', { skip: noPoppler }, async () => {
  const { file, pages } = await print(checklist([]));
  assert.equal(pages, 1);
  assert.match(textOf(file), /No plug of this run needs a hand/);
});

test('practice is marked on every page, and only practice', { skip: noPoppler }, async () => {
  const practice = await print(checklist(cards(7), { practice: true }));
  assert.equal(textOf(practice.file).match(/PRACTICE/g)?.length, practice.pages);
  assert.doesNotMatch(textOf((await print(checklist(cards(7)))).file), /PRACTICE/);
});

test('an erasing card says ten seconds, past the five of Wi-Fi only', { skip: noPoppler }, async () => {
  const { file } = await print(checklist([card(1)]));
  const text = textOf(file, '-f', '2').replace(/\s+/g, ' ');
  assert.match(text, /Plug it in: its lamp is lit/);
  assert.match(
    text,
    /Erase all \(10 s\): hold the marked button for 10 s\. After 5 s the lamp blinks slowly: keep hold/,
  );
  assert.match(text, /Let go when you see: the lamp blinks amber fast\./);
  assert.match(text, /Afterwards: the lamp blinks amber and blue in turn\./);
  assert.match(text, /Is lost: Wi-Fi, account, name, timers and rules/);
  assert.match(text, /times and lights: TP-Link says so; place of the button: inferred from its family/);
  assert.doesNotMatch(text, /LOOK FIRST|DO NOT PRESS|Matter/);
});

test('a card for the Wi-Fi alone says five seconds, what stays, and nothing of erasing', {
  skip: noPoppler,
}, async () => {
  const { file } = await print(checklist([card(1, { matterCode: '34970112332' })], { press: 'wifi' }));
  const text = textOf(file, '-f', '2').replace(/\s+/g, ' ');
  assert.match(text, /Wi-Fi only \(5 s\): hold the marked button for 5 s\./);
  assert.match(text, /Let go at once when you see: the lamp blinks amber and blue in turn\. After 10 s everything/);
  assert.match(text, /Is lost: the Wi-Fi only\. Account, name, timers and rules stay in the plug\./);
  assert.doesNotMatch(text, /Erase all|Matter/);
  const cover = textOf(file, '-layout', '-l', '1').replace(/\s+/g, ' ');
  assert.match(cover, /Wi-Fi cleared by hand 2/);
  assert.doesNotMatch(cover, /Erase all|Erased by hand/);
});

test('a plug that was sent a factory reset without proof is looked at first', { skip: noPoppler }, async () => {
  const text = textOf((await print(checklist([card(1, { lookFirst: true })]))).file).replace(/\s+/g, ' ');
  assert.match(
    text,
    /LOOK FIRST .*nothing proves it\. Is this so already: the lamp blinks amber and blue in turn\? Then tick/,
  );
  assert.match(text, /Erase all \(10 s\)/);
});

test('a Matter code that was read is printed, else there is a place to copy it to', { skip: noPoppler }, async () => {
  const facts = { ...plainFacts, matter: true };
  const read = textOf((await print(checklist([card(1, { facts, matterCode: '34970112332' })]))).file);
  assert.match(read, /Matter\s+Matter code 3497-011-2332/);
  const copied = textOf((await print(checklist([card(1, { facts })]))).file).replace(/\s+/g, ' ');
  assert.match(copied, /first copy the code on its label\. _ _ _ _ - _ _ _ - _ _ _ _/);
});

test('what the maker does not document is not shown and is asked for', { skip: noPoppler }, async () => {
  const erase = [{ do: 'power' }, { do: 'hold', seconds: 10, until: 'changed' }] as const;
  const facts = { ...plainFacts, form: 'wall-switch', button: 'button-on-switch', steps: { erase, wifi: [] } } as const;
  const { file, pdf } = await print(checklist([card(1, { facts, lookFirst: true })]));
  const text = textOf(file).replace(/\s+/g, ' ');
  assert.match(text, /It needs power: its lamp is lit/);
  assert.match(text, /hold the button for 10 s/);
  assert.match(text, /Let go after the full 10 s, when the lamp blinks in another way/);
  assert.match(text, /Afterwards: not documented for this model/);
  assert.match(text, /Does the lamp blink in two colours in turn already/);
  assert.match(pdf.source, /\/Alt \(wall switch\)/);
});

test('a model that must not be pressed has a warning and no steps', { skip: noPoppler }, async () => {
  const hub = { ...plainFacts, eraseSeconds: null, wifiSeconds: null, steps: { erase: [], wifi: [] } };
  const mains = { ...plainFacts, caution: 'never-under-mains' } as const;
  for (const facts of [hub, mains]) {
    for (const pocket of [false, true]) {
      const { file } = await print(checklist([card(1, { facts, lookFirst: true })]), { pocket });
      const text = textOf(file, '-f', '2').replace(/\s+/g, ' ');
      assert.match(text, pocket ? /do not press/ : /DO NOT PRESS/);
      assert.doesNotMatch(text, /Erase all|hold the|Let go|10 s/);
    }
  }
});

test('cards are printed in walking order: site, place of the room, room, label', { skip: noPoppler }, async () => {
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

test('a room that goes on over the page has its heading again', { skip: noPoppler }, async () => {
  const list = cards(5).map((each) => ({ ...each, room: 'Hall', roomOrder: 1 }));
  const { file, pages } = await print(checklist(list));
  assert.equal(pages, 3);
  assert.match(textOf(file, '-f', '2', '-l', '2'), /Harbour House · Hall\n/);
  assert.match(textOf(file, '-f', '3'), /Harbour House · Hall \(continued\)/);
});

test('a file is replaced whole; a stop leaves what was there and nothing beside it', async () => {
  const file = join(folder, 'stopped', 'list.pdf');
  await assert.rejects(
    writeChecklist(checklist([]), { file, ...plain }),
    (error: PlugfleetError) => error.code === 'file-unwritable' && error.message.includes(file),
  );
  const here = mkdtempSync(join(folder, 'stop-'));
  const target = join(here, 'list.pdf');
  writeFileSync(target, 'before');
  const stop = new AbortController();
  const reason = new Error('stopped by a person');
  const stopped = writeChecklist(checklist(cards(200)), {
    file: target,
    ...plain,
    signal: stop.signal,
    onProgress: (done) => {
      if (done > 20) stop.abort(reason);
    },
  });
  await assert.rejects(stopped, reason);
  assert.deepEqual(readdirSync(here), ['list.pdf']);
  assert.equal(readFileSync(target, 'utf8'), 'before');
});

test('a folder, a device, a link to nothing or a place that may not be written is refused and named', async () => {
  const dangling = join(folder, 'dangling.pdf');
  symlinkSync(join(folder, 'not-there.pdf'), dangling);
  for (const file of [folder, '/dev/null', '/proc/list.pdf', dangling]) {
    await assert.rejects(
      writeChecklist(checklist([]), { file, ...plain }),
      (error: PlugfleetError) => error.code === 'file-unwritable' && error.message.includes(file),
    );
  }
});

test('a link to a file leads to it: that file is replaced, the link stays', async () => {
  const here = mkdtempSync(join(folder, 'link-'));
  writeFileSync(join(here, 'real.pdf'), 'before');
  symlinkSync('real.pdf', join(here, 'link.pdf'));
  await writeChecklist(checklist([]), { file: join(here, 'link.pdf'), ...plain });
  assert.deepEqual(
    readdirSync(here, { withFileTypes: true })
      .map((one) => [one.name, one.isSymbolicLink()])
      .sort(),
    [
      ['link.pdf', true],
      ['real.pdf', false],
    ],
  );
  assert.match(readFileSync(join(here, 'real.pdf'), 'latin1'), /^%PDF/);
});

test('more than 500 cards go into files of 500, all or none', { skip: noPoppler }, async () => {
  const here = mkdtempSync(join(folder, 'split-'));
  const file = join(here, 'cards.pdf');
  const list = checklist(cards(1001));
  const names = ['cards-1.pdf', 'cards-2.pdf', 'cards-3.pdf'];
  assert.deepEqual(
    checklistFiles(file, 1001),
    names.map((name) => join(here, name)),
  );
  assert.deepEqual(checklistFiles(file, 500), [file]);

  const stop = new AbortController();
  const reason = new Error('stopped by a person');
  const onProgress = (done: number): void => {
    if (done > 600) stop.abort(reason);
  };
  await assert.rejects(writeChecklist(list, { file, ...plain, pocket: true, signal: stop.signal, onProgress }), reason);
  assert.deepEqual(readdirSync(here), []);

  let codes = 0;
  const printed: string[] = [];
  const written = await writeChecklist(list, {
    ...{ file, ...plain },
    pocket: true,
    newPageCode: () => `CODE-${codes++}`,
    onDrawn: (pages) => printed.push(...pages.flatMap((page) => page.macs)),
  });
  assert.deepEqual(readdirSync(here).sort(), names);
  assert.equal(new Set(printed).size, 1001);
  const macs = written.files.map((one) => textOf(one).match(/50:C7:BF:\S+/g)?.length);
  assert.deepEqual(macs, [500, 500, 1]);
  assert.match(textOf(written.files[1] ?? '', '-l', '1'), /Cards in this print: 1001\s+File 2 of 3, with 500 of them/);
});

test('a folder in the place of one of the files is refused before anything is drawn', async () => {
  const here = mkdtempSync(join(folder, 'blocked-'));
  mkdirSync(join(here, 'cards-2.pdf'));
  let drawn = 0;
  const refused = writeChecklist(checklist(cards(501)), {
    file: join(here, 'cards.pdf'),
    ...plain,
    onProgress: () => {
      drawn += 1;
    },
  });
  await assert.rejects(refused, (error: PlugfleetError) => error.message.includes('cards-2.pdf'));
  assert.deepEqual([drawn, readdirSync(here)], [0, ['cards-2.pdf']]);
});

test('the numbers on a page, its code and what is told of it are the same', { skip: noPoppler }, async () => {
  for (const pocket of [false, true]) {
    const { file, printed, pages } = await print(checklist(cards(25)), { pocket });
    assert.equal(printed.length, pages - 1);
    assert.equal(new Set(printed.flatMap(({ macs }) => macs)).size, 25);
    for (const [index, { code, macs }] of printed.entries()) {
      const page = `${index + 2}`;
      const text = textOf(file, '-layout', '-f', page, '-l', page);
      assert.ok(text.includes(`Page code ${code}`));
      assert.deepEqual(text.match(/50:C7:BF:\S+/g), [...macs]);
      const drawn = textOf(file, '-raw', '-f', page, '-l', page);
      const numbers = [...drawn.matchAll(/(\d+)\s+PLUG-\d{4}/g)].map(([, number]) => Number(number));
      assert.deepEqual(
        numbers,
        [...macs.keys()].map((at) => at + 1),
      );
    }
  }
});

test('without codes none are printed', { skip: noPoppler }, async () => {
  const file = join(folder, 'no-codes.pdf');
  await writeChecklist(checklist(cards(3)), { file, ...plain });
  assert.doesNotMatch(textOf(file, '-f', '2'), /Page code/);
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
  assert.ok(pages > 300);
  assert.ok(longest < 1000, `the event loop stood still for ${Math.round(longest)} ms`);
});
