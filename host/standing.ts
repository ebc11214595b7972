import type { LedgerEntry, PlugRecord, Store } from '../contract/index.ts';
import { standingAfterFailure } from '../engine/index.ts';

/** What an entry of a run says about how its plug stands now; undefined where it says nothing. */
function standingAfter(entry: LedgerEntry): Pick<PlugRecord, 'standing' | 'why'> | undefined {
  if (entry.kind === 'proof' && entry.body.grade === 'in-setup') return { standing: 'in-setup', why: null };
  if (entry.kind !== 'item-ended') return undefined;
  const { at, code } = entry.body;
  if (at === 'reset') return { standing: 'wiped', why: null };
  if (at === 'unproven') return { standing: 'silent', why: 'unproven' };
  if (at === 'needs-hands' && code !== null) return standingAfterFailure(code);
  if (at === 'failed') return { standing: 'ready', why: null };
  return undefined;
}

/** Keeps in the inventory what entries just written say about plugs. */
export function keepStandings(store: Store, entries: readonly LedgerEntry[]): void {
  store.transaction(() => {
    for (const entry of entries) {
      const change = standingAfter(entry);
      const plug = change === undefined || entry.mac === null ? undefined : store.plugs.byMac(entry.mac);
      // silence is what is expected of a plug that is wiped
      const isExpected = entry.kind === 'item-ended' && plug?.standing === 'wiped' && change?.standing === 'silent';
      if (plug !== undefined && !isExpected) store.plugs.save({ ...plug, ...change });
    }
  });
}
