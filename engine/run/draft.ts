import type { NewLedgerEntry } from '../../contract/index.ts';
import { applyEntry, type FoldedItem } from './fold.ts';
import { Rows } from './rows.ts';
import type { Effect, RunState, Working } from './state.ts';

/** Entries of this run that the machine writes, without the run's id. */
type Written = NewLedgerEntry extends infer E
  ? E extends NewLedgerEntry
    ? Pick<E, 'kind' | 'mac' | 'body'>
    : never
  : never;

/**
 * A state being changed within one step. What is durable changes only by journaling an entry, so the ledger's fold
 * and the state that decides can never differ.
 */
export class Draft {
  state: RunState;
  readonly effects: Effect[] = [];

  constructor(state: RunState) {
    this.state = state;
  }

  change(fields: Partial<RunState>): void {
    this.state = { ...this.state, ...fields };
  }

  /** Changes what is remembered of one item for this sitting only. */
  working(mac: string, fields: Partial<Working>): void {
    const item = this.state.work.get(mac);
    if (item !== undefined) this.change({ work: Rows.of(this.state.work).with(mac, { ...item, ...fields }) });
  }

  /** Writes an entry and applies it. Effects added later are carried out only after it is on disk. */
  journal(written: Written): void {
    const entry = { ...written, run: this.state.folded.id } as NewLedgerEntry;
    const last = this.effects.at(-1);
    // entries of one step that follow one another go to disk together
    if (last?.do === 'journal') this.effects[this.effects.length - 1] = { ...last, entries: [...last.entries, entry] };
    else this.effects.push({ do: 'journal', entries: [entry] });
    this.change({ folded: applyEntry(this.state.folded, entry) });
  }

  effect(effect: Effect): void {
    this.effects.push(effect);
  }

  item(mac: string): FoldedItem | undefined {
    return this.state.folded.items.get(mac);
  }
}
