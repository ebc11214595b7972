import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

/** A new key as it is kept: 64 hex digits. */
export const newKeyText = (): string => randomBytes(32).toString('hex');

/** The key of 64 hex digits; undefined for any other text. A `KeyObject` prints without its bytes. */
export const keyFrom = (text: string): KeyObject | undefined =>
  /^[0-9a-f]{64}$/i.test(text.trim()) ? createSecretKey(Buffer.from(text.trim(), 'hex')) : undefined;
