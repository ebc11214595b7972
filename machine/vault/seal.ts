import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import type { Sealed } from './vault-file.ts';

const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** Encrypts text. It opens again only with the same key and the same `bound`, so that no part can take another's place. */
export function seal(text: string, key: KeyObject, bound: string): Sealed {
  const iv = randomBytes(ivBytes);
  const sealing = createCipheriv(cipher, key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(bound));
  const data = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
  return { iv: iv.toString('base64'), tag: sealing.getAuthTag().toString('base64'), data: data.toString('base64') };
}

/** The text; undefined where key, binding or bytes are not those it was sealed with. */
export function open({ iv, tag, data }: Sealed, key: KeyObject, bound: string): string | undefined {
  const tagged = Buffer.from(tag, 'base64');
  const started = Buffer.from(iv, 'base64');
  if (tagged.length !== tagBytes || started.length !== ivBytes) return undefined;
  const opening = createDecipheriv(cipher, key, started, { authTagLength: tagBytes })
    .setAAD(Buffer.from(bound))
    .setAuthTag(tagged);
  const text = opening.update(data, 'base64');
  try {
    return Buffer.concat([text, opening.final()]).toString('utf8');
  } catch {
    // OpenSSL says "unable to authenticate data" and nothing more: there is nothing to keep
    return undefined;
  }
}
