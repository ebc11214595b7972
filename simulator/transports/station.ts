import type { Carrier } from '../fleet/truth.ts';
import type { SwapMoment } from '../spec/fault.ts';
import type { DeviceState } from '../state/device-state.ts';

/** What becomes of a request: its answer whole or in half, bytes that mean nothing, a closed line, or silence. */
export type Reply<T> =
  | { give: 'whole'; content: T }
  | { give: 'half'; content: T }
  | { give: 'garbage'; bytes: Buffer }
  | { give: 'cut' }
  | { give: 'hang' };

/** What a transport may use of the device it serves. */
export interface Station {
  readonly state: DeviceState;
  randomBytes(length: number): Buffer;
  carryOut(request: string, over: Carrier): Promise<Reply<string>>;
  moment(moment: SwapMoment): Promise<void>;
  handshakeDone(accepted: boolean): void;
}

/** Keeps how a reply is given and changes what is in it. */
export function mapReply<T, U>(reply: Reply<T>, change: (content: T) => U): Reply<U> {
  return 'content' in reply ? { give: reply.give, content: change(reply.content) } : reply;
}

/** What goes out before a line breaks in the middle of an answer. */
export function halfOf(bytes: Buffer): Buffer {
  return bytes.subarray(0, Math.ceil(bytes.length / 2));
}
