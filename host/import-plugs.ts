import type { ImportResult, NewLedgerEntry, PlugRecord, Store } from '../contract/index.ts';
import { familyOf } from '../devices/index.ts';
import { bareModel, emptyRecord, isProtected } from '../engine/index.ts';
import { cellsOf, noteOf, type ParsedPlugs, type PlugRow } from '../paper/index.ts';
import { type HostContext, isoNow } from './context.ts';

/** A row with the plug it means, as it is and as it is to be. */
interface Merged {
  row: PlugRow;
  known: PlugRecord | undefined;
  before: PlugRecord;
  after: PlugRecord;
}

/** Entries that go to the ledger in one call. */
const atOnce = 1_000;

/**
 * Merges the rows of a file into the inventory: all that can be taken, in one transaction. A dry run does the very same
 * and takes it back, so what it tells is what would be.
 */
export function importPlugs(
  context: Pick<HostContext, 'store' | 'clock'>,
  { rows, rejected }: ParsedPlugs,
  o: { by: string; dryRun: boolean },
): ImportResult {
  const { store } = context;
  let result: ImportResult | undefined;
  const work = (): void => {
    const { merged, refused } = mergeAll(store, rows, o.by);
    const changed = merged.filter(({ known, after }) => known === undefined || differs(known, after));
    const saved = store.plugs.saveAll(changed.map(({ after }) => after));
    for (const [index, one] of changed.entries()) one.after = saved[index] ?? one.after;
    const entries = merged.flatMap(({ before, after }) => entriesOf(before, after, o.by));
    const at = isoNow(context.clock);
    for (let from = 0; from < entries.length; from += atOnce)
      store.ledger.append(at, ...entries.slice(from, from + atOnce));
    const added = merged.filter(({ known }) => known === undefined).length;
    result = {
      added,
      updated: merged.length - added,
      unchanged: merged.filter(({ known, after }) => known !== undefined && !differs(known, after)).length,
      rejected: [...rejected, ...refused].sort((a, b) => a.line - b.line),
      notes: rows.flatMap(({ line, cleaned }) =>
        cleaned.map((column) => ({ line, note: `${column} held control or invisible characters; they are left out` })),
      ),
      ...(o.dryRun ? { rows: merged.map(shown) } : {}),
    };
    if (o.dryRun) throw new TakenBack();
  };
  try {
    store.transaction(work);
  } catch (thrown) {
    if (!(thrown instanceof TakenBack)) throw thrown;
  }
  return result ?? { added: 0, updated: 0, unchanged: 0, rejected, notes: [] };
}

/** Ends the transaction of a dry run. */
class TakenBack extends Error {}

/** Finds the plug of each row. A row that contradicts what is known, or another row, is refused. */
function mergeAll(store: Store, rows: readonly PlugRow[], by: string) {
  const plugs = store.plugs.all();
  const byMac = new Map(plugs.map((plug) => [plug.mac, plug]));
  const byDeviceId = new Map(plugs.flatMap((plug) => (plug.deviceId === null ? [] : [[plug.deviceId, plug] as const])));
  const others = new Map(store.others.all().map((other) => [other.mac, other.kind]));
  const lines = new Map<string, number>();
  const merged: Merged[] = [];
  const refused: { line: number; why: string }[] = [];
  for (const row of rows) {
    const ofId = row.deviceId === null ? undefined : byDeviceId.get(row.deviceId);
    const known = row.mac === null ? ofId : byMac.get(row.mac);
    const mac = row.mac ?? known?.mac;
    const why =
      mac === undefined
        ? `no plug with the device id ${row.deviceId ?? ''} is known; give its MAC`
        : contradiction(row, mac, { known, ofId, kind: others.get(mac), line: lines.get(mac) });
    if (why !== undefined || mac === undefined) {
      refused.push({ line: row.line, why: why ?? '' });
      continue;
    }
    lines.set(mac, row.line);
    const before = known ?? newRecord(mac, row.model);
    merged.push({ row, known, before, after: mergedRecord(before, row, by) });
  }
  return { merged, refused };
}

