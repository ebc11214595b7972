import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advice } from '../../contract/index.ts';
import { windowEn } from '../../text/index.ts';

test('the window says of each code what the contract says, and one thing more that only a window can meet', () => {
  const { 'host-lost': _onlyHere, ...shared } = windowEn.codes;
  assert.deepEqual(shared, advice);
});
