import { Provers } from '../../devices/transports/tpap/provers.ts';

/** Computes one log-in in a thread that would wait for an hour for the next, and has nothing else to do. */
const zeros = (bytes: number): Buffer => Buffer.alloc(bytes);
const proof = await new Provers(1, 3_600_000).prove(
  {
    source: { passcode: 'default_userpw', mac: '48:22:54:00:00:42' },
    salt: zeros(16),
    iterations: 10,
    userRandom: zeros(32),
    devRandom: zeros(32),
    // the base point of P-256
    devShare: Buffer.from(
      '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
      'hex',
    ),
  },
  new AbortController().signal,
);
console.log(`proved ${proof.ok}`);
