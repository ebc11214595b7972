import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SafeStorage } from 'electron';
import type { VaultShell } from './messages.ts';

export type Sealing = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
>;

/** Whether the system itself keeps what seals; `basic_text` is a password that stands in Chromium's sources. */
export const canSeal = (storage: Sealing, platform: NodeJS.Platform): boolean =>
  storage.isEncryptionAvailable() &&
  (platform !== 'linux' || !['basic_text', 'unknown'].includes(storage.getSelectedStorageBackend()));

/**
 * The key for the vault of a database that only this app on this account can unseal: the one that lies beside it, or a
 * new one that is written down only if the vault needs it. Null where the system seals nothing, or does not unseal what
 * it sealed once.
 */
export function shellKey(
  database: string,
  storage: Sealing,
  log: (words: string) => void,
  platform: NodeJS.Platform = process.platform,
): VaultShell | null {
  try {
    if (!canSeal(storage, platform)) return null;
    const kept = readSealed(`${database}.vault.sealed`);
    if (kept !== null) return { text: storage.decryptString(Buffer.from(kept, 'base64')), sealed: kept };
    const text = randomBytes(32).toString('hex');
    return { text, sealed: storage.encryptString(text).toString('base64') };
  } catch (cause) {
    log(`the system's safe storage refused: ${cause instanceof Error ? cause.message : cause}`);
    return null;
  }
}

function readSealed(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}
