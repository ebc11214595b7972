import { constants, createPublicKey, type KeyObject, publicEncrypt } from 'node:crypto';
import type { Account, AesLoginVersion } from '../spec/plug-spec.ts';
import { sha1 } from './hashes.ts';

const MODULUS_BITS = 1024;

/** The client's key if it is one that a plug takes: RSA of 1024 bits. Undefined: the plug answers -1010. */
export function clientsKey(pem: unknown): KeyObject | undefined {
  if (typeof pem !== 'string' || !pem.startsWith('-----BEGIN PUBLIC KEY-----')) return undefined;
  try {
    const key = createPublicKey(pem);
    const fits = key.asymmetricKeyType === 'rsa' && key.asymmetricKeyDetails?.modulusLength === MODULUS_BITS;
    return fits ? key : undefined;
  } catch {
    return undefined;
  }
}

/** @returns base64 of the session's key and IV, which only the client can open. */
export function wrapKey(client: KeyObject, keyAndIv: Buffer): string {
  return publicEncrypt({ key: client, padding: constants.RSA_PKCS1_PADDING }, keyAndIv).toString('base64');
}

/** The `params` that log in to a plug of this account. */
export function aesLoginParams(version: AesLoginVersion, { email, password }: Account): Record<string, string> {
  const username = base64(sha1(email).toString('hex'));
  return version === 1
    ? { password: base64(password), username }
    : { password2: base64(sha1(password).toString('hex')), username };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
