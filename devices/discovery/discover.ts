import {
  type Clock,
  type Code,
  type DiscoverOptions,
  type DiscoverResult,
  PlugfleetError,
  type Random,
  type Target,
} from '../../contract/index.ts';
import { Asker, manyLanes } from './asker.ts';
import { Distinct } from './distinct.ts';
import { Hearing } from './hearing.ts';
import { contains, hostsOf, isLoopback, type Network, parseNetwork } from './networks.ts';
import { Pacer } from './pacer.ts';
import { type TdpKey, tdpKey } from './tdp-key.ts';

export interface DiscoverySources {
  clock: Clock;
  random: Random;
}

/** How long answers may take. In the air a dozing plug needs up to a second; loopback has no air. */
interface Waits {
  /** Between two rounds. */
  roundMs: number;
  /** Without anything new, when everything asked has answered. */
  quietMs: number;
  /** At least this long after the last probe, as long as something asked is silent. */
  settleMs: number;
}
const inTheAir: Waits = { roundMs: 700, quietMs: 400, settleMs: 1000 };
const onLoopback: Waits = { roundMs: 150, quietMs: 100, settleMs: 1000 };
/** Unread datagrams hold up the end no longer than this: a flood has no end of its own. */
const longestBacklogMs = 2000;
const progressEveryMs = 100;
const refusals: readonly Code[] = ['no-interface', 'no-permission'];
/** What a system says that forbids sending, as opposed to having no way there. */
const forbidden = ['EACCES', 'EPERM'];

/**
 * Asks every target in several rounds; a round after the first asks only who is silent. Ends when nothing new comes.
 * @throws PlugfleetError `bad-network`, `network-too-large`, `no-interface`, `no-permission`; the signal's reason
 */
export async function discover(
  targets: readonly Target[],
  o: DiscoverOptions,
  from: DiscoverySources,
): Promise<DiscoverResult> {
  const look = new Look(targets, o, from, await tdpKey());
  o.signal.throwIfAborted();
  return await look.run();
}

type Broadcast = Extract<Target, { kind: 'broadcast' }>;

/** One look at all targets. */
class Look {
  readonly #o: DiscoverOptions;
  readonly #from: DiscoverySources;
  readonly #key: TdpKey;
  readonly #networks: readonly Network[];
  readonly #broadcasts: readonly Broadcast[];
  readonly #loopback: boolean;
  readonly #waits: Waits;
  readonly #rounds: number;
  readonly #distinct = new Distinct();
  readonly #answered = new Set<string>();
  readonly #probed = new Set<string>();
  /** Ends all parts when one of them fails. */
  readonly #stop = new AbortController();
  readonly #hearings: Hearing[] = [];
  #asked = 0;
  #total: number;
  #toldMs = Number.NEGATIVE_INFINITY;
  #lastProbeMs = Number.NEGATIVE_INFINITY;
  #lastNewMs = Number.NEGATIVE_INFINITY;

