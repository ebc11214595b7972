import { z } from 'zod';
import { type LedgerEntry, type LedgerFilter, ledgerKinds, parseLedgerEntry, type Store } from '../contract/index.ts';
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

  page: ({ before, after, limit, ...filter }) => {
    const { where, values } = conditions(filter);
    if (before !== undefined) where.push('seq < @before');
    if (after !== undefined) where.push('seq > @after');
    return connection.all(
      toEntry,
      `SELECT * FROM ledger ${joined(where)} ORDER BY seq DESC LIMIT @limit`,
      Object.assign(values, { limit }, before === undefined ? {} : { before }, after === undefined ? {} : { after }),
    );
  },

  count: (filter) => {
    const { where, values } = conditions(filter);
    return connection.first(Count.parse, `SELECT count(*) AS count FROM ledger ${joined(where)}`, values)?.count ?? 0;
  },

  newest: () => connection.first(Newest.parse, 'SELECT max(seq) AS seq FROM ledger')?.seq ?? 0,

  values: () => ({
    kinds: connection.all(
      (row) => KindCount.parse(row),
      'SELECT kind, count(*) AS count FROM ledger GROUP BY kind ORDER BY min(seq)',
    ),
    people: connection.all(
      (row) => Value.parse(row).value,
      `SELECT DISTINCT ${byOf} AS value FROM ledger WHERE ${byOf} IS NOT NULL ORDER BY value`,
    ),
    runs: connection.all(
      (row) => Value.parse(row).value,
      'SELECT run AS value FROM ledger WHERE run IS NOT NULL GROUP BY run ORDER BY min(seq) DESC',
    ),
  }),

  verify: () =>
    // in one transaction: entries that another process adds meanwhile are either seen whole or not at all
    connection.transaction(() => {
      let head = firstPrevious;
      let entries = 0;
      let what: Misfit | undefined;
      connection.each(
        StoredRow.parse,
        (row) => {
          what = misfit(entries + 1, head, row);
          if (what !== undefined) return false;
          entries += 1;
          head = row.hash;
          return true;
        },
        'SELECT * FROM ledger ORDER BY seq',
      );
      if (what === undefined && lastNumber(connection) > entries) what = 'missing';
      if (what === undefined) return { ok: true, entries, head };
      const entry = entries + 1;
      return { ok: false, entries, head, reason: `entry ${entry} is ${misfitWords[what]}`, broken: { entry, what } };
    }),
});

type Misfit = 'missing' | 'changed';
const misfitWords: Readonly<Record<Misfit, string>> = { missing: 'missing', changed: 'not what was written' };

/** Why a row is not what has to stand at this place of the chain, or undefined if it is. */
function misfit(expected: number, previous: string, row: SealedEntry): Misfit | undefined {
  if (row.seq !== expected) return 'missing';
  return row.hash === entryHash(previous, row) ? undefined : 'changed';
}

const byOf = "json_extract(body, '$.by')";
const Count = z.object({ count: z.number() });
const Newest = z.object({ seq: z.number().nullable() });
const Value = z.object({ value: z.string() });
const KindCount = z.object({ kind: z.enum(ledgerKinds), count: z.number() });

/** Where one word of a search is looked for. `folded` is Connection's: SQLite's own lower() knows English letters only. */
const searched = (word: string): string => `(
  instr(folded(kind || ' ' || ifnull(run, '') || ' ' || ifnull(mac, '') || ' ' || body), ${word}) > 0
  OR instr(folded(replace(ifnull(mac, ''), ':', '')), ${word}) > 0
  OR mac IN (
    SELECT plug.mac FROM plug LEFT JOIN room ON room.id = plug.roomId LEFT JOIN site ON site.id = plug.siteId
    WHERE instr(
      folded(plug.alias || ' ' || ifnull(plug.label, '') || ' ' || ifnull(room.name, '') || ' ' || ifnull(site.name, '')),
      ${word}
    ) > 0
  )
)`;

/** What holds of the entries that are meant, with the values that stand in it by name. */
function conditions({ kind, by, since, until, text, ...filter }: LedgerFilter): {
  where: string[];
  values: Record<string, SqlValue>;
} {
  const where: string[] = [];
  const values: Record<string, SqlValue> = {};
  const hold = (condition: (name: string) => string, value: SqlValue): void => {
    const name = `value${Object.keys(values).length}`;
    values[name] = value;
    where.push(condition(`@${name}`));
  };
  if (filter.run !== undefined) hold((name) => `run = ${name}`, filter.run);
  if (filter.mac !== undefined) hold((name) => `mac = ${name}`, filter.mac);
  if (kind !== undefined) hold((name) => `kind IN (SELECT value FROM json_each(${name}))`, JSON.stringify(kind));
  if (by !== undefined) hold((name) => `${byOf} = ${name}`, by);
  if (since !== undefined) hold((name) => `at >= ${name}`, since);
  if (until !== undefined) hold((name) => `at < ${name}`, until);
  for (const word of (text ?? '').toLowerCase().split(/\s+/).filter(Boolean)) hold(searched, word);
  return { where, values };
}

const joined = (where: readonly string[]): string => (where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`);

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