/** Why a row cannot be about the plug of this MAC. */
function contradiction(
  { deviceId }: PlugRow,
  mac: string,
  o: {
    known: PlugRecord | undefined;
    ofId: PlugRecord | undefined;
    kind: string | undefined;
    line: number | undefined;
  },
): string | undefined {
  if (o.kind !== undefined) return `${mac} answered as ${o.kind === 'unknown' ? 'no plug' : `a ${o.kind}`}`;
  if (o.line !== undefined) return `it is the plug of line ${o.line}, ${mac}`;
  if (o.ofId !== undefined && o.ofId.mac !== mac) return `the device id ${deviceId} is that of ${o.ofId.mac}`;
  // a plug keeps its own id for life
  const own = o.known?.deviceId ?? null;
  if (deviceId !== null && own !== null && own !== deviceId) return `${mac} has the device id ${own}`;
  return undefined;
}

/** A plug that only the file knows; its brand is what its model says until it is heard. */
const newRecord = (mac: string, model: string | null): PlugRecord =>
  emptyRecord(mac, model ?? '', model === null ? undefined : familyOf('', model));

/** A plug without any protection. */
const lifted = { protectedReason: null, protectedBy: null, protectedOutlets: [] } as const;

/** What a row makes of a plug. A cell that is empty or missing changes nothing. */
function mergedRecord(known: PlugRecord, row: PlugRow, by: string): PlugRecord {
  const isNewlyOwned = row.owned === true && !known.owned;
  return {
    ...known,
    deviceId: row.deviceId ?? known.deviceId,
    model: row.model === null ? known.model : bareModel(row.model),
    alias: row.alias ?? known.alias,
    label: row.label ?? known.label,
    site: row.site ?? known.site,
    room: row.room ?? known.room,
    tags: row.tags === null ? known.tags : [...new Set([...known.tags, ...row.tags])],
    // an address told by a file is where to look first; what was heard since is truer
    address: known.lastSeenAt === null ? (row.address ?? known.address) : known.address,
    serial: row.serial ?? known.serial,
    owned: row.owned ?? known.owned,
    ownerWhenOwned: isNewlyOwned ? known.owner : row.owned === false ? null : known.ownerWhenOwned,
    // a strip that is protected by an outlet needs no second reason
    ...(row.protected === null || row.protected === isProtected(known)
      ? {}
      : row.protected
        ? { protectedReason: row.notes['note'] ?? 'imported', protectedBy: by }
        : lifted),
    notes: { ...known.notes, ...row.notes },
  };
}

/** Whether anything of a plug is to be written anew. */
const differs = (a: PlugRecord, b: PlugRecord): boolean =>
  a.deviceId !== b.deviceId ||
  a.model !== b.model ||
  a.alias !== b.alias ||
  a.label !== b.label ||
  a.site !== b.site ||
  a.room !== b.room ||
  a.tags.length !== b.tags.length ||
  a.address !== b.address ||
  a.serial !== b.serial ||
  a.owned !== b.owned ||
  a.ownerWhenOwned !== b.ownerWhenOwned ||
  a.protectedReason !== b.protectedReason ||
  isProtected(a) !== isProtected(b) ||
  Object.entries(b.notes).some(([name, note]) => noteOf(a, name) !== note);

/** What the ledger keeps of a change. */
function entriesOf(before: PlugRecord, after: PlugRecord, by: string): NewLedgerEntry[] {
  const marks = { run: null, mac: after.mac };
  const entries: NewLedgerEntry[] = [];
  if (after.owned !== before.owned)
    entries.push(
      after.owned
        ? { kind: 'owned', ...marks, body: { by, owner: after.owner } }
        : { kind: 'disowned', ...marks, body: { by } },
    );
  if (isProtected(after) !== isProtected(before))
    entries.push(
      after.protectedReason === null
        ? { kind: 'unprotected', ...marks, body: { by } }
        : { kind: 'protected', ...marks, body: { by, reason: after.protectedReason } },
    );
  return entries;
}

type ShownRow = NonNullable<ImportResult['rows']>[number];

/** A row as a dry run shows it: each cell that would change, before and after. */
function shown({ row, known, before, after }: Merged): ShownRow {
  const [old, next] = [cellsOf(before), cellsOf(after)];
  const columns = (Object.keys(next) as (keyof typeof next)[]).filter((name) => name !== 'mac' && name !== 'note');
  const fields = [
    ...columns.map((field) => ({ field, before: known === undefined ? null : old[field], after: next[field] })),
    ...Object.keys(after.notes).map((field) => ({ field, before: noteOf(before, field), after: noteOf(after, field) })),
  ];
  const changes = fields.filter(
    (one) => (one.before ?? '') !== (one.after ?? '') && !(known === undefined && one.after === 'no'),
  );
  const what = known === undefined ? 'added' : changes.length === 0 ? 'unchanged' : 'updated';
  return { line: row.line, mac: after.mac, what, changes };
}
