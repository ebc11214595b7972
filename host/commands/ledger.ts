import { setImmediate } from 'node:timers/promises';
import { canonicalId, type LedgerEntry, type LedgerFilter } from '../../contract/index.ts';
import { type LedgerPlug, ledgerToCsv, ledgerToXlsx, showUnseenInJson } from '../../paper/index.ts';
import type { HostContext } from '../context.ts';
import { shownEntry } from '../shown-entry.ts';
import { os } from './os.ts';

/** Entries read at once for a file: others are served between them. */
const entriesAtOnce = 500;

const asTyped = <F extends LedgerFilter>(filter: F): F =>
  filter.run === undefined ? filter : { ...filter, run: canonicalId(filter.run) };

const list = os.ledger.list.handler(({ context, input: { limit, before, after, ...typed } }) => {
  const { ledger } = context.store;
  const filter = asTyped(typed);
  const newest = ledger.newest();
  const entries = ledger.page({ ...filter, before, after, limit: limit + 1 });
  return {
    entries: entries.slice(0, limit).map(shownEntry),
    more: entries.length > limit,
    total: before === undefined && after === undefined ? ledger.count(filter) : null,
    newest,
  };
});

const values = os.ledger.values.handler(({ context }) => context.store.ledger.values());

const exportEntries = os.ledger.export.handler(async ({ context, input: { format, ...typed } }) => {
  const lots = lotsOf(context, asTyped(typed));
  if (format === 'json') {
    const parts: string[] = [];
    for await (const entries of lots) {
      const texts = entries.map((entry) => showUnseenInJson(JSON.stringify(entry)));
      if (texts.length > 0) parts.push(`${parts.length === 0 ? '' : ',\n'}${texts.join(',\n')}`);
    }
    return { file: new Blob(['{"entries": [\n', ...parts, '\n]}\n']) };
  }
  const plugs = new Map(context.store.plugs.all().map((plug): [string, LedgerPlug] => [plug.mac, plug]));
  return { file: new Blob(format === 'csv' ? await ledgerToCsv(lots, plugs) : [await ledgerToXlsx(lots, plugs)]) };
});

async function* lotsOf(
  { store }: HostContext,
  filter: LedgerFilter,
): AsyncGenerator<ReturnType<typeof shownEntry>[], void, void> {
  let page: LedgerEntry[] = [];
  do {
    page = store.ledger.page({ ...filter, before: page.at(-1)?.seq, limit: entriesAtOnce });
    yield page.map(shownEntry);
    await setImmediate();
  } while (page.length === entriesAtOnce);
}

const verify = os.ledger.verify.handler(({ context }) => context.store.ledger.verify());

export const ledger = { list, values, export: exportEntries, verify };
