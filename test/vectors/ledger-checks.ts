import assert from 'node:assert/strict';
import { canonicalJson, entryHash, firstPrevious } from '../../db/ledger-hash.ts';
import type { Check } from './check.ts';
import vectors from './ledger.json' with { type: 'json' };

/** The chain of the ledger, so that others can check it without our code. */
export const checks: readonly Check[] = vectors.entries.map(({ previous, content, hash, ...stored }, i) => ({
  name: `ledger vector: entry ${stored.seq}`,
  run: () => {
    assert.equal(previous, vectors.entries[i - 1]?.hash ?? firstPrevious);
    assert.equal(canonicalJson(content), stored.body);
    assert.equal(entryHash(previous, stored), hash);
  },
}));
