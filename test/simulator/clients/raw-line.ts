import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** What a TCP conversation ended in: bytes as many as asked for, a close before that, or nothing in time. */
export type Heard =
  | { end: 'bytes'; bytes: Buffer }
  | { end: 'closed'; bytes: Buffer }
  | { end: 'silence'; bytes: Buffer };

/** A plain TCP connection with one promise per step. */
export class RawLine {
  readonly #socket: Socket;
  #arrived = Buffer.alloc(0);
  #closed = false;
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes) => {
      this.#arrived = Buffer.concat([this.#arrived, bytes]);
      this.#wake();
    });
    // A reset connection is a closed one to these tests.
    socket.on('error', () => this.#wake());
    socket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
  }

  /** @throws ECONNREFUSED and the like. */
  static async open(address: string, port: number): Promise<RawLine> {
    const socket = connect({ host: address, port });
    const line = new RawLine(socket);
    await once(socket, 'connect');
    return line;
  }

  /** Over TLS, whatever certificate there is: virtual plugs show one of their own making, as real ones do. */
  static async openTls(address: string, port: number): Promise<RawLine> {
    const socket = connectTls({ host: address, port, rejectUnauthorized: false });
    const line = new RawLine(socket);
    await once(socket, 'secureConnect');
    return line;
  }

  get closed(): boolean {
    return this.#closed;
  }

  write(bytes: Buffer | string): void {
    this.#socket.write(bytes);
  }

  /** Hears until `enough` says how many of the bytes so far are one whole answer. */
  async hear(enough: (arrived: Buffer) => number | undefined, withinMs = 3000): Promise<Heard> {
    let late = false;
    const deadline = setTimeout(() => {
      late = true;
      this.#wake();
    }, withinMs);
    try {
      for (;;) {
        const length = enough(this.#arrived);
        if (length !== undefined) {
          const bytes = this.#arrived.subarray(0, length);
          this.#arrived = this.#arrived.subarray(length);
          return { end: 'bytes', bytes };
        }
        if (this.#closed) return { end: 'closed', bytes: this.#arrived };
        if (late) return { end: 'silence', bytes: this.#arrived };
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      clearTimeout(deadline);
    }
  }

  close(): void {
    this.#socket.destroy();
  }
}
