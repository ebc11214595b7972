import type { JsonObject } from '../../json.ts';
import type { DeviceState, OutletState } from '../../state/device-state.ts';
import type { Hands } from '../dialect.ts';

export interface IotCall {
  readonly state: DeviceState;
  readonly args: JsonObject;
  /** The outlets named by `context.child_ids`; undefined when the request names none. */
  readonly chosen: readonly OutletState[] | undefined;
  readonly hands: Hands;
}

/** Answers one method; `err_code: 0` is added to what it returns. A negative number is the error code instead. */
export type IotMethod = (call: IotCall) => JsonObject | number;

export type IotModule = Readonly<Record<string, IotMethod>>;
