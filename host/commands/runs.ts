import {
  type LedgerEntry,
  type NewLedgerEntry,
  type Plan,
  PlugfleetError,
  type RunNews,
  RunOptions,
  shortId,
} from '../../contract/index.ts';
import { carryOut, countItems, type FoldedRun, settled, staleIn, stateOf, toRun } from '../../engine/index.ts';
import { SleepWatch } from '../../machine/index.ts';
import { credentials, type HostContext, isoNow } from '../context.ts';
import { withContractErrors } from '../errors.ts';
import { live } from '../live.ts';
import { allRuns, planById, runById, runOfPlan, showRun } from '../records.ts';
import { keepStandings } from '../standing.ts';
import { targetsOf } from '../targets.ts';
import { witnessesFor } from '../witnesses.ts';
import { os } from './os.ts';
import { networksOf } from './plans.ts';

/** More conversations at once than this only crowd the radio. */
const mostConcurrent = 64;

function confirm(typed: number, count: number, what: string): void {
  if (typed !== count)
    throw new PlugfleetError('wrong-confirm', `${what}: ${count}, confirmed: ${typed}`, {
      facts: { count, typed },
    });
}

/** Laws: a plan that is used, stale or confirmed with another number is not carried out. */
function mayCarryOut(context: HostContext, plan: Plan, typed: number): void {
  confirm(typed, plan.counts.network, `plugs that go over the network in plan ${plan.id}`);
  const used = runOfPlan(context.store, plan.id);
  if (used !== undefined)
    throw new PlugfleetError('plan-used', `plan ${plan.id} was carried out as run ${used}`, { facts: { run: used } });
  const stale = staleIn(plan, {
    plug: (mac) => context.store.plugs.byMac(mac),
    sites: context.store.places.all(),
    nowMs: context.clock.wallMs(),
  });
  // what another run sent a reset to since is another plug than the one that was planned for
  const planned = new Set(plan.items.filter((i) => i.way === 'network').map((i) => i.mac));
  for (const { mac, at } of context.store.ledger.entries({ kind: 'intent' }))
    if (mac !== null && at > plan.at && planned.has(mac) && !stale.includes(mac)) stale.push(mac);
  if (stale.length > 0)
    throw new PlugfleetError('plan-stale', `plan ${plan.id} no longer fits: ${stale.map(staleWords).join(', ')}`, {
      facts: { plan: plan.id, plugs: stale },
    });
}

const staleWords = (what: string): string => (what === 'age' ? 'it is older than 12 hours' : what);

/** Plugs that an older run was still going to reset now belong to this one. */
function takenOver(context: HostContext, plan: Plan): NewLedgerEntry[] {
  const taken = new Set(plan.items.filter((i) => i.way !== 'leave').map((i) => i.mac));
  return allRuns(context.store).flatMap((older) =>
    [...older.items.values()]
      .filter((item) => item.at === 'waiting' && taken.has(item.mac))
      .map(
        (item): NewLedgerEntry => ({
          kind: 'item-ended',
          run: older.id,
          mac: item.mac,
          body: { at: 'left-alone', code: null },
        }),
      ),
  );
}

/** The entry that starts a run of a plan. */
export function startEntry(run: string, plan: Plan, by: string, options: RunOptions): NewLedgerEntry {
  const items = plan.items.map(({ mac, way, reasons }) => ({ mac, way, reasons }));
  return { kind: 'run-started', run, mac: null, body: { plan: plan.id, by, options, items } };
}

/** Sets the state machine to work on a run, in the background. */
function setToWork(
  context: HostContext,
  folded: FoldedRun,
  plan: Plan,
  o: { mode: 'send' | 'check'; canAsk: boolean; pausedBefore: FoldedRun['code'] },
): void {
  const { hall, store } = context;
  const plugs = plan.items.filter((i) => i.way === 'network').map((i) => i.plug);
  const everywhere = networksOf(context, plugs);
  hall.enter(folded, plan, o.mode === 'send', ({ news }) =>
    carryOut(
      {
        devices: context.devices,
        network: context.network,
        store,
        clock: context.clock,
        credentials: () => credentials(context),
        targetsOf: (networks) => targetsOf([...new Set([...networks, ...everywhere])], context.interfaces()),
        sleepWatch: (everyMs) => new SleepWatch(context.clock, everyMs),
      },
      {
        folded,
        plan,
        mode: o.mode,
        canAsk: o.canAsk,
        pausedBefore: o.pausedBefore ?? 'stopped',
        witnesses: witnessesFor(context, plan),
      },
      {
        onEntries: (now: FoldedRun, entries: readonly LedgerEntry[]) => {
          keepStandings(store, entries);
          news.entries(now, entries);
        },
        onAskPilot: news.askPilot,
      },
    ),
  );
}

