import assert from 'node:assert/strict';
import { xorDatagram, xorMessage, xorText } from '../../devices/xor-codec.ts';
import type { Check } from './check.ts';
import xor from './xor.json' with { type: 'json' };

export const checks: readonly Check[] = xor.cases.map(({ plaintext, udp_hex, tcp_hex }) => ({
  name: `XOR vector: ${plaintext.slice(0, 40)}`,
  run: () => {
    assert.equal(xorDatagram(plaintext).toString('hex'), udp_hex);
    assert.equal(xorMessage(plaintext).toString('hex'), tcp_hex);
    assert.equal(xorText(Buffer.from(udp_hex, 'hex')), plaintext);
  },
}));
