import assert from 'node:assert/strict';
import { z } from 'zod';
import { parsePlugJson, plugName, plugName64, plugText, Quantity, readAs } from '../../../devices/plug-json.ts';
import { within } from '../bounds.ts';
import type { FuzzTarget } from '../fuzz-target.ts';

const Told = z.object({
  name: plugName(20),
  name64: plugName64(20),
  id: plugText(20),
  list: z.array(z.object({ n: Quantity })).max(8),
  more: z.record(z.string(), z.unknown()).optional(),
});
const acting = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const text = z
  .string()
  .max(20)
  .refine((value) => value.isWellFormed() && !acting.test(value));
const Bounds = z.strictObject({
  name: text,
  name64: text,
  id: text,
  list: z.array(z.strictObject({ n: z.number().min(-1e12).max(1e12) })).max(8),
  more: z.record(z.string(), z.unknown()).optional(),
});

const sample = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** The way from bytes to fields that all JSON of plugs goes. */
const plugJson: FuzzTarget = {
  name: 'plug-json',
  samples: [
    sample({ name: 'Kettle', name64: 'S2V0dGxl', id: 'AB12', list: [{ n: 1 }, { n: -2.5 }] }),
    sample({ name: 'é😀', name64: 'w6nwn5iA', id: '', list: [], more: { a: { b: [null, true] }, constructor: 1 } }),
    Buffer.from('{"name":"\\u0041\\ud83d\\ude00","name64":"","id":"\\u005f","list":[{"n":1e11}]}'),
  ],
  codes: ['garbled'],
  read: (input) => {
    const told = parsePlugJson(input.toString('utf8'));
    checkKeys(told);
    within(Bounds, readAs(Told, told, 'sample'));
  },
};

function checkKeys(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  assert.ok(!Object.hasOwn(value, '__proto__'), 'a key that sets a prototype');
  assert.ok([Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value)), 'a prototype out of an answer');
  for (const inner of Object.values(value)) checkKeys(inner);
}

export const jsonTargets: readonly FuzzTarget[] = [plugJson];
