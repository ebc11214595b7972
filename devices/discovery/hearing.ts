import type { KeyObject } from 'node:crypto';
import type { RemoteInfo } from 'node:dgram';
import type { Clock, Heard } from '../../contract/index.ts';
import { type Datagram, readDatagram } from './datagram.ts';

/** Datagrams read in one go, before the socket gets its turn again. */
const batch = 64;
/** More unread datagrams than any network has plugs: the rest of such a flood is dropped. */
const longestQueue = 50_000;
const mostQueuedBytes = 32 << 20;
/** Plugs' answers have 3 KiB at the most; what is larger is not even kept. */
const longestDatagram = 16 * 1024;

export interface HearingOptions {
  clock: Clock;
  privateKey: KeyObject;
  /** Whether an answer from there was asked for. */
  accepts: (address: string) => boolean;
  onHeard: (heard: Heard, address: string) => void;
}

/** Takes datagrams off the socket at once, so that the kernel's buffer stays empty, and reads them afterwards in batches. */
export class Hearing {
  readonly #o: HearingOptions;
  #queue: Datagram[] = [];
  #queuedBytes = 0;
  #reading = false;
  #over = false;
  /** Datagrams that were no answer of any known kind, not asked for, or too many. */
  garbled = 0;

  constructor(o: HearingOptions) {
    this.#o = o;
  }

  /** Whether something is still to be read. */
  get busy(): boolean {
    return this.#reading;
  }

  /** Handler for the socket's `message` event. */
  readonly take = (bytes: Buffer, source: RemoteInfo, sureMs: number): void => {
    if (this.#over) return;
    if (!this.#hasRoomFor(bytes) || !this.#o.accepts(source.address)) {
      this.garbled++;
      return;
    }
    this.#queuedBytes += bytes.length;
    this.#queue.push({ bytes, address: source.address, port: source.port, atMs: this.#o.clock.monoMs(), sureMs });
    if (this.#reading) return;
    this.#reading = true;
    setImmediate(this.#read);
  };

  /** Hears nothing more, and leaves unread what a flood left behind. */
  stop(): void {
    this.#over = true;
    this.#queue = [];
  }

  #hasRoomFor({ length }: Buffer): boolean {
    if (length > longestDatagram || this.#queue.length >= longestQueue) return false;
    return this.#queuedBytes + length <= mostQueuedBytes;
  }

  readonly #read = (): void => {
    for (const datagram of this.#queue.splice(0, batch)) {
      this.#queuedBytes -= datagram.bytes.length;
      const heard = readDatagram(datagram, this.#o.privateKey);
      if (heard) this.#o.onHeard(heard, datagram.address);
      else this.garbled++;
    }
    this.#reading = this.#queue.length > 0;
    if (this.#reading) setImmediate(this.#read);
  };
}
