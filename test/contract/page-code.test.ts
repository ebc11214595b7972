import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalPageCode, idLetters, newPageCode } from '../../contract/index.ts';

const draws = fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 4, maxLength: 4 });
/** A page code out of given letters; `many` codes are in use, so that both lengths come up. */
const codeOf = (letters: readonly number[], many = 0): string => {
  let at = 0;
  return newPageCode(
    () => (letters[at++ % letters.length] ?? 0) / 32,
    new Set(Array.from({ length: many }, (_, i) => `${i}`)),
  );
};
const code = fc.tuple(draws, fc.constantFrom(0, 9000)).map(([letters, many]) => codeOf(letters, many));

test('a code is told by its letters, however it is typed', () => {
  fc.assert(
    fc.property(code, (each) => {
      assert.match(each, /^[0-9A-HJKMNP-TV-Z]{3,4}-[0-9A-HJKMNP-TV-Z]$/);
      assert.equal(canonicalPageCode(each), each);
      const slurred = each.toLowerCase().replace('-', ' ').replaceAll('1', 'l').replaceAll('0', 'o');
      assert.equal(canonicalPageCode(` ${slurred} `), each);
    }),
  );
});

test('any single wrong letter is noticed', () => {
  fc.assert(
    fc.property(code, fc.nat(), fc.constantFrom(...idLetters), (each, where, wrong) => {
      const letters = [...each.replace('-', '')];
      const at = where % letters.length;
      fc.pre(letters[at] !== wrong);
      letters[at] = wrong;
      assert.equal(canonicalPageCode(letters.join('')), undefined);
    }),
    { numRuns: 2000 },
  );
});

test('any two neighbours in each other\u2019s place are noticed', () => {
  fc.assert(
    fc.property(code, fc.nat(), (each, where) => {
      const letters = [...each.replace('-', '')];
      const at = where % (letters.length - 1);
      const [first = '', second = ''] = letters.slice(at, at + 2);
      fc.pre(first !== second);
      letters.splice(at, 2, second, first);
      assert.equal(canonicalPageCode(letters.join('')), undefined);
    }),
    { numRuns: 2000 },
  );
});

test('what is no code at all is none', () => {
  for (const typed of ['', '-', '0', '0-0', 'K7Q', 'K7Q-ü', 'U0U-0']) assert.equal(canonicalPageCode(typed), undefined);
});

test('a run never has one code twice, and the codes grow before they run out', () => {
  const used = new Set<string>();
  let seed = 1;
  const random = (): number => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  for (let i = 0; i < 12_000; i++) {
    const each = newPageCode(random, used);
    assert.ok(!used.has(each));
    used.add(each);
  }
  assert.deepEqual([...new Set([...used].map((each) => each.length))], [5, 6]);
});
