import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { PlugfleetError } from '../contract/index.ts';
import { systemCode } from '../machine/index.ts';

/**
 * The token that a file keeps, so that those who were let in once still are after the next start. Where there is no
 * such file it is made, for this user's eyes only.
 * @throws `file-unreadable`, `file-unwritable`, `bad-input` where it holds something else
 */
export function keptToken(file: string): string {
  const kept = read(file);
  if (kept !== null) {
    if (/^[\w-]{24,200}$/.test(kept)) return kept;
    throw new PlugfleetError('bad-input', `${file} holds no token: 24 letters or more of A-Z a-z 0-9 _ -`);
  }
  const token = randomBytes(24).toString('base64url');
  try {
    writeFileSync(file, `${token}\n`, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    throw new PlugfleetError('file-unwritable', `${file} cannot be written`, { cause });
  }
  return token;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw new PlugfleetError('file-unreadable', `${file} cannot be read`, { cause });
  }
}
