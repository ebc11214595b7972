import { setImmediate as turn } from 'node:timers/promises';
import type { LedgerEntry } from '../../contract/index.ts';
import { openStore } from '../../db/index.ts';
import type { Desk, Running } from '../journeys/fleet-cli.ts';

/** Between two looks at the database of a process that is writing it. */
const gapMs = 0.5;
const still = new Int32Array(new SharedArrayBuffer(4));

/** Watches a ledger from outside while another process owns it, and remembers what it saw. */
export class Eye {
  readonly #seen = new Map<number, string>();
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /**
   * Resolves in the very turn in which it saw an entry that is wanted, to that entry; to undefined where the command
   * ended before.
   */
  async sees(command: Running, wanted: (entry: LedgerEntry) => boolean): Promise<LedgerEntry | undefined> {
    let isOver = false;
    const over = command.ended.finally(() => {
      isOver = true;
    });
    over.catch(() => undefined);
    const store = openStore(this.#desk.db, { mode: 'read', wallMs: Date.now, owner: { command: 'trust' } });
    try {
      let after = store.ledger.newest();
      while (!isOver) {
        const news = after === store.ledger.newest() ? [] : store.ledger.page({ after, limit: 1000 }).reverse();
        for (const entry of news) this.#seen.set(entry.seq, entry.hash);
        after = news.at(-1)?.seq ?? after;
        const found = news.find(wanted);
        if (found !== undefined) return found;
        Atomics.wait(still, 0, 0, gapMs);
        await turn();
      }
      return undefined;
    } finally {
      store.close();
    }
  }

  /** Entries that were seen once and are not there any more, or not as they were. */
  lost(entries: readonly LedgerEntry[]): number[] {
    const hashes = new Map(entries.map(({ seq, hash }) => [seq, hash]));
    const gone = [...this.#seen].filter(([seq, hash]) => hashes.get(seq) !== hash).map(([seq]) => seq);
    for (const { seq, hash } of entries) this.#seen.set(seq, hash);
    return gone;
  }
}
