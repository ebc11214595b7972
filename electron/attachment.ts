import type { AttachAnswer, AttachProblem, AttachWish, HostState } from '../contract/index.ts';
import { readAddress } from './attach-address.ts';
import { HostKeeper } from './host-keeper.ts';
import type { KnownComputers } from './known-computers.ts';
import type { RunsThere } from './leaving.ts';
import type { OtherComputer } from './messages.ts';

export interface AttachmentOptions {
  computers: KnownComputers;
  version: string;
  log: (words: string) => void;
  onAttached: () => void;
}

/** The computer elsewhere whose Plugfleet the window shows, if any: a process of its own passes the calls on. */
export class Attachment {
  readonly #o: AttachmentOptions;
  #attached: { keeper: HostKeeper; origin: string } | undefined;
  /** Ends the try that is under way. */
  #giveUp: () => void = () => undefined;
  /** The certificates that a person was shown since this start; only those can be trusted. */
  readonly #shown = new Map<string, string>();

  constructor(o: AttachmentOptions) {
    this.#o = o;
  }

  get keeper(): HostKeeper | undefined {
    return this.#attached?.keeper;
  }

  /** Host and port. */
  get name(): string | null {
    return this.#attached === undefined ? null : new URL(this.#attached.origin).host;
  }

  /** Attaches to the computer that is meant, once it is known to be that one and lets us in. */
  async attach({ address, trust }: AttachWish): Promise<AttachAnswer> {
    this.#giveUp();
    const { computers } = this.#o;
    const written = readAddress(address);
    if (written.is !== 'address') return refused({ is: written.is });
    const { origin } = written;
    const token = written.token ?? computers.tokenOf(origin);
    if (token === null) return refused({ is: 'token-missing' });
    if (trust !== null && this.#shown.get(origin) === trust) computers.trust(origin, trust);
    const to: OtherComputer = { origin, fingerprint: computers.fingerprintOf(origin), token };
    const { keeper, state } = await this.#meet(to);
    if (state === 'stopped' || state.at !== 'ready') {
      void keeper.close();
      if (state === 'stopped') return { at: 'stopped' };
      const problem: AttachProblem = state.at === 'refused' ? state.problem : { is: 'no-answer' };
      if ('seen' in problem) this.#shown.set(origin, problem.seen);
      return refused(problem);
    }
    computers.keep(origin, token);
    void this.detach();
    this.#attached = { keeper, origin };
    this.#o.onAttached();
    return { at: 'attached' };
  }

  /** Nobody waits for the try under way any more. */
  stop(): void {
    this.#giveUp();
  }

  async detach(): Promise<void> {
    const attached = this.#attached;
    this.#attached = undefined;
    await attached?.keeper.close();
  }

  /** Runs over there, for whoever leaves. */
  async runsThere(): Promise<RunsThere | null> {
    const { name } = this;
    return name === null ? null : { name, count: (await this.keeper?.countRuns()) ?? 0 };
  }

  async #meet(to: OtherComputer): Promise<{ keeper: HostKeeper; state: HostState | 'stopped' }> {
    const { log, version } = this.#o;
    const { promise, resolve } = Promise.withResolvers<HostState | 'stopped'>();
    const keeper = new HostKeeper({
      program: 'desktop-relay.js',
      name: 'Plugfleet relay',
      opening: { is: 'attach', to, version },
      log,
      shellKey: () => null,
      onChange: () => {
        const { state } = keeper;
        if (state.at !== 'starting' && !(state.at === 'lost' && state.again)) resolve(state);
      },
      onOver: () => undefined,
    });
    this.#giveUp = () => resolve('stopped');
    keeper.startAgain();
    const state = await promise;
    return { keeper, state };
  }
}

const refused = (problem: AttachProblem): AttachAnswer => ({ at: 'refused', problem });
