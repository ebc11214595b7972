import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { bitString, integer, objectId, sequence, set, time, utf8 } from './der.ts';

const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));
const COMMON_NAME = objectId('2.5.4.3');
const DAY_MS = 86_400_000;

export interface Certificate {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly cert: string;
}

/**
 * A self-signed certificate for virtual plugs, made anew by each process and good for nothing else: its key is known
 * to nobody and forgotten at the end. Real plugs with TLS show one that no client can verify either.
 */
export function selfSigned(nowMs: number): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const name = sequence(set(sequence(COMMON_NAME, utf8('Plugfleet virtual plug'))));
  const body = sequence(
    integer(randomBytes(8)),
    ECDSA_WITH_SHA256,
    name,
    sequence(time(new Date(nowMs - DAY_MS)), time(new Date(nowMs + 30 * DAY_MS))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const der = sequence(body, ECDSA_WITH_SHA256, bitString(sign('sha256', body, privateKey)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}
