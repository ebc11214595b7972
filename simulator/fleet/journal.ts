import type { Conversation, ResetCommand, Truth } from './truth.ts';

const ERRORS_KEPT = 20;
const CONVERSATIONS_KEPT = 200;

type Counts = Pick<
  Truth,
  | 'resetCommands'
  | 'resetsCarriedOut'
  | 'readsServed'
  | 'relaysSet'
  | 'ledsSet'
  | 'handshakes'
  | 'failedHandshakes'
  | 'sessions'
  | 'wrongLogins'
  | 'wrongLoginsAtMs'
  | 'triesWhileLocked'
  | 'connectionsOpen'
  | 'maxConnectionsOpen'
  | 'conversations'
  | 'datagramsSeen'
  | 'errors'
>;

/** Counts what happens to one device. */
export class Journal {
  resetsCarriedOut = 0;
  readsServed = 0;
  relaysSet = 0;
  ledsSet = 0;
  handshakes = 0;
  failedHandshakes = 0;
  sessions = 0;
  triesWhileLocked = 0;
  datagramsSeen = 0;
  readonly #wrongLoginsAtMs: number[] = [];
  readonly #resetCommands: ResetCommand[] = [];
  readonly #conversations: { fromMs: number; toMs: number }[] = [];
  readonly #errors: string[] = [];
  #connectionsOpen = 0;
  #maxConnectionsOpen = 0;

  connectionOpened(): void {
    this.#connectionsOpen += 1;
    this.#maxConnectionsOpen = Math.max(this.#maxConnectionsOpen, this.#connectionsOpen);
  }

  connectionClosed(): void {
    this.#connectionsOpen -= 1;
  }

  /** Of one connection: to be called whenever something is said on it. */
  newConversation(): () => void {
    let one: { fromMs: number; toMs: number } | undefined;
    return () => {
      const nowMs = performance.timeOrigin + performance.now();
      if (one !== undefined) {
        one.toMs = nowMs;
        return;
      }
      one = { fromMs: nowMs, toMs: nowMs };
      this.#conversations.push(one);
      if (this.#conversations.length > CONVERSATIONS_KEPT) this.#conversations.shift();
    };
  }

  wrongLogin(atMs: number): void {
    this.#wrongLoginsAtMs.push(atMs);
  }

  resetCommand(command: ResetCommand): void {
    this.#resetCommands.push(command);
  }

  error(doing: string, cause: unknown): void {
    this.#errors.push(`${doing}: ${cause instanceof Error ? cause.message : String(cause)}`);
    if (this.#errors.length > ERRORS_KEPT) this.#errors.shift();
  }

  counts(): Counts {
    return {
      resetCommands: [...this.#resetCommands],
      resetsCarriedOut: this.resetsCarriedOut,
      readsServed: this.readsServed,
      relaysSet: this.relaysSet,
      ledsSet: this.ledsSet,
      handshakes: this.handshakes,
      failedHandshakes: this.failedHandshakes,
      sessions: this.sessions,
      wrongLogins: this.#wrongLoginsAtMs.length,
      wrongLoginsAtMs: [...this.#wrongLoginsAtMs],
      triesWhileLocked: this.triesWhileLocked,
      connectionsOpen: this.#connectionsOpen,
      maxConnectionsOpen: this.#maxConnectionsOpen,
      conversations: this.#conversations.map((one): Conversation => ({ ...one })),
      datagramsSeen: this.datagramsSeen,
      errors: [...this.#errors],
    };
  }
}
