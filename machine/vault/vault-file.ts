import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { PlugfleetError } from '../../contract/index.ts';

/** Where the key of a vault is kept. `shell`: in a file beside it that only the desktop app can unseal. */
export const KeySource = z.enum(['env', 'keyring', 'shell', 'file']);
export type KeySource = z.infer<typeof KeySource>;

/** AES-256-GCM, each part in base64. */
export const Sealed = z.strictObject({ iv: z.base64(), tag: z.base64(), data: z.base64() });
export type Sealed = z.infer<typeof Sealed>;

/** What stands in the file. `check` is a known text under the key, so that a wrong key is told from a damaged secret. */
export const VaultContent = z.strictObject({
  format: z.literal(1),
  id: z.string(),
  keySource: KeySource,
  check: Sealed,
  /** A list and no object: any text can be a name, also `__proto__`. */
  secrets: z.array(z.strictObject({ name: z.string(), sealed: Sealed })),
});
export type VaultContent = z.infer<typeof VaultContent>;

/** The content of a vault's file; undefined where there is none yet. */
export function readVaultFile(file: string): VaultContent | undefined {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  try {
    return VaultContent.parse(JSON.parse(text));
  } catch (cause) {
    throw new PlugfleetError('vault-locked', `${file} is damaged`, { facts: { file }, cause });
  }
}

export const writeVaultFile = (file: string, content: VaultContent): void =>
  replacePrivately(file, `${JSON.stringify(content, null, 2)}\n`);

/** The text of a file; undefined where there is none. */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw new PlugfleetError('file-unreadable', `${file} cannot be read (${codeOf(cause)})`, {
      facts: { file },
      cause,
    });
  }
}

/** Writes a file that only its owner may read: whole or not at all, on the disk when this returns. */
export function replacePrivately(file: string, text: string): void {
  const temporary = `${file}.${randomUUID()}.part`;
  try {
    writeThrough(temporary, text);
    renameSync(temporary, file);
  } catch (cause) {
    rmSync(temporary, { force: true });
    const code = codeOf(cause);
    const full = code === 'ENOSPC' || code === 'EDQUOT';
    throw new PlugfleetError(full ? 'disk-full' : 'file-unwritable', `${file} cannot be written (${code})`, {
      facts: { file },
      cause,
    });
  }
}

function writeThrough(file: string, text: string): void {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const codeOf = (thrown: unknown): string => (thrown as NodeJS.ErrnoException).code ?? 'unknown';
