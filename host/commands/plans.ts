import { type PlugRecord, shortId } from '../../contract/index.ts';
import { around, blocks, isOccupied, keepSilent, makePlan, select } from '../../engine/index.ts';
import { type HostContext, isoNow } from '../context.ts';
import { withContractErrors } from '../errors.ts';
import { live } from '../live.ts';
import { lastItems, planById } from '../records.ts';
import { lookAgain } from '../targets.ts';
import { look, mergeProgress } from './look.ts';
import { os } from './os.ts';

/** Plugs that a plan may do something to: only these are read anew. */
function candidates(context: HostContext, plugs: readonly PlugRecord[]): PlugRecord[] {
  const sites = context.store.places.all();
  const nowMs = context.clock.wallMs();
  return plugs.filter((p) => blocks({ ...p, occupied: isOccupied(sites, p, nowMs) }).length === 0);
}

/** The networks to look for plugs in: those of their sites, and those they were found in, else what is around them. */
export function networksOf(
  context: Pick<HostContext, 'store'>,
  plugs: readonly Pick<PlugRecord, 'site' | 'network' | 'address'>[],
): string[] {
  const sites = new Map(context.store.places.all().map((s) => [s.name, s.networks.map((n) => n.network)]));
  const networks = plugs.flatMap((p) => {
    const ofSite = p.site === null ? [] : (sites.get(p.site) ?? []);
    const found = p.network ?? (p.address === null ? null : around(p.address));
    return found === null ? ofSite : [...ofSite, found];
  });
  return [...new Set(networks)];
}

/** A plan over plugs as they are kept now; nothing of it is kept. */
export function draftPlan(
  context: HostContext,
  macs: readonly string[],
  o: Pick<Parameters<typeof makePlan>[1], 'allow' | 'forceHands'>,
): ReturnType<typeof makePlan> {
  const last = lastItems(context.store);
  const facts = macs.flatMap((mac) => {
    const plug = context.store.plugs.byMac(mac);
    return plug === undefined ? [] : [{ plug, lastItem: last.get(mac)?.item.at }];
  });
  return makePlan(facts, {
    ...o,
    id: shortId('P', context.random),
    at: isoNow(context.clock),
    nowMs: context.clock.wallMs(),
    sites: context.store.places.all(),
  });
}

/** The same, kept. */
export function planOver(...[context, macs, o]: Parameters<typeof draftPlan>): ReturnType<typeof makePlan> {
  const plan = draftPlan(context, macs, o);
  context.store.plans.add(plan);
  return plan;
}

const make = os.plans.make.handler(({ context, input, signal }) =>
  withContractErrors(
    live(
      async (report, stop) => {
        const chosen = select(context.store.plugs.all(), input.selection, 'refuse');
        const toRead = candidates(context, chosen);
        const macs = new Set(toRead.map((p) => p.mac));
        const networks = networksOf(context, toRead);
        if (networks.length > 0) {
          const where = lookAgain(networks, context.interfaces());
          const read = (plug: PlugRecord): boolean => macs.has(plug.mac);
          const found = await look(context, where, { read, withSnapshot: true, signal: stop, report });
          for (const { plug } of found.heard) macs.delete(plug.mac);
        }
        keepSilent(context, [...macs]);
        const plan = planOver(
          context,
          chosen.map((p) => p.mac),
          { allow: input.allow },
        );
        return { plan };
      },
      { signal, merge: mergeProgress },
    ),
  ),
);

const show = os.plans.show.handler(({ context, input }) => ({ plan: planById(context.store, input.plan) }));

export const plans = { make, show };
