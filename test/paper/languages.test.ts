import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PaperLang } from '../../contract/index.ts';
import { knownModels } from '../../devices/index.ts';
import { buttonFacts } from '../../host/button-facts.ts';
import { paperLanguages } from '../../text/index.ts';
import { card, checklist } from './cards.ts';
import { noPoppler, print, textOf } from './print.ts';

/** Every text of a catalogue by its path. */
function textsIn(words: object, path = ''): [path: string, text: string][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : typeof value === 'object' && value !== null
        ? textsIn(value, `${path}${key}.`)
        : [],
  );
}

const placesIn = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
const english = new Map(textsIn(paperLanguages.en));

test('there are the ten languages of the contract', () => {
  assert.deepEqual(Object.keys(paperLanguages), PaperLang.options);
});

for (const lang of PaperLang.options) {
  test(`${lang} has every text, with the same places for values, and its own words`, () => {
    const texts = new Map(textsIn(paperLanguages[lang]));
    const optional = ['notProofRead', 'blank'];
    const keys = (of: Map<string, string>): string[] => [...of.keys()].filter((key) => !optional.includes(key)).sort();
    assert.deepEqual(keys(texts), keys(english));
    let same = 0;
    for (const [path, text] of texts) {
      if (optional.includes(path)) continue;
      assert.notEqual(text.trim(), '', path);
      assert.deepEqual(placesIn(text), placesIn(english.get(path) ?? ''), path);
      if (text === english.get(path)) same += 1;
    }
    if (lang !== 'en') assert.ok(same < 12, `${same} texts are the English ones`);
    assert.equal(texts.has('notProofRead'), lang !== 'en' && lang !== 'de');
    assert.ok(texts.get('enter')?.includes('plugfleet tick {run} --page'));
  });

  test(`a checklist in ${lang} can be read back from the PDF`, { skip: noPoppler }, async () => {
    const words = paperLanguages[lang];
    const { file, pdf } = await print(checklist([card(1, { lookFirst: true })]), { lang });
    // lines are broken where they must be; what is said stays
    const text = textOf(file).replace(/\s+/g, '');
    const has = (what: string): void => assert.ok(text.includes(what.replace(/\s+/g, '')), what);
    has(words.title.erase);
    for (const count of Object.values(words.counts)) has(count);
    has(words.howTo.walk);
    has(words.howTo.press.erase);
    has(words.oldApp);
    has(words.steps.power);
    has(words.steps.press.erase.replace('{seconds}', '10'));
    has(words.steps.keepHolding.replace('{seconds}', '5'));
    has(words.lights['rapid-amber']);
    has(words.lights['amber-blue']);
    has(words.buttons.side);
    has(words.losses.erase);
    has(words.confidence['vendor-says']);
    has(words.whys.silent);
    has(words.lookFirstHeading);
    for (const result of Object.values(words.results)) has(result);
    if (words.notProofRead !== null) has(words.notProofRead);
    assert.ok(pdf.source.includes(`/Lang (${words.lang})`));
    assert.ok(!text.includes('[U+'), 'a font of the paper lacks a letter of its words');
  });
}

test('Japanese is set in the Japanese font, Chinese in the Chinese one, a name in whatever has it', async () => {
  const fonts = async (lang: PaperLang, alias: string): Promise<string[]> => {
    const { pdf } = await print(checklist([card(1, { alias })]), { lang });
    return [...new Set(pdf.source.match(/NotoSans(?:JP|SC)/g))].sort();
  };
  assert.deepEqual(await fonts('ja', '骨董'), ['NotoSansJP']);
  assert.deepEqual(await fonts('zh', '骨董'), ['NotoSansSC']);
  assert.deepEqual(await fonts('en', '骨董'), ['NotoSansSC']);
  // a character of the mainland that the Japanese font does not have
  assert.deepEqual(await fonts('ja', '厅'), ['NotoSansJP', 'NotoSansSC']);
});

test('every code of the catalogue has words in every language', () => {
  for (const { model, hardware } of knownModels) {
    const facts = buttonFacts(model, hardware?.[0] ?? null);
    for (const { buttons, forms, cautions, confidence, lights } of Object.values(paperLanguages)) {
      assert.ok(buttons[facts.button] && forms[facts.form] && confidence[facts.confidence], model);
      assert.ok(facts.caution === null || cautions[facts.caution], model);
      for (const step of [...facts.steps.erase, ...facts.steps.wifi])
        assert.ok(step.do === 'power' || lights[step.do === 'hold' ? step.until : step.for], model);
    }
  }
});
