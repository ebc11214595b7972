import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advice } from '../../contract/index.ts';
import { windowEn } from '../../text/index.ts';

/** Advice that names something to type. */
const typed = /\bplugfleet [a-z-]|--[a-z]/;

const { 'host-lost': _onlyHere, ...shared } = windowEn.codes;

test('the window has words for each code of the contract, and for one thing more that only a window can meet', () => {
  assert.deepEqual(Object.keys(shared).sort(), Object.keys(advice).sort());
});

for (const [code, { title, next }] of Object.entries(advice))
  test(`the window says of ${code} what the contract says, and names nothing to type`, () => {
    const here = shared[code as keyof typeof shared];
    assert.equal(here.title, title);
    assert.doesNotMatch(here.next, typed);
    if (!typed.test(next)) assert.equal(here.next, next);
  });
