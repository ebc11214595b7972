import { shownEntry } from '../shown-entry.ts';
import { os } from './os.ts';

const list = os.ledger.list.handler(({ context, input: { limit, ...filter } }) => {
  const entries = context.store.ledger.page({ ...filter, limit: limit + 1 });
  return { entries: entries.slice(0, limit).map(shownEntry), more: entries.length > limit };
});

const verify = os.ledger.verify.handler(({ context }) => context.store.ledger.verify());

export const ledger = { list, verify };
