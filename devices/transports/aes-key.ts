import { constants, generateKeyPair, type KeyObject, privateDecrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { garbled } from '../garbled.ts';

/** The key pair of handshakes: the plug wraps the session's key for it. */
export interface AesKeyPair {
  /** SubjectPublicKeyInfo, base64 in one line, as plugs want it. */
  publicKey: string;
  privateKey: KeyObject;
}

/** These plugs take 1024 bits and nothing else. */
const modulusLength = 1024;
const wrappedBytes = modulusLength / 8;
/** AES-128 key, then IV. */
const secretBytes = 32;

const generate = promisify(generateKeyPair);
let made: Promise<AesKeyPair> | undefined;

/** The key pair of this process: made once, on the first handshake, in a thread of its own. */
export function aesKeyPair(): Promise<AesKeyPair> {
  made ??= makeKeyPair().catch((cause: unknown) => {
    made = undefined;
    throw cause;
  });
  return made;
}

async function makeKeyPair(): Promise<AesKeyPair> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength });
  return { publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'), privateKey };
}

/**
 * Key and IV that a plug wrapped (RSA, PKCS#1 v1.5). Unpadded here: Node refuses that padding in decryption where its
 * OpenSSL cannot hide errors, Electron's BoringSSL does not know that way of hiding them; raw RSA is the same in both.
 * @throws PlugfleetError `garbled`
 */
export function unwrapKey(privateKey: KeyObject, wrapped: Buffer): { key: Buffer; iv: Buffer } {
  const secret = unpad(decrypt(privateKey, wrapped));
  if (!secret) throw garbled('a session key that was not wrapped as it should be', { bytes: wrapped.length });
  return { key: secret.subarray(0, 16), iv: secret.subarray(16) };
}

function decrypt(privateKey: KeyObject, wrapped: Buffer): Buffer {
  if (wrapped.length !== wrappedBytes) return Buffer.alloc(0);
  try {
    return privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, wrapped);
  } catch (cause) {
    // a number that is larger than the modulus: made for no key at all
    throw garbled('a session key that is none', { bytes: wrapped.length }, cause);
  }
}

/** `00 02`, bytes that are not zero, `00`, and then exactly the secret: a block of this size has only one place for it. */
export function unpad(block: Buffer): Buffer | undefined {
  const separator = block.indexOf(0, 2);
  const isPadded =
    block.length === wrappedBytes && block[0] === 0 && block[1] === 2 && separator === wrappedBytes - secretBytes - 1;
  return isPadded ? block.subarray(separator + 1) : undefined;
}
