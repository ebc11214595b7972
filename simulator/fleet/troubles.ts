import type { Random } from '../random.ts';
import { type CommandKind, type Fault, type FaultKind, findFault, type SwapMoment } from '../spec/fault.ts';
import type { Reply } from '../transports/station.ts';
import { type ResetFate, resetFate } from './reset-fate.ts';

const GARBAGE_BYTES = 64;

/** The faults of one device, asked in the words of those who suffer them. */
export class Troubles {
  readonly #random: Random;
  #faults: readonly Fault[];
  #sessionsExpired = 0;

  constructor(faults: readonly Fault[], random: Random) {
    this.#faults = faults;
    this.#random = random;
  }

  replace(faults: readonly Fault[]): void {
    this.#faults = faults;
    this.#sessionsExpired = 0;
  }

  find<K extends FaultKind>(kind: K): Extract<Fault, { kind: K }> | undefined {
    return findFault(this.#faults, kind);
  }

  has(kind: FaultKind): boolean {
    return this.find(kind) !== undefined;
  }

  /** Whether this datagram or connection is lost; asking is throwing the dice. */
  drops(): boolean {
    const flaky = this.find('flaky');
    return flaky !== undefined && this.#random.next() < flaky.drop;
  }

  get slowMs(): number {
    return this.find('slow')?.ms ?? 0;
  }

  /** Whether a session is forgotten after so many requests. Asking is using one of the fault's sessions up. */
  sessionExpires(served: number): boolean {
    const fault = this.find('expire-session');
    if (fault === undefined || served < fault.after) return false;
    if (this.#sessionsExpired >= (fault.times ?? Number.POSITIVE_INFINITY)) return false;
    this.#sessionsExpired += 1;
    return true;
  }

  get resetFate(): ResetFate {
    return resetFate(this.#faults);
  }

  /** An answer as it goes out after half replies and garbage. */
  spoil<T>(on: CommandKind | 'udp', content: T): Reply<T> {
    if (this.#faults.some((fault) => fault.kind === 'half-reply' && fault.on === on)) return { give: 'half', content };
    if (this.#faults.some((fault) => fault.kind === 'garbage' && fault.on === on)) {
      return { give: 'garbage', bytes: this.#random.bytes(GARBAGE_BYTES) };
    }
    return { give: 'whole', content };
  }

  /** The id to change places with at this moment. A swap happens once, so its fault is gone afterwards. */
  takeSwap(moment: SwapMoment): string | undefined {
    const swap = this.#faults.find((fault) => fault.kind === 'swap-on' && fault.moment === moment);
    if (swap?.kind !== 'swap-on') return undefined;
    this.#faults = this.#faults.filter((fault) => fault !== swap);
    return swap.with;
  }
}
