import type { RunState } from './state.ts';

/** What showed that a network was alive, or that there was nothing that could have shown it. */
export type Life = { alive: true; witness: 'plug' | 'gateway' | 'loopback' | 'none' } | { alive: false };

/**
 * Whether silence on a network counts (law 12): something that was sent nothing answered at or after `sinceMs`.
 * Where nothing is left that could answer, silence counts and the evidence says so.
 */
export function lifeSince(state: RunState, network: string, sinceMs: number): Life {
  const net = state.networks.get(network);
  if (net?.witnessMs != null && net.witnessMs >= sinceMs) return { alive: true, witness: 'plug' };
  const gatewayMs = gatewayLifeMs(state, network);
  if (gatewayMs !== null && gatewayMs >= sinceMs) return { alive: true, witness: 'gateway' };
  if (couldAnswer(state, network)) return { alive: false };
  return { alive: true, witness: net?.isLoopback === true ? 'loopback' : 'none' };
}

/**
 * When the gateway last answered, where that says anything: it lives on when the plugs' access point is down, so it
 * vouches only where no TP-Link device can.
 */
function gatewayLifeMs(state: RunState, network: string): number | null {
  return hasPlugHeard(state, network) ? null : (state.networks.get(network)?.gatewayMs ?? null);
}

/** Whether a TP-Link device that was sent nothing was heard since this sitting began. */
function hasPlugHeard(state: RunState, network: string): boolean {
  for (const w of state.witnesses.values()) if (w.network === network && w.heardMs !== null) return true;
  for (const w of state.work.values())
    if (w.network === network && w.heardMs !== null && state.folded.items.get(w.mac)?.at === 'waiting') return true;
  return false;
}

/** Whether anything is there that answered before and was sent nothing. */
function couldAnswer(state: RunState, network: string): boolean {
  const net = state.networks.get(network);
  if (net?.gatewayMs != null || hasPlugHeard(state, network)) return true;
  for (const w of state.work.values()) {
    // a waiting plug of the way `network` answered when the plan was made
    if (w.network === network && state.folded.items.get(w.mac)?.at === 'waiting') return true;
  }
  return false;
}

/** The last sign of life of a network, or when the run began. */
export function lastLifeMs(state: RunState, network: string): number {
  const net = state.networks.get(network);
  return Math.max(net?.witnessMs ?? state.startedMs, gatewayLifeMs(state, network) ?? state.startedMs, state.startedMs);
}