const refold = (context: HostContext, run: string): FoldedRun => runById(context.store, run).folded;

const start = os.runs.start.handler(({ context, input }) => {
  const plan = planById(context.store, input.plan);
  if (plan.counts.network > 0) context.hall.refuseSecond(null, true);
  mayCarryOut(context, plan, input.confirm);
  const wanted = RunOptions.parse(input.options);
  const options = { ...wanted, concurrency: Math.min(wanted.concurrency, mostConcurrent) };
  const notes =
    options.concurrency < wanted.concurrency
      ? [`${mostConcurrent} plugs at once instead of ${wanted.concurrency}`]
      : [];
  const run = shortId('R', context.random);
  context.store.ledger.append(
    isoNow(context.clock),
    ...takenOver(context, plan),
    startEntry(run, plan, input.by, options),
  );
  setToWork(context, refold(context, run), plan, { mode: 'send', canAsk: input.canAsk, pausedBefore: null });
  return { run, notes };
});

const goOn = os.runs.continue.handler(({ context, input }) => {
  const { folded, plan } = runById(context.store, input.run);
  context.hall.refuseSecond(folded.id, true);
  const { waiting } = countItems(folded.items.values());
  if (waiting === 0) throw new PlugfleetError('nothing-waiting', `no plug of run ${folded.id} is waiting`);
  confirm(input.confirm, waiting, `plugs that wait in run ${folded.id}`);
  const { id: run } = folded;
  context.store.ledger.append(isoNow(context.clock), { kind: 'run-continued', run, mac: null, body: { by: input.by } });
  setToWork(context, refold(context, run), plan, { mode: 'send', canAsk: input.canAsk, pausedBefore: folded.code });
  return { run, notes: [] };
});

const check = os.runs.check.handler(({ context, input }) => {
  const { folded, plan } = runById(context.store, input.run);
  context.hall.refuseSecond(folded.id, false);
  const { id: run } = folded;
  context.store.ledger.append(isoNow(context.clock), { kind: 'run-checked', run, mac: null, body: { by: input.by } });
  const now = refold(context, run);
  const quietS = input.quietS ?? now.options.quietS;
  const looked = { ...now, options: { ...now.options, quietS } };
  setToWork(context, looked, plan, { mode: 'check', canAsk: false, pausedBefore: folded.code });
  return { run, notes: [] };
});

const watch = os.runs.watch.handler(({ context, input, signal }) =>
  withContractErrors(
    live<RunNews, { run: ReturnType<typeof showRun> }>(
      async (report, stop) => {
        const { folded, plan } = runById(context.store, input.run);
        const over = context.hall.watch(folded.id, report);
        if (over === undefined) report({ n: 0, kind: 'snapshot', run: toRun(folded, plan, false), sends: false });
        const left = new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
        if (over !== undefined) await Promise.race([over, left]);
        return { run: showRun(context, folded.id) };
      },
      { signal },
    ),
  ),
);

const stop = os.runs.stop.handler(({ context, input }) => ({
  ok: context.hall.stop(runById(context.store, input.run).folded.id, input.how),
}));

const verdict = os.runs.verdict.handler(({ context, input }) => ({
  ok: context.hall.verdict(runById(context.store, input.run).folded.id, input.group, input.go),
}));

const list = os.runs.list.handler(({ context }) => ({
  runs: allRuns(context.store).map((kept) => {
    const live = context.hall.isLive(kept.id);
    const folded = context.hall.folded(kept.id) ?? kept;
    const items = [...folded.items.values()].map((item) => (live ? item : settled(item)));
    const { id, plan, startedAt: at } = folded;
    return { id, plan, at, state: stateOf(folded, live), counts: countItems(items) };
  }),
}));

const status = os.runs.status.handler(({ context, input }) => ({ run: showRun(context, input.run) }));

export const runs = { start, continue: goOn, check, watch, stop, verdict, list, status };
