import { type Clock, PlugfleetError, type Random } from '../../contract/index.ts';
import { systemCode } from '../system-error.ts';
import { xorDatagram } from '../xor-codec.ts';
import { tdpPorts } from './datagram.ts';
import { Lane, type OnDatagram } from './lane.ts';
import { tdpProbe } from './tdp-packet.ts';
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
  onDatagram: OnDatagram;
}

/**
 * Sockets for asking absent hosts at 200 addresses/s. What goes to such a host fills the socket's send buffer for about
 * 3 s, until the system stops looking for it: with one socket, a sweep of an empty network was measured at 35 addresses/s.
 */
export const manyLanes = 8;

/** Sends probes by UDP. */
export class Asker implements AsyncDisposable {
  readonly #lanes: readonly Lane[];
  readonly #clock: Clock;
  readonly #datagrams: Readonly<Record<Question, readonly { bytes: Buffer; port: number }[]>>;

  #turn = 0;

  private constructor(lanes: readonly Lane[], o: AskerOptions) {
    this.#lanes = lanes;
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
    const lanes: Lane[] = [];
    try {
      while (lanes.length < (o.lanes ?? 1)) lanes.push(await Lane.open(o.from, o.clock, o.onDatagram));
    } catch (thrown) {
      for (const lane of lanes) lane.close(() => undefined);
      throw thrown;
    }
    return new Asker(lanes, o);
  }

  /**
   * Sends the probes to one address.
   * @returns null if the system took any of them, else the code of its refusal (`EHOSTUNREACH`, `EACCES`)
   */
  async ask(address: string, questions = allQuestions): Promise<string | null> {
    const lane = this.#lanes[this.#turn++ % this.#lanes.length];
    if (!lane) throw new PlugfleetError('internal', 'an asker without sockets');
    const failures: string[] = [];
    const datagrams = questions.flatMap((question) => this.#datagrams[question]);
    for (const { bytes, port } of datagrams) {
      const failure = await this.#send(lane, bytes, port, address);
      if (failure !== undefined) failures.push(failure);
    }
    return failures.length < datagrams.length ? null : (failures[0] ?? null);
  }

  /** Hands one datagram to the system, later again while it is full; the code of the error otherwise. */
  async #send(lane: Lane, bytes: Buffer, port: number, address: string): Promise<string | undefined> {
    for (let tries = 1; ; tries++) {
      const failure = await new Promise<string | undefined>((done) =>
        lane.send(bytes, port, address, (error) => done(error ? systemCode(error) : undefined)),
      );
      if (failure === undefined || !fullCodes.includes(failure) || tries === mostTries) return failure;
      await this.#clock.sleep(5 * 2 ** tries);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => new Promise<void>((closed) => lane.close(closed))));
  }
}
