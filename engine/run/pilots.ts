import { isBeingRead } from './endings.ts';
import type { RunState, Working } from './state.ts';

/**
 * What a group (same model, hardware, firmware) may do now (law 11). Derived from how its items stand, never kept:
 * `open` all may go · `pilot` one may go · `wait` its pilot is under way · `closed` its pilot failed ·
 * `held` its pilot is unproven and nobody has said yes.
 */
export type Gate =
  | { is: 'open' | 'pilot' | 'wait' }
  | { is: 'closed' }
  /** `asked` is the pilot that nobody can vouch for. */
  | { is: 'held'; asked: string };

export function gateOf(state: RunState, group: readonly Working[]): Gate {
  if (!state.folded.options.pilot) return { is: 'open' };
  let underWay = false;
  let failed = false;
  let unproven: string | undefined;
  for (const working of group) {
    const item = state.folded.items.get(working.mac);
    if (item === undefined) continue;
    const isRead = isBeingRead(working);
    // one of its kind was wiped with proof: the firmware does what it says
    if (item.at === 'reset' && !isRead) return { is: 'open' };
    if (isRead || working.visit !== null || item.at === 'sending' || item.at === 'watching') underWay = true;
    if (item.at === 'failed') failed = true;
    if (item.at === 'unproven' && !state.oldUnproven.has(item.mac)) unproven = item.mac;
  }
  if (underWay) return { is: 'wait' };
  if (failed) return { is: 'closed' };
  const verdict = state.verdicts.get(group[0]?.group ?? '');
  if (verdict === 'leave') return { is: 'closed' };
  if (unproven !== undefined && verdict !== 'go') return { is: 'held', asked: unproven };
  return { is: verdict === 'go' ? 'open' : 'pilot' };
}
