import {
  type CallOptions,
  codeOf,
  type Identity,
  type LightSetting,
  type LiveFacts,
  PlugfleetError,
  type Receipt,
  type Session,
  type Snapshot,
} from '../../contract/index.ts';
import { Deadline } from '../deadline.ts';
import type { PlugDialect } from '../dialects/dialect.ts';
import type { Transport } from '../transports/transport.ts';
import type { Doorman } from './who-answers.ts';

/** A dialect over a transport: one conversation with one plug. */
export class PlugSession implements Session {
  readonly #transport: Transport;
  readonly #dialect: PlugDialect;
  readonly #who: Pick<Doorman, 'judge'>;
  /** Which opening of the conversation the plug was identified in. */
  #identifiedIn: number | undefined;
  #resetAsked = false;

  constructor(transport: Transport, dialect: PlugDialect, who: Pick<Doorman, 'judge'> = { judge: async (e) => e }) {
    this.#transport = transport;
    this.#dialect = dialect;
    this.#who = who;
  }

  get login(): string | null {
    return this.#transport.login;
  }

  async identify(o: CallOptions): Promise<Identity> {
    using deadline = new Deadline(o);
    for (;;) {
      const opened = this.#transport.opened;
      const identity = await this.#dialect.identify(deadline).catch(async (thrown: unknown) => {
        throw await this.#who.judge(thrown, deadline);
      });
      this.#identifiedIn = opened;
      // opened anew in the middle: the parts of this identity may come from two plugs, so it is read again
      if (opened === this.#transport.opened) return identity;
    }
  }

  async readFacts(o: CallOptions): Promise<LiveFacts> {
    using deadline = new Deadline(o);
    return await this.#dialect.readFacts(deadline);
  }

  async snapshot(o: CallOptions): Promise<Snapshot> {
    using deadline = new Deadline(o);
    const snapshot = await this.#dialect.snapshot(deadline);
    // a stop in the middle must not pass for parts that the plug would not tell
    if (deadline.stopped) throw o.signal.reason;
    return snapshot;
  }

  async readLight(o: CallOptions): Promise<LightSetting | null> {
    using deadline = new Deadline(o);
    return await this.#dialect.readLight(deadline);
  }

  async setLight(light: LightSetting, o: CallOptions): Promise<void> {
    if (this.#identifiedIn !== this.#transport.opened)
      throw new PlugfleetError('not-the-same-device', 'the plug was not identified in this session');
    using deadline = new Deadline(o);
    await this.#dialect.setLight(light, deadline);
  }

  /** Law 5 in the smallest place: the only call of `sendOnce` there is, and it is passed at most once per session. */
  async sendReset(o: CallOptions): Promise<Receipt> {
    if (this.#resetAsked) throw new PlugfleetError('internal', 'a second reset was asked for in one session');
    if (this.#identifiedIn !== this.#transport.opened)
      return { receipt: 'not-sent', detail: 'the plug was not identified in this session' };
    this.#resetAsked = true;
    using deadline = new Deadline(o);
    const outcome = await this.#transport.sendOnce(this.#dialect.resetMessage, deadline);
    if (outcome.sent !== 'answered') return { receipt: outcome.sent, detail: outcome.detail };
    return this.#readReset(outcome.reply);
  }

  #readReset(reply: string): Receipt {
    try {
      return this.#dialect.readReset(reply);
    } catch (thrown) {
      if (codeOf(thrown) === 'garbled') return { receipt: 'cut-off', detail: 'an answer that makes no sense' };
      throw thrown;
    }
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#transport[Symbol.asyncDispose]();
  }
}
