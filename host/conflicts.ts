import type { Store } from '../contract/index.ts';
import { foldRun, isConflict, lastWords } from '../engine/index.ts';

/** The runs in which two people say different things of the card of a plug, with what each of them said last. */
export function conflictsOf(store: Store, mac: string) {
  const runs = new Set(
    store.ledger.entries({ mac }).flatMap((e) => (e.kind === 'tick' && e.run !== null ? [e.run] : [])),
  );
  return [...runs].flatMap((run) => {
    const ticks = foldRun(store.ledger.entries({ run }))?.items.get(mac)?.ticks ?? [];
    return isConflict(ticks)
      ? [{ run, ticks: lastWords(ticks).map(({ result, by, at }) => ({ result, by, at })) }]
      : [];
  });
}
