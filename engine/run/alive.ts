import type { RunState, Working } from './state.ts';

/** What showed that a network was alive, or that there was nothing that could have shown it. */
export type Life = { alive: true; witness: 'plug' | 'gateway' | 'loopback' | 'none' } | { alive: false };

/** Of whom the silence is judged: plugs of a network, sent to in this sitting or in one before it. */
export interface Silence {
  network: string;
  fromBefore: boolean;
}

export const silenceOf = (state: RunState, { mac, network }: Pick<Working, 'mac' | 'network'>): Silence => ({
  network,
  fromBefore: state.oldUnproven.has(mac),
});

/**
 * Whether silence on a network counts (law 12): something that was sent nothing answered at or after `sinceMs`.
 * Where nothing is left that could answer, silence counts and the evidence says so.
 */
export function lifeSince(state: RunState, silence: Silence, sinceMs: number): Life {
  const net = state.networks.get(silence.network);
  if (net?.witnessMs != null && net.witnessMs >= sinceMs) return { alive: true, witness: 'plug' };
  const gatewayMs = gatewayLifeMs(state, silence);
  if (gatewayMs !== null && gatewayMs >= sinceMs) return { alive: true, witness: 'gateway' };
  if (couldAnswer(state, silence)) return { alive: false };
  return { alive: true, witness: net?.isLoopback === true ? 'loopback' : 'none' };
}

/**
 * When the gateway last answered, where that says anything: it lives on when the plugs' access point is down, so it
 * vouches only where no TP-Link device can.
 */
function gatewayLifeMs(state: RunState, silence: Silence): number | null {
  return isDeviceAwaited(state, silence) ? null : (state.networks.get(silence.network)?.gatewayMs ?? null);
}

/**
 * Whether a TP-Link device that was sent nothing has to show the life of its network: it was heard in this sitting.
 * Who answered in a sitting before this one is not known any more, only who is there: for what was sent then, each
 * of them has to be waited for, or an access point that went down in between would turn plugs into proven ones.
 */
function isDeviceAwaited(state: RunState, { network, fromBefore }: Silence): boolean {
  for (const w of state.witnesses.values())
    if (w.network === network && (fromBefore || w.heardMs !== null)) return true;
  for (const w of state.work.values())
    if (w.network === network && (fromBefore || w.heardMs !== null) && isUnsent(state, w.mac)) return true;
  return false;
}

/** Whether a plug of the way `network` was sent nothing, by us or by a hand: as far as we know it is as it was. */
export function isUnsent(state: RunState, mac: string): boolean {
  const item = state.folded.items.get(mac);
  return item?.sentAs === 0 && item.tick === null;
}

/** Whether anything is there that answered before and was sent nothing. */
function couldAnswer(state: RunState, silence: Silence): boolean {
  const { network } = silence;
  if (state.networks.get(network)?.gatewayMs != null || isDeviceAwaited(state, silence)) return true;
  for (const w of state.work.values()) {
    // a waiting plug of the way `network` answered when the plan was made
    if (w.network === network && state.folded.items.get(w.mac)?.at === 'waiting') return true;
  }
  return false;
}

/** The last sign of life of a network, or when the run began. */
export function lastLifeMs(state: RunState, silence: Silence): number {
  const net = state.networks.get(silence.network);
  return Math.max(net?.witnessMs ?? state.startedMs, gatewayLifeMs(state, silence) ?? state.startedMs, state.startedMs);
}
