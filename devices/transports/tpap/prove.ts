import { type CredentialSource, credentialOf } from './credential.ts';
import { BadShare, clientPoints, keysOf, type Nonces, passwordScalars, randomScalar } from './spake2.ts';
import { suite1 } from './suite.ts';

/** What one log-in is computed from. Plain data, for it goes to another thread. */
export interface ProofInput extends Nonces {
  source: CredentialSource;
  salt: Uint8Array;
  iterations: number;
  devShare: Uint8Array;
}

/** What the log-in needs, or why the plug's answer cannot be used. */
export type Proof =
  | {
      ok: true;
      userShare: Uint8Array;
      userConfirm: Uint8Array;
      devConfirm: Uint8Array;
      shared: Uint8Array;
      /** w0 begins with a zero byte: some libraries, and perhaps some plugs, write it shorter into the transcript. */
      ambiguous: boolean;
    }
  | { ok: false; why: string };

/** All the arithmetic of a log-in, in one piece: tens of milliseconds, so it runs in a worker (provers.ts). */
export function prove(input: ProofInput): Proof {
  const scalars = passwordScalars(suite1, credentialOf(input.source), input.salt, input.iterations);
  try {
    const points = clientPoints(suite1, scalars, randomScalar(suite1), input.devShare);
    const keys = keysOf(suite1, points, scalars.w0, input);
    const ambiguous = suite1.w0Bytes(scalars.w0)[0] === 0;
    return { ok: true, userShare: points.X.toBytes(false), ...keys, ambiguous };
  } catch (thrown) {
    if (thrown instanceof BadShare) return { ok: false, why: thrown.message };
    throw thrown;
  }
}
