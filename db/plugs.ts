import { z } from 'zod';
import { canonicalMac, PlugfleetError, type PlugRecord, type Store } from '../contract/index.ts';
import type { Connection } from './connection.ts';
import { roomIdOf, siteIdOf } from './place-ids.ts';
import { PlugRow, plugColumns } from './plug-row.ts';
import { SnapshotRow } from './snapshot-row.ts';
import { storedFlag } from './stored-json.ts';

const SightingRow = z.object({
  at: z.string(),
  address: z.string(),
  source: z.enum(['tdp', 'xor', 'session']),
  owner: z.string().nullable(),
  factoryDefault: storedFlag.nullable(),
});

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
    byMac,
    save: (plug) =>
      connection.transaction(() => {
        const mac = requireMac(plug.mac);
        const id = upsert(connection, { ...plug, mac });
        if (plug.id !== 0 && plug.id !== id) {
          throw new PlugfleetError('internal', `plug ${plug.id} was to be saved as ${mac}, which is plug ${id}`);
        }
        setTags(connection, id, plug.tags);
        const saved = byMac(mac);
        if (saved === undefined) throw new PlugfleetError('internal', `${mac} was saved and is not there`);
        return saved;
      }),

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

/** A plug is its MAC: a row of that MAC is brought up to date, whatever id the record bears. Gives the id of the row. */
function upsert(connection: Connection, plug: PlugRecord): number {
  const siteId = plug.site === null ? null : siteIdOf(connection, plug.site);
  const roomId = plug.room === null ? null : roomIdOf(connection, siteId, plug.room);
  const values = plugColumns(plug, { siteId, roomId });
  const columns = Object.keys(values);
  return connection.changeReturningId(
    `INSERT INTO plug (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})
     ON CONFLICT (mac) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
     RETURNING id`,
    values,
  );
}

function setTags(connection: Connection, plugId: number, tags: readonly string[]): void {
  connection.change('DELETE FROM plug_tags WHERE plugId = ?', plugId);
  for (const tag of new Set(tags)) {
    connection.change('INSERT INTO plug_tags (plugId, tag) VALUES (?, ?)', plugId, tag);
  }
}
