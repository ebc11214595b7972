import assert from 'node:assert/strict';
import { z } from 'zod';
import { Family, Other, Outlet, Route, Transport } from '../../contract/index.ts';

const acting = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** A text that can be kept, printed and shown. */
const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((value) => value.isWellFormed() && !acting.test(value), 'characters that act');
const mac = z.string().regex(/^(?:[0-9A-F]{2}:){5}[0-9A-F]{2}$/);
/** zod's numbers are finite. */
const quantity = z.number();
const outlets = z.array(Outlet.extend({ id: text(128), alias: text(256), watts: quantity.nullable() })).max(64);

const HeardPlug = z.strictObject({
  address: z.literal('192.0.2.1'),
  atMs: z.literal(5),
  source: z.enum(['tdp', 'xor']),
  mac,
  deviceId: text(64).nullable(),
  deviceIdHash: text(64).nullable(),
  model: text(64),
  hardware: text(32).nullable(),
  firmware: text(128).nullable(),
  alias: text(256).nullable(),
  family: Family,
  owner: text(128).nullable(),
  factoryDefault: z.boolean().nullable(),
  dialect: z.enum(['iot', 'smart']),
  transport: Transport,
  route: Route.strict().refine((route) => route.host === '192.0.2.1', 'another host'),
  relay: Outlet.shape.relay,
  rssi: quantity.nullable(),
  outlets,
});

/** One answer to a probe, from 192.0.2.1 at 5 ms. */
export const Heard = z.union([
  z.strictObject({ is: z.literal('plug'), plug: HeardPlug }),
  z.strictObject({
    is: z.literal('other'),
    other: Other.extend({ mac: mac.nullable(), address: z.literal('192.0.2.1'), model: text(64) }),
    atMs: z.literal(5),
  }),
]);

export const Identity = z.strictObject({
  mac,
  deviceId: text(64).min(1),
  owner: text(64).nullable(),
  model: text(64),
  hardware: text(32),
  firmware: text(128),
  alias: text(256),
});

export const LiveFacts = z.strictObject({
  relay: Outlet.shape.relay,
  watts: quantity.nullable(),
  rssi: quantity.nullable(),
  outlets,
});

const energy = z.strictObject({
  totalWh: quantity.nullable(),
  monthWh: quantity.nullable(),
  todayWh: quantity.nullable(),
});
export const Snapshot = z.strictObject({
  takenAt: z.iso.datetime(),
  alias: text(256),
  outlets: z.array(z.strictObject({ id: text(128), alias: text(256) })).max(64),
  owner: text(64).nullable(),
  ssid: text(64).nullable(),
  hasLocation: z.boolean().nullable(),
  rules: z
    .array(z.strictObject({ kind: z.enum(['schedule', 'countdown', 'away']), rule: z.record(z.string(), z.unknown()) }))
    .max(1024)
    .refine((rules) => JSON.stringify(rules).length < 5 << 20, 'too much')
    .nullable(),
  ledOff: z.boolean().nullable(),
  energy: energy.nullable(),
  matterCode: text(32).nullable(),
  unread: z.array(text(32)).max(8),
});

export const Receipt = z.strictObject({
  receipt: z.enum(['refused', 'acknowledged', 'cut-off']),
  detail: text(64).nullable(),
});

/** @throws AssertionError where a value is not within what its schema bears */
export function within(schema: z.ZodType, value: unknown): void {
  const read = schema.safeParse(value);
  if (!read.success) assert.fail(`out of bounds: ${z.prettifyError(read.error)}`);
}
