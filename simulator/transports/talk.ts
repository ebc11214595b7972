import type { Reply } from './station.ts';

/** What goes back on a line: the reply's bytes, and whether the plug closes after it. */
export interface Sending {
  readonly bytes: Buffer;
  readonly close: boolean;
}

export interface Taken {
  readonly rest: Buffer;
  /** The work of the first whole request; undefined while it is incomplete. */
  readonly work: (() => Promise<Reply<Sending>>) | undefined;
}

/**
 * One connection's protocol: takes the first request off what has arrived.
 * null: this is not the protocol, and the connection is past saving.
 */
export type Talk = (arrived: Buffer) => Taken | null;
