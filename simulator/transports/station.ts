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
  /** Keys were agreed on, or the client's part of it was no good. */
  handshakeDone(accepted: boolean): void;
  /** A secret was proven to be right, which opens a session, or wrong. */
  loginDone(accepted: boolean): void;
  triedWhileLocked(): void;
  /** Wrong log-ins in a row after which it is locked. */
  readonly locksAfter: number;
  /** Whether it forgets a session after so many requests; asking is using one expiry up. */
  sessionExpires(served: number): boolean;
  /** How TPAP tells of a session it does not know. */
  readonly lostSessionBy: 'code' | 'status';
}

/** Keeps how a reply is given and changes what is in it. */
export function mapReply<T, U>(reply: Reply<T>, change: (content: T) => U): Reply<U> {
  return 'content' in reply ? { give: reply.give, content: change(reply.content) } : reply;
}

/** What goes out before a line breaks in the middle of an answer. */
export function halfOf(bytes: Buffer): Buffer {
  return bytes.subarray(0, Math.ceil(bytes.length / 2));
}
