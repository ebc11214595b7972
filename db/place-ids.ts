import { z } from 'zod';
import type { Connection } from './connection.ts';
import { requireNameKey } from './name-key.ts';

const Id = z.object({ id: z.number() });

/** The id of the site of that name, which is made if it is missing. */
export function siteIdOf(connection: Connection, name: string): number {
  const key = requireNameKey(name);
  return (
    connection.first(Id.parse, 'SELECT id FROM site WHERE key = ?', key)?.id ??
    connection.changeReturningId('INSERT INTO site (key, name) VALUES (?, ?) RETURNING id', key, name.trim())
  );
}

/** The id of the room of that name in a site (null: in none yet), which is made if it is missing. */
export function roomIdOf(connection: Connection, siteId: number | null, name: string): number {
  const key = requireNameKey(name);
  return (
    connection.first(Id.parse, 'SELECT id FROM room WHERE siteId IS ? AND key = ?', siteId, key)?.id ??
    connection.changeReturningId(
      'INSERT INTO room (siteId, key, name) VALUES (?, ?, ?) RETURNING id',
      siteId,
      key,
      name.trim(),
    )
  );
}
