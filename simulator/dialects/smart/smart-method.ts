import type { Json, JsonObject } from '../../json.ts';
import type { DeviceState, OutletState } from '../../state/device-state.ts';
import type { Hands } from '../dialect.ts';

export interface SmartCall {
  readonly state: DeviceState;
  /** The outlet that is spoken to through `control_child`; undefined: the device itself. */
  readonly child: OutletState | undefined;
  readonly params: JsonObject;
  readonly hands: Hands;
}

/** Answers one method with its result; undefined: done, no result; a number: the error code. */
export type SmartMethod = (call: SmartCall) => JsonObject | undefined | number;
export type SmartMethods = Readonly<Record<string, SmartMethod>>;

export const SMART_ERROR = {
  jsonDecode: -1003,
  unknownMethod: -1002,
  params: -1008,
  multiRequest: 1200,
  device: -1301,
} as const;

/** The outlets a call is about. */
export function outletsOf({ state, child }: SmartCall): readonly OutletState[] {
  return child === undefined ? state.outlets : [child];
}

/** How SMART devices carry text. */
export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** One page of a list, told with its start and the total (protocols/commands.md, Paging). */
export function page(name: string, items: readonly JsonObject[], start: Json | undefined, size: number): JsonObject {
  const from = typeof start === 'number' && start > 0 ? start : 0;
  return { [name]: items.slice(from, from + size), start_index: from, sum: items.length };
}
