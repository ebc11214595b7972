import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { halfOf, type Reply } from '../transports/station.ts';
import type { Sending, Talk } from '../transports/talk.ts';

export interface LineRules {
  networkUp(): boolean;
  /** How much later than at once an answer goes out. */
  slowMs(): number;
  /** Something was asked or answered on it. */
  talked(): void;
  closed(): void;
  error(cause: unknown): void;
}

/**
 * One accepted TCP connection. Works off its requests one after the other, and knows the ways a connection can go
 * bad: cut in the middle, or dead, which means open for the kernel while everything that arrives is swallowed.
 */
export class Line {
  readonly #socket: Socket;
  readonly #talk: Talk;
  readonly #rules: LineRules;
  #arrived: Buffer = Buffer.alloc(0);
  #working = false;
  #dead = false;

  constructor(socket: Socket, talk: Talk, rules: LineRules) {
    this.#socket = socket;
    this.#talk = talk;
    this.#rules = rules;
    socket.setNoDelay(true);
    socket.on('close', () => rules.closed());
    socket.on('data', (bytes) => this.#take(bytes));
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** From now on nothing is heard or said on it, and nobody is told. */
  die(): void {
    this.#dead = true;
    this.#arrived = Buffer.alloc(0);
  }

  cut(): void {
    this.die();
    this.#socket.destroy();
  }

  #take(bytes: Buffer): void {
    this.#rules.talked();
    if (!this.#rules.networkUp()) this.die();
    if (this.#dead) return;
    this.#arrived = Buffer.concat([this.#arrived, bytes]);
    if (!this.#working) this.#workOff().catch((cause: unknown) => this.#fail(cause));
  }

  async #workOff(): Promise<void> {
    this.#working = true;
    while (!this.#dead) {
      const taken = this.#talk(this.#arrived);
      if (taken === null) {
        this.cut();
        break;
      }
      this.#arrived = taken.rest;
      if (taken.work === undefined) break;
      const reply = await taken.work();
      const slowMs = this.#rules.slowMs();
      if (slowMs > 0) await pause(slowMs);
      this.#give(reply);
    }
    this.#working = false;
  }

  #give(reply: Reply<Sending>): void {
    if (!this.#rules.networkUp()) this.die();
    if (this.#dead) return;
    this.#rules.talked();
    switch (reply.give) {
      case 'whole':
        this.#socket.write(reply.content.bytes);
        // what comes after its goodbye is answered by the system with a RST, not carried out
        if (reply.content.close) {
          this.#socket.destroySoon();
          this.#dead = true;
        }
        return;
      case 'half':
        this.#socket.end(halfOf(reply.content.bytes));
        return;
      case 'garbage':
        this.#socket.write(reply.bytes);
        return;
      case 'cut':
        this.cut();
        return;
      case 'hang':
        this.die();
    }
  }

  #fail(cause: unknown): void {
    this.#rules.error(cause);
    this.cut();
  }
}
