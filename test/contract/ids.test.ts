import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { advice, allowable, canonicalId, canonicalMac, errorCodes, exitOf, shortId } from '../../contract/index.ts';

test('a MAC is taken in every common spelling and in no other', () => {
  for (const text of ['50:c7:bf:00:00:01', '50-C7-BF-00-00-01', '50C7BF000001', ' 50:C7:BF:00:00:01 '])
    assert.equal(canonicalMac(text), '50:C7:BF:00:00:01');
  for (const text of ['', '50:C7:BF:00:00', '50:C7:BF:00:00:0G', '50:C7:BF:00:00:01:02', 'desk'])
    assert.equal(canonicalMac(text), undefined);
});

test('an id survives being typed from paper', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('P' as const, 'R' as const),
      fc.infiniteStream(fc.double({ min: 0, max: 0.999 })),
      (kind, numbers) => {
        const id = shortId(kind, () => numbers.next().value ?? 0);
        assert.match(id, /^[PR]-[0-9A-HJKMNP-TV-Z]{5}$/);
        assert.equal(canonicalId(id.toLowerCase()), id);
        assert.equal(canonicalId(id.replace('-', '').replace(/1/g, 'l').replace(/0/g, 'O')), id);
      },
    ),
  );
});

test('every code says what is so and what to do next', () => {
  for (const [code, { title, next }] of Object.entries(advice)) {
    assert.ok(title.length > 5 && next.length > 5, code);
    assert.doesNotMatch(`${title} ${next}`, /\b(oops|sorry|we)\b/i, code);
    assert.match(next, /[.]$/, `${code}: a next step is a sentence`);
  }
  for (const code of errorCodes) assert.ok(exitOf[code] >= 2);
  assert.equal(new Set(allowable).size, 4);
});
