import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchModel } from '../../devices/catalog/model-facts.ts';
import { knownModels, type ModelFacts, modelFacts, pressSteps, sourceTitle } from '../../devices/index.ts';

test('every model can be pressed either way: power first, and each hold says until when', () => {
  for (const facts of knownModels) {
    for (const press of ['erase', 'wifi'] as const) {
      const steps = pressSteps(facts, press);
      assert.deepEqual(steps[0], { do: 'power' }, facts.model);
      const holds = steps.filter((step) => step.do === 'hold');
      assert.equal(holds.length, 1, facts.model);
      assert.equal(holds[0]?.seconds, facts.hold[press], facts.model);
    }
  }
});

test('every entry names its sources', () => {
  for (const facts of knownModels) {
    for (const source of facts.sources) assert.notEqual(sourceTitle(source), source, facts.model);
  }
});

test('nothing claims to have been tried that was not', () => {
  assert.ok(knownModels.every((facts) => facts.confidence !== 'tried' && facts.button.certainty !== 'tried'));
});

test('a model is found with or without its region, and an unknown one gets its family default as inferred', () => {
  assert.equal(modelFacts('HS110(EU)'), modelFacts('HS110'));
  assert.equal(modelFacts('hs300').outlets, 6);
  const kasa = modelFacts('KP999(US)', '1.0');
  assert.deepEqual([kasa.model, kasa.family, kasa.confidence, kasa.hold.erase], ['KP999', 'kasa', 'inferred', 10]);
  assert.equal(modelFacts('P999').family, 'tapo');
});

test('hub children and other devices are not in the catalogue', () => {
  for (const model of ['S210', 'S220', 'C210', 'L530']) assert.ok(!knownModels.some((facts) => facts.model === model));
});

test('an entry for one hardware goes before the one for all', () => {
  const all = modelFacts('EP25');
  const narrow: ModelFacts = { ...all, hardware: ['2.6'], notes: 'narrow' };
  assert.equal(matchModel([all, narrow], 'EP25', '2.6'), narrow);
  assert.equal(matchModel([all, narrow], 'EP25', '1.0'), all);
  assert.equal(matchModel([all, narrow], 'EP25', null), all);
});
