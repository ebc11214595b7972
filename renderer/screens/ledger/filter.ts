import type { LedgerFilter } from '../../feed/ledger.ts';

export const noFilter: LedgerFilter = { text: '', kind: [], mac: null, run: null, by: null, since: '', until: '' };

/** What an address asks for: `#/ledger/plug/MAC`, `#/ledger/run/R-…`. */
export function filterOf([what, which]: readonly string[]): LedgerFilter {
  if (which === undefined) return noFilter;
  if (what === 'plug') return { ...noFilter, mac: which };
  return what === 'run' ? { ...noFilter, run: which } : noFilter;
}

/** Those behind the button; the search has a place of its own. */
export const activeFilters = ({ kind, mac, run, by, since, until }: LedgerFilter): number =>
  [kind.length > 0, mac !== null, run !== null, by !== null, since !== '', until !== ''].filter(Boolean).length;

export const isAll = (filter: LedgerFilter): boolean => activeFilters(filter) === 0 && filter.text.trim() === '';
