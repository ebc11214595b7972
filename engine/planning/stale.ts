import type { Plan, PlugRecord, SiteRecord } from '../../contract/index.ts';
import { isOccupied, isProtected } from './refusals.ts';

/** How old a plan may be when it is carried out. */
const planLivesMs = 12 * 3600_000;

/**
 * The plugs for which a plan no longer fits, as MACs; the word `age` where the plan itself is too old.
 * A new address or alias does not make it stale: a plug is found by who it is.
 */
export function staleIn(
  plan: Plan,
  now: { plug: (mac: string) => PlugRecord | undefined; sites: readonly SiteRecord[]; nowMs: number },
): string[] {
  const age = now.nowMs - Date.parse(plan.at);
  const stale = age > planLivesMs || age < -planLivesMs ? ['age'] : [];
  for (const item of plan.items) {
    if (item.way === 'leave') continue;
    const plug = now.plug(item.mac);
    const was = item.plug;
    const fits =
      plug !== undefined &&
      plug.owned === was.owned &&
      isProtected(plug) === was.protected &&
      isOccupied(now.sites, plug, now.nowMs) === was.occupied &&
      plug.owner === was.owner &&
      plug.deviceId === was.deviceId &&
      plug.feedsNetwork === was.feedsNetwork;
    if (!fits) stale.push(item.mac);
  }
  return stale;
}
