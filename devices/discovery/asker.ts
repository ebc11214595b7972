import type { RemoteInfo, Socket } from 'node:dgram';
import { type Clock, PlugfleetError, type Random } from '../../contract/index.ts';
import { systemCode } from '../system-error.ts';
import { xorDatagram } from '../xor-codec.ts';
import { tdpPorts } from './datagram.ts';
import { tdpProbe } from './tdp-packet.ts';
import { openUdp } from './udp-socket.ts';
import { xorPort } from './xor-answer.ts';

/** What is asked: the legacy get_sysinfo, the TDP probe. A device answers the ones it speaks. */
export type Question = 'tdp' | 'xor';
export const allQuestions: readonly Question[] = ['tdp', 'xor'];

/** The system has no room for a datagram just now. */
const fullCodes = ['ENOBUFS', 'EAGAIN', 'ENOMEM'];
const mostTries = 8;

export interface AskerOptions {
  clock: Clock;
  random: Random;
  publicPem: string;
  /** Address of the interface to send from; null for any. */
  from: string | null;
  /** How many sockets take turns. Default 1; `manyLanes` where absent hosts are asked as well. */
  lanes?: number;
  onDatagram: (bytes: Buffer, source: RemoteInfo) => void;
}

/**
 * Sockets for asking absent hosts at 200 addresses/s. What goes to such a host fills the socket's send buffer for about
 * 3 s, until the system stops looking for it: with one socket, a sweep of an empty network was measured at 35 addresses/s.
 */
export const manyLanes = 8;

/** Sends probes by UDP. */
export class Asker implements AsyncDisposable {
  readonly #sockets: readonly Socket[];
  readonly #clock: Clock;
  readonly #datagrams: Readonly<Record<Question, readonly { bytes: Buffer; port: number }[]>>;

  #turn = 0;

  private constructor(sockets: readonly Socket[], o: AskerOptions) {
    this.#sockets = sockets;
    this.#clock = o.clock;
    const tdp = tdpProbe(o.publicPem, Math.floor(o.random() * 2 ** 32));
    const xor = xorDatagram(JSON.stringify({ system: { get_sysinfo: {} } }));
    this.#datagrams = {
      tdp: tdpPorts.map((port) => ({ bytes: tdp, port })),
      xor: [{ bytes: xor, port: xorPort }],
    };
  }

  /** @throws PlugfleetError `no-interface`, `no-permission` */
  static async open(o: AskerOptions): Promise<Asker> {
    const sockets: Socket[] = [];
    try {
      for (let lane = 0; lane < (o.lanes ?? 1); lane++) sockets.push(await openUdp(o.from, o.onDatagram));
    } catch (thrown) {
      for (const socket of sockets) socket.close();
      throw thrown;
    }
    return new Asker(sockets, o);
  }

  /**
   * Sends the probes to one address.
   * @returns null if the system took any of them, else the code of its refusal (`EHOSTUNREACH`, `EACCES`)
   */
  async ask(address: string, questions = allQuestions): Promise<string | null> {
    const socket = this.#sockets[this.#turn++ % this.#sockets.length];
    if (!socket) throw new PlugfleetError('internal', 'an asker without sockets');
    const failures: string[] = [];
    const datagrams = questions.flatMap((question) => this.#datagrams[question]);
    for (const { bytes, port } of datagrams) {
      const failure = await this.#send(socket, bytes, port, address);
      if (failure !== undefined) failures.push(failure);
    }
    return failures.length < datagrams.length ? null : (failures[0] ?? null);
  }

  /** Hands one datagram to the system, later again while it is full; the code of the error otherwise. */
  async #send(socket: Socket, bytes: Buffer, port: number, address: string): Promise<string | undefined> {
    for (let tries = 1; ; tries++) {
      const failure = await new Promise<string | undefined>((done) =>
        socket.send(bytes, port, address, (error) => done(error ? systemCode(error) : undefined)),
      );
      if (failure === undefined || !fullCodes.includes(failure) || tries === mostTries) return failure;
      await this.#clock.sleep(5 * 2 ** tries);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#sockets.map((socket) => new Promise<void>((closed) => socket.close(closed))));
  }
}
