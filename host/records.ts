import { canonicalId, type Plan, PlugfleetError, type Run, type Store } from '../contract/index.ts';
import { type FoldedItem, type FoldedRun, foldRun, settled, toRun } from '../engine/index.ts';
import type { RunHall } from './run-hall.ts';

/** @throws `unknown-plan` */
export function planById(store: Store, typed: string): Plan {
  const id = canonicalId(typed);
  const plan = store.plans.byId(id);
  if (plan === undefined) throw new PlugfleetError('unknown-plan', `there is no plan ${id}`, { facts: { plan: id } });
  return plan;
}

/** A run as its ledger tells it, with its plan. @throws `unknown-run` */
export function runById(store: Store, typed: string): { folded: FoldedRun; plan: Plan } {
  const id = canonicalId(typed);
  const folded = foldRun(store.ledger.entries({ run: id }));
  if (folded === undefined) throw new PlugfleetError('unknown-run', `there is no run ${id}`, { facts: { run: id } });
  return { folded, plan: planById(store, folded.plan) };
}

/** The run as doors show it. */
export function showRun(context: { store: Store; hall: RunHall }, typed: string): Run {
  const { folded, plan } = runById(context.store, typed);
  return toRun(context.hall.folded(folded.id) ?? folded, plan, context.hall.isLive(folded.id));
}

/** Every run, newest first. */
export const allRuns = (store: Store): FoldedRun[] =>
  store.ledger
    .entries({ kind: 'run-started' })
    .flatMap((e) => foldRun(store.ledger.entries({ run: e.run ?? '' })) ?? [])
    .reverse();

/** The newest item of every plug that a run dealt with; being left alone is not dealing with it. */
export function lastItems(store: Store): Map<string, { run: string; item: FoldedItem }> {
  const last = new Map<string, { run: string; item: FoldedItem }>();
  for (const folded of allRuns(store)) {
    // a press for the Wi-Fi alone says nothing about erasing: what was before it still stands
    if (folded.options.press === 'wifi') continue;
    for (const item of folded.items.values())
      if (!last.has(item.mac) && item.at !== 'left-alone') last.set(item.mac, { run: folded.id, item: settled(item) });
  }
  return last;
}

/** The run that a plan was carried out as, if it was. */
export const runOfPlan = (store: Store, plan: string): string | undefined =>
  store.ledger.entries({ kind: 'run-started' }).find((e) => e.kind === 'run-started' && e.body.plan === plan)?.run ??
  undefined;
