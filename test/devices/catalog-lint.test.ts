import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import kasa from '../../devices/catalog/kasa.json' with { type: 'json' };
import { lintCatalogue } from '../../devices/catalog/lint.ts';
import { matchModel } from '../../devices/catalog/model-facts.ts';
import tapo from '../../devices/catalog/tapo.json' with { type: 'json' };
import { type ModelFacts, modelFacts } from '../../devices/index.ts';

const defaults = [
  { ...kasa.default, model: 'default of Kasa' },
  { ...tapo.default, model: 'default of Tapo' },
];

test('nothing is wrong with the catalogue', () => {
  assert.deepEqual(lintCatalogue([...defaults, ...kasa.models, ...tapo.models]), []);
});

const sound = modelFacts('HS100');
const strip = modelFacts('HS300');
const [power, hold, look] = sound.steps;
const change = (facts: ModelFacts, changes: Record<string, unknown>): unknown => ({ ...facts, ...changes });

/** Entries with one fault each, and what has to be said of it. */
const faulty: [what: string, entries: readonly unknown[], says: RegExp][] = [
  [
    'a hold without an until',
    [change(sound, { steps: [power, { do: 'hold', seconds: 10 }, look] })],
    /^HS100: steps\.1\.until: /,
  ],
  ['a claim without a source', [change(sound, { sources: [] })], /^HS100: sources: /],
  [
    'a transport without a source',
    [change(sound, { transports: [{ transport: 'xor', dialect: 'iot', sources: [] }] })],
    /^HS100: transports\.0\.sources: /,
  ],
  ['an unknown source', [change(sound, { sources: ['HEARSAY'] })], /^HS100: sources\.0: /],
  [
    'the maker quoted without the maker',
    [change(sound, { sources: ['PKFIX'] })],
    /^HS100: confidence is 'vendor-says' without a source of kind 'vendor'$/,
  ],
  [
    'a button that somebody tried, without anybody',
    [change(sound, { button: { where: 'side', certainty: 'tried' }, sources: ['FAQ2612'] })],
    /^HS100: button\.certainty is 'tried' without a source of kind 'field'$/,
  ],
  [
    'two entries for all hardware',
    [sound, strip, { ...sound, notes: 'again' }],
    /^HS100: the same plug matches HS100$/,
  ],
  [
    'two entries for one hardware',
    [change(sound, { hardware: ['1.0', '2.0'] }), change(sound, { model: 'hs100', hardware: ['2.0'] })],
    /^hs100 \(hardware 2\.0\): the same plug matches HS100 \(hardware 1\.0, 2\.0\)$/,
  ],
  [
    'seconds that differ from the facts',
    [change(sound, { steps: [power, { do: 'hold', seconds: 5, until: 'rapid-amber' }, look] })],
    /^HS100: a step holds 5 s, hold\.erase says 10 s$/,
  ],
  [
    'a light that differs from the facts',
    [change(sound, { steps: [power, { do: 'hold', seconds: 10, until: 'red' }, look] })],
    /^HS100: a step holds until 'red', led\.erase says 'rapid-amber'$/,
  ],
  [
    'another light afterwards',
    [change(sound, { steps: [power, hold, { do: 'look', for: 'red' }] })],
    /^HS100: a step looks for 'red', led\.after says 'amber-green'$/,
  ],
  ['both presses in one', [change(sound, { hold: { wifi: 10, erase: 10 } })], /^HS100: hold\.wifi 10 s is no shorter/],
  ['no power', [change(sound, { steps: [hold, look] })], /^HS100: the first step must be power/],
  ['no hold at all', [change(sound, { steps: [power, look] })], /^HS100: 0 steps hold the button, one must$/],
  ['an unknown form', [change(sound, { form: 'toaster' })], /^HS100: form: /],
  ['a field nobody reads', [change(sound, { colour: 'white' })], /^HS100: : Unrecognized key/],
  ['a strip with one outlet', [change(strip, { outlets: 1 })], /^HS300: a power-strip with 1 outlets$/],
  [
    'a transport listed twice',
    [change(sound, { transports: [...sound.transports, ...sound.transports.slice(0, 1)] })],
    /^HS100: iot over xor is listed twice$/,
  ],
  ['an entry without a name', [strip, { family: 'kasa' }], /^entry 2: model: /],
];

for (const [what, entries, says] of faulty) {
  test(`${what} is found, and the entry is named`, () => {
    const faults = lintCatalogue(entries);
    assert.ok(
      faults.some((fault) => says.test(fault)),
      faults.join('\n'),
    );
  });
}

test('an entry narrowed to a hardware may stand beside the one for all: which of them is meant is certain', () => {
  const narrow = { ...sound, hardware: ['4.1'] };
  assert.deepEqual(lintCatalogue([sound, narrow, { ...sound, hardware: ['3.0'] }]), []);
  assert.equal(matchModel([sound, narrow], 'HS100', '4.1'), narrow);
});

const collected = resolve(import.meta.dirname, '../../../shared/models.json');
const skip = existsSync(collected) ? false : `no collected facts at ${collected}`;
const Collected = z.object({
  models: z.array(
    z.object({
      model: z.string(),
      family: z.enum(['kasa', 'tapo']),
      outlets: z.number().nullable(),
      energyMeter: z.boolean().nullable(),
      matter: z.boolean().nullable(),
      softResetSeconds: z.number().nullable(),
      factoryResetSeconds: z.number().nullable(),
      setupSsidPrefix: z.string().nullable(),
      localProtocolsSeen: z.array(z.string()),
      source: z.array(z.string()),
    }),
  ),
});
const wording: Readonly<Record<string, string>> = {
  'IOT XOR-9999': 'iot over xor',
  'IOT KLAP': 'iot over klap-1',
  'SMART AES': 'smart over aes',
  'SMART KLAP': 'smart over klap-2',
};

test('every plug among the collected facts is in the catalogue, as it was collected', { skip }, () => {
  const { models } = Collected.parse(JSON.parse(readFileSync(collected, 'utf8')));
  // no press and no Wi-Fi: switches that hang on a hub
  const plugs = models.filter(({ factoryResetSeconds }) => factoryResetSeconds !== null);
  assert.deepEqual(
    models.filter((one) => !plugs.includes(one)).map(({ model }) => model),
    ['S210', 'S220'],
  );
  for (const one of plugs) {
    const facts = [...kasa.models, ...tapo.models].find(({ model }) => model === one.model);
    assert.ok(facts, one.model);
    assert.deepEqual(
      [facts.family, facts.outlets, facts.meter, facts.matter, facts.hold, facts.setUpNetwork, facts.sources],
      [
        one.family,
        one.outlets,
        one.energyMeter,
        one.matter,
        { wifi: one.softResetSeconds, erase: one.factoryResetSeconds },
        one.setupSsidPrefix,
        one.source,
      ],
      one.model,
    );
    const seen = facts.transports.map(({ dialect, transport }) => `${dialect} over ${transport}`);
    for (const told of one.localProtocolsSeen) assert.ok(seen.includes(wording[told] ?? told), `${one.model}: ${told}`);
  }
});
