import type { Plan, Run, RunCounts, RunItem } from '../../contract/index.ts';
import type { FoldedItem, FoldedRun } from './fold.ts';
import { isConflict } from './ticks.ts';

/** How the items of a run stand, in the contract's words. They add up to the items. */
export function countItems(items: Iterable<Pick<FoldedItem, 'at'>>): RunCounts {
  const counts: RunCounts = {
    reset: 0,
    byHand: 0,
    unproven: 0,
    failed: 0,
    needsHands: 0,
    notFound: 0,
    dead: 0,
    leftAlone: 0,
    waiting: 0,
  };
  for (const { at } of items) counts[counted[at]] += 1;
  return counts;
}

/** An item under way still waits for its end; one that was sent the reset is unproven until it has one. */
const counted: Record<FoldedItem['at'], keyof RunCounts> = {
  waiting: 'waiting',
  connecting: 'waiting',
  'checking-identity': 'waiting',
  sending: 'unproven',
  watching: 'unproven',
  reset: 'reset',
  unproven: 'unproven',
  failed: 'failed',
  'needs-hands': 'needsHands',
  'left-alone': 'leftAlone',
  'by-hand': 'byHand',
  'not-found': 'notFound',
  dead: 'dead',
};

/**
 * An item that no process is working on any more: what was in flight when a run was cut short is unproven.
 * (Between intent and receipt nobody can know whether the reset left.)
 */
export const settled = (item: FoldedItem): FoldedItem =>
  item.at === 'sending' || item.at === 'watching' ? { ...item, at: 'unproven', code: 'unproven' } : item;

/** How a run stands. `live`: this process is working on it. */
export const stateOf = ({ phase }: Pick<FoldedRun, 'phase'>, live: boolean): Run['state'] =>
  live ? 'running' : phase === 'running' ? 'cut-short' : phase;

/** A run as doors show it. `live`: this process is working on it. */
export function toRun(folded: FoldedRun, plan: Plan, live: boolean): Run {
  const items = [...folded.items.values()].map((item) => (live ? item : settled(item)));
  const plugs = new Map(plan.items.map((i) => [i.mac, i.plug]));
  return {
    id: folded.id,
    plan: folded.plan,
    at: folded.startedAt,
    state: stateOf(folded, live),
    ...(folded.code === null ? {} : { code: folded.code }),
    options: folded.options,
    counts: countItems(items),
    items: items.flatMap((item) => {
      const plug = plugs.get(item.mac);
      return plug === undefined ? [] : [toItem(item, plug)];
    }),
    tookMs: folded.tookMs,
  };
}

/** One item of a run under way, as doors show it: of a large run many change every second, and each alone. */
export function toRunItem(folded: FoldedRun, plan: Plan, mac: string): RunItem | undefined {
  const item = folded.items.get(mac);
  const planned = plan.items.find((i) => i.mac === mac);
  return item === undefined || planned === undefined ? undefined : toItem(item, planned.plug);
}

function toItem(item: FoldedItem, plug: RunItem['plug']): RunItem {
  return {
    mac: item.mac,
    way: item.way,
    at: item.at,
    proof: item.proof,
    ...(item.code === null ? {} : { code: item.code }),
    ...(item.receipt === null ? {} : { receipt: item.receipt }),
    ...(item.silence == null ? {} : { silence: item.silence }),
    ...(item.tick === null ? {} : { tick: item.tick, ticks: item.ticks.length, conflict: isConflict(item.ticks) }),
    plug,
  };
}
