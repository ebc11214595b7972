import type { Plug, ShownPlan } from '../../../contract/index.ts';

/** How old a plan may be when it is carried out; the host has the last word. */
export const planLivesMs = 12 * 3600_000;

/** The plugs of a plan that are not as they were when it was frozen, as far as a window can tell. */
export function changedSince(plan: ShownPlan, plugs: readonly Plug[]): ShownPlan['items'] {
  const known = new Map(plugs.map((plug) => [plug.mac, plug]));
  return plan.items.filter(({ mac, way, plug: was }) => {
    const now = known.get(mac);
    if (way === 'leave' || now === undefined) return false;
    return (
      now.owned !== was.owned ||
      now.protected !== was.protected ||
      now.feedsNetwork !== was.feedsNetwork ||
      now.deviceId !== was.deviceId
    );
  });
}
