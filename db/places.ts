import { z } from 'zod';
import { PlugfleetError, type RoomRecord, type SiteRecord, type Store } from '../contract/index.ts';
import type { Connection } from './connection.ts';
import { nameKey } from './name-key.ts';
import { roomIdOf, siteIdOf } from './place-ids.ts';

const SiteRow = z.object({ id: z.number(), name: z.string() });

const NetworkRow = z.object({ network: z.string(), expected: z.number().nullable() });

const RoomRow = z.object({
  name: z.string(),
  order: z.number().nullable(),
  occupiedUntil: z.string().nullable(),
  occupiedReason: z.string().nullable(),
}) satisfies z.ZodType<RoomRecord>;

const selectRoom = 'SELECT name, walkOrder AS "order", occupiedUntil, occupiedReason FROM room';

/** Sites with their networks and rooms. */
export function placesIn(connection: Connection): Store['places'] {
  const withParts = ({ id, name }: z.infer<typeof SiteRow>): SiteRecord => ({
    name,
    networks: connection.all(
      NetworkRow.parse,
      'SELECT network, expected FROM siteNetwork WHERE siteId = ? ORDER BY place',
      id,
    ),
    rooms: connection.all(
      RoomRow.parse,
      `${selectRoom} WHERE siteId = ? ORDER BY walkOrder IS NULL, walkOrder, key`,
      id,
    ),
  });

  const site = (name: string): SiteRecord | undefined => {
    const row = connection.first(SiteRow.parse, 'SELECT id, name FROM site WHERE key = ?', nameKey(name));
    return row && withParts(row);
  };

  return {
    all: () => connection.all(SiteRow.parse, 'SELECT id, name FROM site ORDER BY key').map(withParts),
    site,
    setSite: (name, networks) =>
      connection.transaction(() => {
        const id = siteIdOf(connection, name);
        if (networks !== undefined) setNetworks(connection, id, networks);
        return must(site(name), name);
      }),
    setRoom: (siteName, roomName, change) =>
      connection.transaction(() => {
        const id = roomIdOf(connection, siteIdOf(connection, siteName), roomName);
        const read = () => must(connection.first(RoomRow.parse, `${selectRoom} WHERE id = ?`, id), roomName);
        const { order, occupiedUntil, occupiedReason } = { ...read(), ...change };
        connection.change(
          'UPDATE room SET walkOrder = ?, occupiedUntil = ?, occupiedReason = ? WHERE id = ?',
          order,
          occupiedUntil,
          occupiedReason,
          id,
        );
        return read();
      }),
  };
}

function setNetworks(connection: Connection, siteId: number, networks: SiteRecord['networks']): void {
  connection.change('DELETE FROM siteNetwork WHERE siteId = ?', siteId);
  for (const [place, { network, expected }] of networks.entries()) {
    connection.change(
      'INSERT INTO siteNetwork (siteId, place, network, expected) VALUES (?, ?, ?, ?)',
      siteId,
      place,
      network,
      expected,
    );
  }
}

function must<T>(saved: T | undefined, name: string): T {
  if (saved === undefined) throw new PlugfleetError('internal', `'${name}' was saved and is not there`);
  return saved;
}
