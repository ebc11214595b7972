import type { Store } from '../contract/index.ts';

/** Changes are told together, this long after the first of them: a scan saves plugs by the hundred. */
const gatherMs = 50;

type Listener = (macs: ReadonlySet<string>, n: number) => void;

/** Tells who watches the inventory which plugs were saved, in numbered lots. */
export class PlugFeed {
  readonly #listeners = new Set<Listener>();
  #changed = new Set<string>();
  #n = 0;

  /** Number of the last lot told. */
  get n(): number {
    return this.#n;
  }

  /** The store, with an eye on it. */
  over(store: Store): Store {
    const save: Store['plugs']['save'] = (plug) => {
      const saved = store.plugs.save(plug);
      this.#note(saved.mac);
      return saved;
    };
    const saveAll: Store['plugs']['saveAll'] = (plugs) => {
      const saved = store.plugs.saveAll(plugs);
      for (const { mac } of saved) this.#note(mac);
      return saved;
    };
    return { ...store, plugs: { ...store.plugs, save, saveAll } };
  }

  /** Calls back with each lot from now on, until the returned function is called. */
  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #note(mac: string): void {
    if (this.#listeners.size === 0) return;
    // what was saved in a transaction that failed is told as well, with the row as it is: that does no harm
    if (this.#changed.size === 0) setTimeout(() => this.#tell(), gatherMs).unref();
    this.#changed.add(mac);
  }

  #tell(): void {
    const macs = this.#changed;
    this.#changed = new Set();
    this.#n += 1;
    for (const listener of this.#listeners) listener(macs, this.#n);
  }
}
