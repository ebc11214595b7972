import type { PlugRecord } from '../../contract/index.ts';
import { familyOf } from '../../devices/index.ts';
import { bareModel, emptyRecord, isProtected, toPlug } from '../../engine/index.ts';
import { parsePlugsCsv, plugsToCsv } from '../../paper/index.ts';
import { type HostContext, isoNow } from '../context.ts';
import { os } from './os.ts';

type CsvRow = ReturnType<typeof parsePlugsCsv>['rows'][number];

/** The plug a row means: by MAC, else by its own id. */
const plugOf = (context: HostContext, row: CsvRow): PlugRecord | undefined =>
  row.mac !== null
    ? context.store.plugs.byMac(row.mac)
    : context.store.plugs.all().find((p) => p.deviceId !== null && p.deviceId === row.deviceId?.toUpperCase());

/** A plug that only the file knows; its brand is what its model says until it is heard. */
const newRecord = ({ mac, model }: CsvRow): PlugRecord =>
  emptyRecord(mac ?? '', model ?? '', model === null ? undefined : familyOf('', model));

/** A plug without any protection. */
const lifted = { protectedReason: null, protectedBy: null, protectedOutlets: [] } as const;

/** What a row changes. A cell that is empty or missing changes nothing. */
function merged(known: PlugRecord, row: CsvRow, by: string): PlugRecord {
  const isNewlyOwned = row.owned === true && !known.owned;
  return {
    ...known,
    deviceId: row.deviceId?.toUpperCase() ?? known.deviceId,
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

const importCsv = os.plugs.import.handler(({ context, input }) => {
  const { rows, rejected } = parsePlugsCsv(input.csv);
  let added = 0;
  let updated = 0;
  const others = new Map(context.store.others.all().map((o) => [o.mac, o.kind]));
  context.store.transaction(() => {
    for (const row of rows) {
      const kind = row.mac === null ? undefined : others.get(row.mac);
      if (kind !== undefined) {
        rejected.push({
          line: row.line,
          why: `${row.mac} answered as ${kind === 'unknown' ? 'no plug' : `a ${kind}`}`,
        });
        continue;
      }
      const known = plugOf(context, row);
      if (known === undefined && row.mac === null) {
        rejected.push({
          line: row.line,
          why: `no plug with the device id ${row.deviceId ?? ''} is known; give its MAC`,
        });
        continue;
      }
      const before = known ?? newRecord(row);
      const after = context.store.plugs.save(merged(before, row, input.by));
      const at = isoNow(context.clock);
      const marks = { run: null, mac: after.mac };
      if (after.owned !== before.owned)
        context.store.ledger.append(
          at,
          after.owned
            ? { kind: 'owned', ...marks, body: { by: input.by, owner: after.owner } }
            : { kind: 'disowned', ...marks, body: { by: input.by } },
        );
      if (isProtected(after) !== isProtected(before))
        context.store.ledger.append(
          at,
          after.protectedReason === null
            ? { kind: 'unprotected', ...marks, body: { by: input.by } }
            : { kind: 'protected', ...marks, body: { by: input.by, reason: after.protectedReason } },
        );
      if (known === undefined) added += 1;
      else updated += 1;
    }
  });
  return { added, updated, rejected: rejected.sort((a, b) => a.line - b.line) };
});

const exportAll = os.plugs.export.handler(({ context, input }) => {
  const records = context.store.plugs.all();
  if (input.format === 'json') return { text: `${JSON.stringify({ plugs: records.map(toPlug) }, null, 2)}\n` };
  return { text: plugsToCsv(records) };
});

export const files = { import: importCsv, export: exportAll };
