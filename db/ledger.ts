import { z } from 'zod';
import { type LedgerEntry, parseLedgerEntry, type Store } from '../contract/index.ts';
import type { Connection, SqlValue } from './connection.ts';
import { canonicalJson, entryHash, firstPrevious } from './ledger-hash.ts';
import { storedJson } from './stored-json.ts';

const StoredRow = z.object({
  seq: z.number(),
  at: z.string(),
  run: z.string().nullable(),
  mac: z.string().nullable(),
  kind: z.string(),
  body: z.string(),
  hash: z.string(),
});

const EntryRow = StoredRow.extend({ body: storedJson(z.unknown()) });

type SealedEntry = z.infer<typeof StoredRow>;

const toEntry = (row: unknown): LedgerEntry => parseLedgerEntry(EntryRow.parse(row));

/** Columns to look entries up by. */
const lookups = ['run', 'mac', 'kind'] as const;

/** What was done to plugs: entries are added and never touched again, each sealed with the hash of the one before. */
export const ledgerIn = (connection: Connection): Store['ledger'] => ({
  append: (at, ...entries) =>
    connection.part(() => {
      let previous = lastHash(connection);
      let seq = lastNumber(connection);
      const sealed = entries.map((entry): SealedEntry & { parsed: LedgerEntry } => {
        seq += 1;
        // parsed as it will be when it is read, so that the hash covers exactly what every reader gets
        const parsed = parseLedgerEntry({ ...entry, seq, at, hash: '' });
        const { run, mac, kind } = parsed;
        const body = canonicalJson(parsed.body);
        previous = entryHash(previous, { seq, at, run, mac, kind, body });
        parsed.hash = previous;
        return { seq, at, run, mac, kind, body, hash: previous, parsed };
      });
      insert(connection, sealed);
      return sealed.map(({ parsed }) => parsed);
    }),

  entries: (filter) => {
    const asked = lookups.filter((column) => filter[column] !== undefined);
    const where = asked.length === 0 ? '' : `WHERE ${asked.map((column) => `${column} = @${column}`).join(' AND ')}`;
    const values = Object.fromEntries(asked.map((column): [string, SqlValue] => [column, filter[column] ?? null]));
    return connection.all(toEntry, `SELECT * FROM ledger ${where} ORDER BY seq`, values);
  },

  page: ({ before, limit, text, ...filter }) => {
    const where = [
      ...lookups.filter((column) => filter[column] !== undefined).map((column) => `${column} = @${column}`),
      ...(before === undefined ? [] : ['seq < @before']),
      ...(text === undefined
        ? []
        : ["instr(lower(kind || ' ' || ifnull(run, '') || ' ' || ifnull(mac, '') || ' ' || body), @text) > 0"]),
    ];
    return connection.all(
      toEntry,
      `SELECT * FROM ledger ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`} ORDER BY seq DESC LIMIT @limit`,
      {
        limit,
        ...(before === undefined ? {} : { before }),
        ...(text === undefined ? {} : { text: text.toLowerCase() }),
        ...Object.fromEntries(
          lookups.flatMap((column) => (filter[column] === undefined ? [] : [[column, filter[column]]])),
        ),
      },
    );
  },

  verify: () =>
    // in one transaction: entries that another process adds meanwhile are either seen whole or not at all
    connection.transaction(() => {
      let head = firstPrevious;
      let entries = 0;
      let reason: string | undefined;
      connection.each(
        StoredRow.parse,
        (row) => {
          reason = misfit(entries + 1, head, row);
          if (reason !== undefined) return false;
          entries += 1;
          head = row.hash;
          return true;
        },
        'SELECT * FROM ledger ORDER BY seq',
      );
      if (reason === undefined && lastNumber(connection) > entries) reason = `entry ${entries + 1} is missing`;
      return reason === undefined ? { ok: true, entries, head } : { ok: false, entries, head, reason };
    }),
});

/** Why a row is not what has to stand at this place of the chain, or undefined if it is. */
function misfit(expected: number, previous: string, row: SealedEntry): string | undefined {
  if (row.seq !== expected) return `entry ${expected} is missing`;
  if (row.hash !== entryHash(previous, row)) return `entry ${expected} is not what was written`;
  return undefined;
}

const LastHash = z.object({ hash: z.string() });

const lastHash = (connection: Connection): string =>
  connection.first(LastHash.parse, 'SELECT hash FROM ledger ORDER BY seq DESC LIMIT 1')?.hash ?? firstPrevious;

const Sequence = z.object({ seq: z.number() });

/** The highest number ever given, also if its entry is no longer there: then the gap stays to be seen. */
const lastNumber = (connection: Connection): number =>
  connection.first(Sequence.parse, "SELECT seq FROM sqlite_sequence WHERE name = 'ledger'")?.seq ?? 0;

function insert(connection: Connection, entries: readonly SealedEntry[]): void {
  connection.insertEach(
    'INSERT INTO ledger (seq, at, run, mac, kind, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    entries,
    ({ seq, at, run, mac, kind, body, hash }) => [seq, at, run, mac, kind, body, hash],
  );
}