  constructor(targets: readonly Target[], o: DiscoverOptions, from: DiscoverySources, key: TdpKey) {
    this.#o = o;
    this.#from = from;
    this.#key = key;
    this.#networks = targets.filter((target) => target.kind === 'sweep').map((target) => parseNetwork(target.network));
    this.#broadcasts = targets.filter((target) => target.kind === 'broadcast');
    this.#loopback = targets.every((target) =>
      isLoopback(target.kind === 'sweep' ? target.network.trim() : target.address),
    );
    this.#waits = this.#loopback ? onLoopback : inTheAir;
    this.#rounds = o.rounds ?? 3;
    this.#total = this.#broadcasts.length * this.#rounds;
  }

  async run(): Promise<DiscoverResult> {
    const end = (): void => this.#stop.abort(this.#o.signal.reason);
    this.#o.signal.addEventListener('abort', end, { once: true });
    const parts = [
      ...(this.#networks.length > 0 ? [this.#sweep()] : []),
      ...this.#broadcasts.map((target) => this.#broadcast(target)),
    ];
    try {
      // one interface that may not broadcast does not take the others' answers away; nothing sent at all is no silence
      const [first, ...more] = await Promise.all(parts.map(refusalOf));
      if (first != null && !more.includes(null)) throw first;
    } finally {
      this.#stop.abort();
      for (const hearing of this.#hearings) hearing.stop();
      this.#o.signal.removeEventListener('abort', end);
      await Promise.allSettled(parts);
    }
    this.#tell(true);
    return {
      networks: this.#networks.map((network) => ({
        network: network.text,
        probed: count(this.#probed, network),
        answered: count(this.#answered, network),
      })),
      garbled: this.#hearings.reduce((sum, hearing) => sum + hearing.garbled, 0),
    };
  }

  async #sweep(): Promise<void> {
    const hearing = this.#hear((address) => this.#networks.some((network) => contains(network, address)));
    await using asker = await this.#asker(null, hearing, this.#loopback ? 1 : manyLanes);
    const pacer = new Pacer(this.#from.clock, this.#o.addressesPerSecond ?? (this.#loopback ? 2000 : 200));
    let refusal: string | null = null;
    let silent = [...new Set(this.#networks.flatMap((network) => [...hostsOf(network)]))];
    for (let left = this.#rounds; left > 0 && silent.length > 0; left--) {
      this.#total += silent.length;
      for (const address of silent) {
        await pacer.turn(this.#stop.signal);
        this.#stop.signal.throwIfAborted();
        refusal = await asker.ask(address);
        if (refusal === null) this.#probed.add(address);
        this.#mark();
      }
      const allAnswered = () => silent.every((address) => this.#answered.has(address));
      await this.#wait(hearing, left > 1 ? this.#waits.roundMs : this.#waits.settleMs, allAnswered);
      silent = silent.filter((address) => !this.#answered.has(address));
    }
    if (this.#probed.size === 0) throwRefused(refusal, this.#networks.map((network) => network.text).join(', '));
  }

  async #broadcast(target: Broadcast): Promise<void> {
    const hearing = this.#hear(() => true);
    await using asker = await this.#asker(target.from, hearing, 1);
    for (let left = this.#rounds; left > 0; left--) {
      this.#stop.signal.throwIfAborted();
      throwRefused(await asker.ask(target.address), target.address);
      this.#mark();
      await this.#wait(hearing, left > 1 ? this.#waits.roundMs : this.#waits.settleMs);
    }
  }

  #hear(accepts: (address: string) => boolean): Hearing {
    const hearing = new Hearing({
      clock: this.#from.clock,
      privateKey: this.#key.privateKey,
      accepts,
      onHeard: (heard, address) => {
        // a broadcast may be answered from anywhere
        if (this.#networks.some((network) => contains(network, address))) this.#answered.add(address);
        if (this.#stop.signal.aborted || !this.#distinct.isNew(heard, address)) return;
        this.#lastNewMs = this.#from.clock.monoMs();
        this.#o.onHeard(heard);
      },
    });
    this.#hearings.push(hearing);
    return hearing;
  }

  #asker(from: string | null, hearing: Hearing, lanes: number): Promise<Asker> {
    return Asker.open({ ...this.#from, publicPem: this.#key.publicPem, from, lanes, onDatagram: hearing.take });
  }

  /** Waits `afterProbeMs` after the last probe and until nothing new comes; only the latter once `allAnswered`. */
  async #wait(hearing: Hearing, afterProbeMs: number, allAnswered = (): boolean => false): Promise<void> {
    const { clock } = this.#from;
    const { quietMs } = this.#waits;
    for (;;) {
      // something that never stops answering anew does not keep everybody waiting
      const quietAtMs = Math.min(this.#lastNewMs, this.#lastProbeMs + longestBacklogMs) + quietMs;
      const endMs = allAnswered() ? quietAtMs : Math.max(quietAtMs, this.#lastProbeMs + afterProbeMs);
      const overMs = clock.monoMs() - endMs;
      if (overMs >= 0 && (!hearing.busy || overMs > longestBacklogMs)) return;
      await clock.sleep(Math.min(Math.max(-overMs, 1), quietMs / 4), this.#stop.signal);
    }
  }

  #mark(): void {
    this.#asked++;
    this.#lastProbeMs = this.#from.clock.monoMs();
    this.#tell(false);
  }

  #tell(always: boolean): void {
    const now = this.#from.clock.monoMs();
    if (!always && now - this.#toldMs < progressEveryMs) return;
    this.#toldMs = now;
    this.#o.onProgress?.(this.#asked, this.#total);
  }
}

/** The system took nothing: it was forbidden, or there is no way there. */
function throwRefused(refusal: string | null, where: string): void {
  if (refusal === null) return;
  if (!forbidden.includes(refusal))
    throw new PlugfleetError('no-interface', `There is no way to ${where} (${refusal})`, { facts: { error: refusal } });
  const words = `The system did not let Plugfleet send to ${where} (${refusal})`;
  throw new PlugfleetError('no-permission', words, { facts: { error: refusal } });
}

/** That a part could not send anything; null where it could. */
async function refusalOf(part: Promise<void>): Promise<PlugfleetError | null> {
  try {
    await part;
    return null;
  } catch (thrown) {
    if (thrown instanceof PlugfleetError && refusals.includes(thrown.code)) return thrown;
    throw thrown;
  }
}

const count = (addresses: ReadonlySet<string>, network: Network): number =>
  [...addresses].filter((address) => contains(network, address)).length;
