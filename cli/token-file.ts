import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { PlugfleetError } from '../contract/index.ts';
import { systemCode } from '../machine/index.ts';

/**
 * The token that a file keeps, so that those who were let in once still are after the next start. Where there is no
 * such file it is made, for this user's eyes only.
 * @throws `file-unreadable`, `file-unwritable`, `bad-input` where it holds something else, or others may know it
 */
export function keptToken(file: string): string {
  const kept = read(file);
  if (kept !== null) {
    if (/^[\w-]{24,200}$/.test(kept)) return kept;
    throw new PlugfleetError('bad-input', `${file} holds no token: 24 letters or more of A-Z a-z 0-9 _ -`);
  }
  const token = randomBytes(24).toString('base64url');
  try {
    make(file, `${token}\n`);
  } catch (cause) {
    throw new PlugfleetError('file-unwritable', `${file} cannot be written (${systemCode(cause)})`, { cause });
  }
  return token;
}

function make(file: string, text: string): void {
  const made = openSync(file, 'wx', 0o600);
  try {
    writeFileSync(made, text);
  } catch (cause) {
    // a half one would be taken for spoilt at the next start
    rmSync(file, { force: true });
    throw cause;
  } finally {
    closeSync(made);
  }
}

function read(file: string): string | null {
  try {
    // a pipe in its place must not be waited for
    const there = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      refuseKnownToOthers(file, there);
      return readFileSync(there, 'utf8').trim();
    } finally {
      closeSync(there);
    }
  } catch (cause) {
    if (cause instanceof PlugfleetError) throw cause;
    if (systemCode(cause) === 'ENOENT') return null;
    throw new PlugfleetError('file-unreadable', `${file} cannot be read (${systemCode(cause)})`, { cause });
  }
}

/** A token that another user put there, or may read or change, lets him in. A group may read it: somebody meant that. */
function refuseKnownToOthers(file: string, descriptor: number): void {
  const found = fstatSync(descriptor);
  if (!found.isFile()) throw new PlugfleetError('file-unreadable', `${file} is there and is not an ordinary file`);
  // Windows has no such numbers and bits: there the folder's permissions stand for the file
  if (process.geteuid === undefined) return;
  const isForeign = found.uid !== process.geteuid() && found.uid !== 0;
  if (isForeign || (found.mode & 0o026) !== 0)
    throw new PlugfleetError(
      'bad-input',
      `${file} is another user's, or others may read or change it: whoever knows the token gets in. ` +
        'If nobody did, make it your own: chown, chmod 600',
    );
}
