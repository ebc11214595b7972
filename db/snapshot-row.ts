import { z } from 'zod';
import type { Snapshot } from '../contract/index.ts';
import { storedJson } from './stored-json.ts';

const StoredSnapshot = z.object({
  takenAt: z.string(),
  alias: z.string(),
  outlets: z.array(z.object({ id: z.string(), alias: z.string() })),
  owner: z.string().nullable(),
  ssid: z.string().nullable(),
  hasLocation: z.boolean().nullable(),
  rules: z
    .array(z.object({ kind: z.enum(['schedule', 'countdown', 'away']), rule: z.record(z.string(), z.unknown()) }))
    .nullable(),
  ledOff: z.boolean().nullable(),
  energy: z
    .object({ totalWh: z.number().nullable(), monthWh: z.number().nullable(), todayWh: z.number().nullable() })
    .nullable(),
  matterCode: z.string().nullable(),
  unread: z.array(z.string()),
}) satisfies z.ZodType<Snapshot>;

/** A snapshot as its table gives it. */
export const SnapshotRow = z.object({ body: storedJson(StoredSnapshot) });
