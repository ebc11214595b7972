import assert from 'node:assert/strict';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { selfSigned } from '../../simulator/wire/certificate.ts';
import { agree, makeOffer, makeVerifier } from '../../simulator/wire/spake2-plus.ts';
import { TpapFrames } from '../../simulator/wire/tpap-frame.ts';
import type { Check } from './check.ts';
import vectors from './tpap.json' with { type: 'json' };

const hex = (text: string) => Buffer.from(text, 'hex');
const base64 = (text: string) => Buffer.from(text, 'base64');

/** The virtual plugs' side of what not every runtime's OpenSSL or BoringSSL has; test/simulator/codecs.test.ts has all of it. */
export const checks: readonly Check[] = [
  {
    name: 'virtual plug: TPAP frames',
    run: () => {
      const cases = vectors.tpap_frame.cases.filter(({ hash }) => hash === 'SHA256');
      assert.equal(new Set(cases.map(({ cipher }) => cipher)).size, 3);
      for (const { cipher, shared_key_hex, seq, plaintext, frame_hex } of cases) {
        const frames = new TpapFrames(cipher as 'aes_128_ccm', hex(shared_key_hex));
        assert.equal(frames.seal(seq, plaintext).toString('hex'), frame_hex);
        assert.deepEqual(frames.open(hex(frame_hex)), { seq, text: plaintext });
      }
    },
  },
  {
    name: 'virtual plug: a TPAP log-in',
    run: async () => {
      const [bound] = vectors.tpap.cases;
      assert.ok(bound);
      const { dev_salt, dev_random, iterations } = bound.register_response.result;
      const verifier = await makeVerifier(bound.credential ?? '', base64(dev_salt), iterations);
      const offer = makeOffer(verifier, hex(bound.derived_by_device.y));
      const userRandom = base64(bound.register_request.params.user_random);
      const agreed = agree(offer, base64(bound.share_request.params.user_share), userRandom, base64(dev_random));
      assert.equal(agreed?.userConfirm.toString('base64'), bound.share_request.params.user_confirm);
      assert.equal(agreed.shared.toString('hex'), bound.derived_by_device.shared_key);
    },
  },
  {
    name: 'virtual plug: a certificate',
    run: () => {
      const { cert, key } = selfSigned(Date.now());
      assert.equal(new X509Certificate(cert).verify(createPublicKey(key)), true);
    },
  },
];
