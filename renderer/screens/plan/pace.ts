import type { Run, RunItem } from '../../../contract/index.ts';
import { type FollowedRun, isUnderWay } from '../../feed/run.ts';
import { kindOf } from './names.ts';

/** Over so many of the last plugs the rate is taken, and from so few on it is told at all. */
const fromLast = 30;
const fromFirst = 5;

export interface Pace {
  /** Plugs over the network, and those of them that came to an end. */
  total: number;
  done: number;
  /** Ends a minute under the eyes of this window; null while too few are known. */
  perMinute: number | null;
  leftS: number | null;
}

/**
 * How fast a run goes, told by those that came to an end and by nothing else. The first of each kind do not count:
 * they go alone, and all others wait for them. Whoever waits takes at least the quiet time.
 * @param nowMs on the scale of `performance.now()`
 */
export function paceOf(run: Run, endings: FollowedRun['endings'], nowMs: number): Pace {
  const network = run.items.filter(({ way }) => way === 'network');
  const open = network.filter(isUnderWay);
  const shown = { total: network.length, done: network.length - open.length };
  const kinds = new Map(network.map(({ mac, plug }) => [mac, kindOf(plug)]));
  const seen = new Set<string>();
  const followers = endings.filter(({ mac }) => {
    const kind = kinds.get(mac) ?? '';
    const isFirst = run.options.pilot && !seen.has(kind);
    seen.add(kind);
    return !isFirst;
  });
  const last = followers.slice(-fromLast);
  const [first] = last;
  if (first === undefined || last.length < fromFirst) return { ...shown, perMinute: null, leftS: null };
  const perMs = (last.length - 1) / Math.max(nowMs - first.atMs, 1);
  const isWaiting = ({ at }: RunItem): boolean => at === 'waiting';
  const leastS = open.some(isWaiting) ? run.options.quietS : 0;
  return { ...shown, perMinute: perMs * 60_000, leftS: Math.max(open.length / perMs / 1000, leastS) };
}
