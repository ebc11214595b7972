import { randomBytes } from 'node:crypto';
import type { RemoteInfo, Socket } from 'node:dgram';
import type { Clock } from '../../contract/index.ts';
import { openUdp } from './udp-socket.ts';

const markBytes = 16;
/** How often a socket that is in use is marked. */
const markEveryMs = 100;
/** Where no mark ever comes back in this time, the system does not let us write to ourselves. */
const mirrorlessMs = 10_000;
/** Marks waited for at the same time; one older than these is as good as lost. */
const mostMarks = 600;

/** @param sureMs monotonic moment after which it surely arrived, however late it was read */
export type OnDatagram = (bytes: Buffer, source: RemoteInfo, sureMs: number) => void;

/**
 * A socket that knows how far behind its reader is. What came in waits in the system's buffer for as long as this
 * process is busy; then an answer read now may be seconds old, and says nothing about now. So the socket writes marks
 * to itself: what is read after a mark came after the mark was written.
 */
export class Lane {
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #mirror: string;
  /** Marks on their way, by their text, with when they were written. */
  readonly #marks = new Map<string, number>();
  readonly #openedMs: number;
  #markedMs: number;
  #sureMs: number;
  #hasMirror = false;

  private constructor(socket: Socket, clock: Clock, from: string | null) {
    this.#socket = socket;
    this.#clock = clock;
    this.#mirror = from ?? '127.0.0.1';
    this.#openedMs = clock.monoMs();
    this.#markedMs = this.#openedMs;
    this.#sureMs = this.#openedMs;
  }

  /** @throws PlugfleetError `no-interface`, `no-permission` */
  static async open(from: string | null, clock: Clock, onDatagram: OnDatagram): Promise<Lane> {
    const lane: Lane = new Lane(
      await openUdp(from, (bytes, source) => {
        if (!lane.#takeMark(bytes, source)) onDatagram(bytes, source, lane.#sure());
      }),
      clock,
      from,
    );
    return lane;
  }

  send(bytes: Buffer, port: number, address: string, sent: (error: Error | null) => void): void {
    this.#mark();
    this.#socket.send(bytes, port, address, sent);
  }

  close(closed: () => void): void {
    this.#socket.close(closed);
  }

  #sure(): number {
    const nowMs = this.#clock.monoMs();
    const isMirrorless = !this.#hasMirror && nowMs - this.#openedMs > mirrorlessMs;
    return isMirrorless ? nowMs : this.#sureMs;
  }

  #mark(): void {
    const nowMs = this.#clock.monoMs();
    if (nowMs - this.#markedMs < markEveryMs) return;
    this.#markedMs = nowMs;
    const mark = randomBytes(markBytes);
    this.#marks.set(mark.toString('hex'), nowMs);
    const [oldest] = this.#marks.keys();
    if (this.#marks.size > mostMarks && oldest !== undefined) this.#marks.delete(oldest);
    // a mark that cannot be sent or is lost is made up for by the next one
    this.#socket.send(mark, this.#socket.address().port, this.#mirror, () => undefined);
  }

  #takeMark(bytes: Buffer, { port }: RemoteInfo): boolean {
    if (bytes.length !== markBytes || port !== this.#socket.address().port) return false;
    const writtenMs = this.#marks.get(bytes.toString('hex'));
    if (writtenMs === undefined) return false;
    this.#hasMirror = true;
    this.#sureMs = Math.max(this.#sureMs, writtenMs);
    for (const [mark, ms] of this.#marks) if (ms <= writtenMs) this.#marks.delete(mark);
    return true;
  }
}
