import type { LedgerEntry } from '../contract/index.ts';

/** An entry as doors show it: whose account a plug was of, even as a hash of the e-mail, stays inside. */
export const shownEntry = ({ seq, at, kind, run, mac, body }: LedgerEntry) => ({
  seq,
  at,
  kind,
  run,
  mac,
  body: Object.fromEntries(Object.entries(body).filter(([key]) => key !== 'owner')),
});
