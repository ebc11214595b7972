import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

/** The key pair that goes with TDP probes. */
export interface TdpKey {
  publicPem: string;
  privateKey: KeyObject;
}

const generate = promisify(generateKeyPair);
let made: Promise<TdpKey> | undefined;

/**
 * The key pair of this process: making one takes a good part of a second, so it is made once, and only when
 * something is to be probed. 2048 bits in SubjectPublicKeyInfo is the form every library's probes agree on.
 */
export function tdpKey(): Promise<TdpKey> {
  made ??= makeKey().catch((cause: unknown) => {
    made = undefined;
    throw cause;
  });
  return made;
}

async function makeKey(): Promise<TdpKey> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: 2048 });
  return { publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(), privateKey };
}
