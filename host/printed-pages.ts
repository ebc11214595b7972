import {
  canonicalPageCode,
  type LedgerEntry,
  newPageCode,
  PlugfleetError,
  type PrintedPage,
  type Store,
} from '../contract/index.ts';

/** The result of one card of a page. */
export interface CardResult {
  /** On the page, from 1. */
  number: number;
  mac: string;
  result: 'done' | 'not-found' | 'dead';
}

/** A page with who printed it, and when. */
type FoundPage = PrintedPage & { run: string | null; at: string; by: string };

const pagesIn = (entries: readonly LedgerEntry[]): FoundPage[] =>
  entries.flatMap((entry) =>
    entry.kind === 'checklist-printed'
      ? entry.body.pages.map((page) => ({ ...page, run: entry.run, at: entry.at, by: entry.body.by }))
      : [],
  );

/** Every page with cards that was printed for a run, in the order of printing. */
export const printedPages = (store: Store, run: string): FoundPage[] => pagesIn(store.ledger.entries({ run }));

/**
 * The page of a run that a typed code means.
 * @throws `unknown-page` for a mistyped code or one of another run
 */
export function pageOf(store: Store, run: string, typed: string): FoundPage {
  const code = canonicalPageCode(typed);
  if (code === undefined)
    throw new PlugfleetError('unknown-page', `'${typed}' is no page code: a letter of it is wrong`);
  const page = printedPages(store, run).find((one) => one.code === code);
  if (page !== undefined) return page;
  const other = pagesIn(store.ledger.entries({ kind: 'checklist-printed' })).find((one) => one.code === code);
  throw new PlugfleetError(
    'unknown-page',
    `run ${run} has no page ${code}${other === undefined ? '' : `; run ${other.run} has one`}`,
    { facts: { page: code, run, other: other?.run ?? null } },
  );
}

/** Gives codes that no page of the run has yet. */
export function freshPageCodes(store: Store, run: string, random: () => number): () => string {
  const used = new Set(printedPages(store, run).map(({ code }) => code));
  return () => {
    const code = newPageCode(random, used);
    used.add(code);
    return code;
  };
}

/**
 * The results of a printed page, from its code and the numbers on it.
 * @throws `unknown-page` for a mistyped code or one of another run, `bad-input` for numbers that are not on the page
 */
export function resultsOfPage(
  store: Store,
  run: string,
  typed: { page: string; done: readonly number[]; notFound: readonly number[]; dead: readonly number[] },
): { page: string; results: CardResult[] } {
  const page = pageOf(store, run, typed.page);
  const { code } = page;
  const results = new Map<number, CardResult>();
  const numbers = { done: typed.done, 'not-found': typed.notFound, dead: typed.dead } as const;
  for (const result of ['done', 'not-found', 'dead'] as const)
    for (const number of numbers[result]) {
      const mac = page.macs[number - 1];
      if (mac === undefined)
        throw new PlugfleetError('bad-input', `page ${code} has the numbers 1 to ${page.macs.length}, not ${number}`);
      const other = results.get(number);
      if (other !== undefined && other.result !== result)
        throw new PlugfleetError('bad-input', `number ${number} cannot be both ${other.result} and ${result}`);
      results.set(number, { number, mac, result });
    }
  if (results.size === 0) throw new PlugfleetError('bad-input', `no number of page ${code} was named`);
  return { page: code, results: [...results.values()] };
}
