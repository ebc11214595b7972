import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Admission } from '../../server/admission.ts';

function door() {
  let nowMs = 0;
  const admission = new Admission(() => nowMs, 'the-right-one');
  return {
    admission,
    later: (ms: number) => {
      nowMs += ms;
    },
  };
}

test('the right token lets in, a wrong one does not', () => {
  const { admission } = door();
  assert.deepEqual(admission.tryToken('the-right-one', 'a'), { let: 'in' });
  for (const wrong of ['', 'the-right-on', 'the-right-one2', 'THE-RIGHT-ONE'])
    assert.deepEqual(door().admission.tryToken(wrong, 'a'), { let: 'out' });
});

test('wrong tokens are slowed, more with each, and the right one waits as long', () => {
  const { admission, later } = door();
  const waits: number[] = [];
  for (let tries = 0; tries < 10; tries++) {
    assert.deepEqual(admission.tryToken(`guess ${tries}`, 'a'), { let: 'out' });
    const next = admission.tryToken('the-right-one', 'a');
    // while nothing has to be waited for, the right one would be let in and clear the count: so only waits are looked at
    if (tries < 3) {
      assert.deepEqual(next, { let: 'in' });
      for (let again = 0; again <= tries; again++) admission.tryToken('guess', 'a');
      continue;
    }
    assert.equal(next.let, 'wait');
    if (next.let === 'wait') {
      waits.push(next.waitMs);
      later(next.waitMs);
    }
  }
  assert.deepEqual(
    waits,
    waits.toSorted((a, b) => a - b),
  );
  assert.ok((waits.at(-1) ?? 0) >= 32_000, waits.join());
});

test('one address that guesses does not shut out another one', () => {
  const { admission } = door();
  for (let tries = 0; tries < 20; tries++) admission.tryToken('guess', 'attacker');
  assert.equal(admission.tryToken('the-right-one', 'attacker').let, 'wait');
  assert.equal(admission.tryToken('the-right-one', 'owner').let, 'in');
});

test('memory for guessers and for sessions is bounded', () => {
  const { admission } = door();
  for (let n = 0; n < 5000; n++) admission.tryToken('guess', `address ${n}`);
  const first = admission.newSession();
  assert.ok(admission.hasSession(first));
  for (let n = 0; n < 64; n++) admission.newSession();
  assert.ok(!admission.hasSession(first));
  assert.ok(!admission.hasSession(''));
});
