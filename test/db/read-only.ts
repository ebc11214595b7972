import { execFileSync } from 'node:child_process';
import { chmodSync, statSync } from 'node:fs';
import type { Scratch } from './scratch.ts';

/**
 * Makes a file or folder one that this process cannot write, until the test ends. Permissions do not bind root, so for
 * root it is mounted read-only over itself; what was opened for writing before stays so. Gives the reason where neither is possible.
 */
export function makeReadOnly({ undoing }: Scratch, path: string): { skip: string } | undefined {
  if (process.platform === 'win32') return { skip: 'Windows has no such permissions' };
  if (process.getuid?.() !== 0) {
    const { mode } = statSync(path);
    undoing(() => chmodSync(path, mode));
    chmodSync(path, mode & 0o555);
    return undefined;
  }
  if (process.platform !== 'linux') return { skip: 'root can be kept from writing on Linux only' };
  execFileSync('/bin/mount', ['--bind', path, path]);
  // lazily: SQLite keeps files of a closed reader open as long as an owner in the same process holds locks on them
  undoing(() => execFileSync('/bin/umount', ['--lazy', path]));
  execFileSync('/bin/mount', ['-o', 'remount,ro,bind', path]);
  return undefined;
}
