import type { Heard } from '../../contract/index.ts';
import { isLoopback } from './networks.ts';

/** Different answers one address may give in one look before it counts as babble. On loopback many virtual plugs may share one. */
const mostPerAddress = 32;
/** More different answers than any network has plugs: what comes after them in one look is a flood. */
const mostInAll = 50_000;

/** Lets each answer of one look through once: the same plug answers every round, and on both TDP ports. */
export class Distinct {
  readonly #seen = new Set<string>();
  readonly #perAddress = new Map<string, number>();

  isNew(heard: Heard, address: string): boolean {
    const key = keyOf(heard);
    const before = this.#perAddress.get(address) ?? 0;
    if (this.#seen.size >= mostInAll || this.#seen.has(key)) return false;
    if (before >= mostPerAddress && !isLoopback(address)) return false;
    this.#seen.add(key);
    this.#perAddress.set(address, before + 1);
    return true;
  }
}

/** Everything told except when, and except the signal strength, which differs from answer to answer. */
const keyOf = (heard: Heard): string =>
  JSON.stringify(heard.is === 'plug' ? { ...heard.plug, atMs: 0, sureMs: 0, rssi: 0 } : heard.other);
