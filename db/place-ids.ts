import { z } from 'zod';
import type { Connection } from './connection.ts';
import { nameKey, requireNameKey } from './name-key.ts';

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

const Place = z.object({ id: z.number(), name: z.string() });
type Place = z.infer<typeof Place>;

/** Sites and rooms by name, each asked for once, for work on many plugs within one transaction. */
export class PlacesKnown {
  readonly #connection: Connection;
  readonly #places = new Map<string, Place>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The site of that name under the name it was first given; it is made if it is missing. */
  site(name: string | null): Place | null {
    if (name === null) return null;
    return this.#place(`${nameKey(name)}`, () => {
      const id = siteIdOf(this.#connection, name);
      return this.#connection.first(Place.parse, 'SELECT id, name FROM site WHERE id = ?', id) ?? { id, name };
    });
  }

  room(siteId: number | null, name: string | null): Place | null {
    if (name === null) return null;
    return this.#place(`${siteId}\0${nameKey(name)}`, () => {
      const id = roomIdOf(this.#connection, siteId, name);
      return this.#connection.first(Place.parse, 'SELECT id, name FROM room WHERE id = ?', id) ?? { id, name };
    });
  }

  #place(key: string, find: () => Place): Place {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const found = find();
    this.#places.set(key, found);
    return found;
  }
}
