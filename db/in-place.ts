import { statSync } from 'node:fs';
import { advice, PlugfleetError } from '../contract/index.ts';

/** Files of an open database: what is written stands in one of them. */
const ends = ['', '-wal', '-shm'] as const;

/**
 * Notices that an open database is no longer the one at its name: deleted, moved, or another one put there. SQLite
 * goes on writing into what is left of it, which nobody will ever read. Nothing is opened: closing it again would drop
 * this process's locks.
 */
export class InPlace {
  readonly #file: string;
  readonly #known = new Map<string, string>();

  constructor(file: string) {
    this.#file = file;
  }

  /** @throws PlugfleetError `database-lost` */
  require(): void {
    // there nobody can take an open file away, and files have no lasting numbers on every disk
    if (process.platform === 'win32') return;
    for (const end of ends) {
      const file = `${this.#file}${end}`;
      const now = numberOf(file);
      const before = this.#known.get(end);
      if (before === now) continue;
      if (before !== undefined) throw lost(file, now === undefined ? 'it was taken away' : 'another file is there now');
      if (now !== undefined) this.#known.set(end, now);
    }
  }
}

function numberOf(file: string): string | undefined {
  try {
    const found = statSync(file, { bigint: true, throwIfNoEntry: false });
    return found && `${found.dev}:${found.ino}`;
  } catch (cause) {
    // a disk that fails, a folder that is shut: nobody will find there what is written
    throw lost(file, String(cause), cause);
  }
}

const lost = (file: string, why: string, cause?: unknown): PlugfleetError =>
  new PlugfleetError('database-lost', `${advice['database-lost'].title}: ${file} (${why})`, { facts: { file }, cause });
