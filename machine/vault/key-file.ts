import { statSync } from 'node:fs';
import { PlugfleetError } from '../../contract/index.ts';
import { newKeyText } from './key-text.ts';
import { readIfThere, replacePrivately } from './vault-file.ts';

export const keyFileOf = (vault: string): string => `${vault}.key`;

/** The text of a vault's key file; undefined where there is none. One that others may read is refused. */
export function readKeyFile(vault: string): string | undefined {
  const file = keyFileOf(vault);
  const text = readIfThere(file);
  // Windows has no such bits: there the folder's permissions stand for the file
  if (text !== undefined && process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new PlugfleetError('vault-locked', `Others may read ${file}. If nobody did, allow only yourself: chmod 600`, {
      facts: { file },
    });
  }
  return text;
}

/** The key text of a vault that is being made: a key file that is there already is never overwritten. */
export function makeKeyFile(vault: string): string {
  const there = readKeyFile(vault);
  if (there !== undefined) return there;
  const text = newKeyText();
  replacePrivately(keyFileOf(vault), `${text}\n`);
  return text;
}
