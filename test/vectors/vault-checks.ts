import assert from 'node:assert/strict';
import { keyFrom } from '../../machine/vault/key-text.ts';
import { open, seal } from '../../machine/vault/seal.ts';
import type { Check } from './check.ts';
import vectors from './vault.json' with { type: 'json' };

const bent = (base64: string): string => {
  const bytes = Buffer.from(base64, 'base64');
  bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
  return bytes.toString('base64');
};

/** AES-256-GCM as the vault uses it, against another implementation. */
export const checks: readonly Check[] = vectors.cases.map(({ key_hex, bound, text, sealed }) => ({
  name: `vault vector: what is bound to "${bound}"`,
  run: () => {
    const key = keyFrom(key_hex);
    assert.ok(key);
    assert.equal(open(sealed, key, bound), text);
    assert.equal(open(sealed, key, `${bound}!`), undefined);
    assert.equal(open({ ...sealed, tag: bent(sealed.tag) }, key, bound), undefined);
    const ours = seal(text, key, bound);
    assert.notEqual(ours.iv, sealed.iv);
    assert.equal(open(ours, key, bound), text);
  },
}));
