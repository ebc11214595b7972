import type { Run, RunItem } from '../../contract/index.ts';
import type { FleetSpec, Truth } from '../../simulator/index.ts';

/** How an item may end for each way a virtual plug goes wrong. What is not named here is an ordinary plug. */
const endsOf: Readonly<Record<string, readonly RunItem['at'][]>> = {
  absent: ['needs-hands'],
  silent: ['needs-hands'],
  'half-reply read': ['needs-hands'],
  'garbage read': ['needs-hands'],
  'garbage udp': ['needs-hands'],
  'wrong-account': ['needs-hands'],
  'lock-out': ['needs-hands'],
  refuse: ['failed'],
  stay: ['failed'],
  restart: ['failed'],
  'cut-before-reset': ['failed'],
  'cut-after-reset': ['unproven'],
  mute: ['unproven'],
  'half-reply reset': ['unproven'],
  'garbage reset': ['unproven'],
  'firmware-says-fresh': ['reset'],
};

/** A plug whose reset was on the wire when the network went away ends as what is true of it, proven or not. */
const ordinary: readonly RunItem['at'][] = ['reset', 'unproven', 'failed'];

export interface Judged {
  mac: string;
  fault: string;
  truth: string;
  says: string;
  wrong: string | null;
}

/**
 * What happened against what Plugfleet says happened, plug by plug.
 * @param leave MACs of the plugs that were to be left alone; all others were to be dealt with
 */
export function judge(spec: FleetSpec, run: Run, truths: readonly Truth[], leave: ReadonlySet<string>): Judged[] {
  const items = new Map(run.items.map((i) => [i.mac, i]));
  return truths.map((truth, i): Judged => {
    const fault = (spec.plugs[i]?.faults ?? []).map((f) => ('on' in f ? `${f.kind} ${f.on}` : f.kind)).join(', ');
    const item = items.get(truth.mac);
    return {
      mac: truth.mac,
      fault: fault || (spec.plugs[i]?.transport ?? ''),
      truth: `${truth.erased ? 'erased' : 'as it was'}, ${truth.resetCommands.length} resets`,
      says: item === undefined ? 'not in the run' : item.at,
      wrong: wrongIn(truth, item, fault, leave.has(truth.mac)),
    };
  });
}

function wrongIn(truth: Truth, item: RunItem | undefined, fault: string, toLeave: boolean): string | null {
  const resets = truth.resetCommands.length;
  if (resets > 1) return 'it was sent more than one reset';
  if (resets > 0 && item?.way !== 'network') return 'it was sent a reset and is no target';
  if (item === undefined || item.at === 'left-alone') {
    if (truth.erased) return 'erased, though left alone';
    return toLeave ? null : 'left alone, though it was to be dealt with';
  }
  if (toLeave) return 'it was to be left alone';
  if (item.at === 'reset' && !truth.erased) return 'called reset, and it is not';
  if (item.at === 'failed' && truth.erased) return 'called failed, and it is erased';
  if (item.way === 'network' && item.at === 'needs-hands' && resets > 0) return 'sent to the cards after a reset';
  // its reset was on the wire when the network went away, and never arrived
  if (item.way === 'network' && resets === 0 && (item.at === 'failed' || item.at === 'unproven')) return null;
  const may = endsOf[fault] ?? (item.way === 'hands' ? ['needs-hands', 'by-hand'] : ordinary);
  return may.includes(item.at) || item.at === 'by-hand' ? null : `should have ended ${may.join(' or ')}`;
}
