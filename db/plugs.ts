import { z } from 'zod';
import { canonicalMac, PlugfleetError, type PlugRecord, type Store } from '../contract/index.ts';
import type { Connection } from './connection.ts';
import { PlacesKnown, roomIdOf, siteIdOf } from './place-ids.ts';
import { type PlugColumns, PlugRow, plugColumns } from './plug-row.ts';
import { SnapshotRow } from './snapshot-row.ts';
import { storedFlag } from './stored-json.ts';

const SightingRow = z.object({
  at: z.string(),
  address: z.string(),
  source: z.enum(['tdp', 'xor', 'session']),
  owner: z.string().nullable(),
  factoryDefault: storedFlag.nullable(),
});

const Counted = z.object({ plugs: z.number() });

const select = `
  SELECT plug.*, site.name AS site, room.name AS room,
    (SELECT json_group_array(tag ORDER BY tag) FROM plug_tags WHERE plugId = plug.id) AS tags
  FROM plug LEFT JOIN site ON site.id = plug.siteId LEFT JOIN room ON room.id = plug.roomId`;

/** The plugs with what was observed of them. */
export function plugsIn(connection: Connection): Store['plugs'] {
  const byMac = (mac: string): PlugRecord | undefined =>
    connection.first(PlugRow.parse, `${select} WHERE plug.mac = ?`, canonicalMac(mac) ?? mac);

  return {
    all: () => connection.all(PlugRow.parse, `${select} ORDER BY plug.id`),
    page: (afterId, limit) =>
      connection.all(PlugRow.parse, `${select} WHERE plug.id > ? ORDER BY plug.id LIMIT ?`, afterId, limit),
    count: () => connection.first(Counted.parse, 'SELECT count(*) AS plugs FROM plug')?.plugs ?? 0,
    byMac,
    save: (plug) =>
      connection.part(() => {
        const mac = requireMac(plug.mac);
        const id = upsert(connection, { ...plug, mac });
        requireSame(plug, id, mac);
        setTags(connection, id, plug.tags);
        const saved = byMac(mac);
        if (saved === undefined) throw new PlugfleetError('internal', `${mac} was saved and is not there`);
        return saved;
      }),
    saveAll: (plugs) => connection.part(() => saveMany(connection, plugs)),

    addSighting: (plugId, sighting) => {
      connection.change(
        `INSERT INTO sighting (plugId, at, address, source, owner, factoryDefault)
         VALUES (?, ?, ?, ?, ?, ?)`,
        plugId,
        sighting.at,
        sighting.address,
        sighting.source,
        sighting.owner,
        sighting.factoryDefault === null ? null : Number(sighting.factoryDefault),
      );
    },
    sightings: (plugId, limit) =>
      connection.all(
        SightingRow.parse,
        'SELECT * FROM sighting WHERE plugId = ? ORDER BY at DESC, id DESC LIMIT ?',
        plugId,
        limit,
      ),

    addSnapshot: (plugId, snapshot) => {
      connection.change('INSERT INTO snapshot (plugId, body) VALUES (?, ?)', plugId, JSON.stringify(snapshot));
    },
    latestSnapshot: (plugId) =>
      connection.first(SnapshotRow.parse, 'SELECT body FROM snapshot WHERE plugId = ? ORDER BY id DESC LIMIT 1', plugId)
        ?.body,
  };
}

function requireMac(text: string): string {
  const mac = canonicalMac(text);
  if (mac === undefined) throw new PlugfleetError('bad-input', `'${text}' is not a MAC address`);
  return mac;
}

/**
 * Saves many. What it gives back is put together from what was written: reading each row again would take longer than
 * writing it.
 */
function saveMany(connection: Connection, plugs: readonly PlugRecord[]): PlugRecord[] {
  const places = new PlacesKnown(connection);
  const saved = plugs.map((plug) => {
    const site = places.site(plug.site);
    const room = places.room(site?.id ?? null, plug.room);
    const tags = plug.tags.length > 1 ? [...new Set(plug.tags)].sort(byBytes) : plug.tags;
    const record = { ...plug, mac: requireMac(plug.mac), site: site?.name ?? null, room: room?.name ?? null, tags };
    return { record, place: { siteId: site?.id ?? null, roomId: room?.id ?? null } };
  });
  const [first] = saved;
  if (first === undefined) return [];
  type Saved = typeof first;
  const { add, put } = statements(plugColumns(first.record, first.place));
  const isNew = ({ record }: Saved): boolean => record.id === 0;
  const valuesOf = ({ record, place }: Saved) => Object.values(plugColumns(record, place));
  const fresh = saved.filter(isNew);
  const ids = connection.insertEach(add, fresh, valuesOf);
  const tags: [number, string][] = [];
  for (const [index, one] of [...fresh, ...saved.filter((other) => !isNew(other))].entries()) {
    const { record } = one;
    const made = ids[index];
    const id = made ?? connection.changeReturningId(put, ...valuesOf(one));
    requireSame(record, id, record.mac);
    record.id = id;
    if (made === undefined) connection.change(noTags, id);
    for (const tag of record.tags) tags.push([id, tag]);
  }
  connection.insertEach(newTag, tags, (values) => values);
  return saved.map(({ record }) => record);
}

/** The order in which SQLite sorts text. */
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function requireSame(plug: PlugRecord, id: number, mac: string): void {
  if (plug.id !== 0 && plug.id !== id)
    throw new PlugfleetError('internal', `plug ${plug.id} was to be saved as ${mac}, which is plug ${id}`);
}

/** A plug is its MAC: a row of that MAC is brought up to date, whatever id the record bears. Gives the id of the row. */
function upsert(connection: Connection, plug: PlugRecord): number {
  const siteId = plug.site === null ? null : siteIdOf(connection, plug.site);
  const roomId = plug.room === null ? null : roomIdOf(connection, siteId, plug.room);
  const columns = plugColumns(plug, { siteId, roomId });
  return connection.changeReturningId(statements(columns).put, ...Object.values(columns));
}

interface PlugStatements {
  /** Does nothing where there is a plug of that MAC. */
  add: string;
  /** Brings it up to date, and gives its id. */
  put: string;
}

let known: PlugStatements | undefined;

/** Statements that take the values of a plug in their order. Every plug has the same columns. */
function statements(columns: PlugColumns): PlugStatements {
  if (known !== undefined) return known;
  const names = Object.keys(columns);
  const add = `INSERT INTO plug (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT (mac)`;
  const changes = names.map((name) => `${name} = excluded.${name}`).join(', ');
  known = { add: `${add} DO NOTHING`, put: `${add} DO UPDATE SET ${changes} RETURNING id` };
  return known;
}

const noTags = 'DELETE FROM plug_tags WHERE plugId = ?';
const newTag = 'INSERT INTO plug_tags (plugId, tag) VALUES (?, ?)';

function setTags(connection: Connection, plugId: number, tags: readonly string[]): void {
  connection.change(noTags, plugId);
  for (const tag of new Set(tags)) connection.change(newTag, plugId, tag);
}
