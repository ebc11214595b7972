import { z } from 'zod';
import { Other, type Store } from '../contract/index.ts';
import type { Connection } from './connection.ts';

const OtherRow = Other.extend({ lastSeenAt: z.string() });

/** Devices that answer but are no plugs: one row per MAC, or per address where no MAC was told. */
export const othersIn = (connection: Connection): Store['others'] => ({
  all: () => connection.all(OtherRow.parse, 'SELECT * FROM other ORDER BY id'),
  save: ({ mac, address, model, kind, lastSeenAt }) => {
    const known = mac === null ? '(address) WHERE mac IS NULL' : '(mac)';
    connection.change(
      `INSERT INTO other (mac, address, model, kind, lastSeenAt) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT ${known} DO UPDATE SET
         address = excluded.address, model = excluded.model, kind = excluded.kind, lastSeenAt = excluded.lastSeenAt`,
      mac,
      address,
      model,
      kind,
      lastSeenAt,
    );
  },
});
