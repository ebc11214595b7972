import {
  advice,
  type ButtonFacts,
  type Card,
  type Checklist,
  type Run,
  type RunItem,
  type SiteRecord,
} from '../contract/index.ts';

/** States of an item for which a hand at the button is what is left. */
const needsCard: readonly RunItem['at'][] = ['needs-hands', 'unproven', 'failed'];

export const hasCard = (item: Pick<RunItem, 'at'>): boolean => needsCard.includes(item.at);

/** The checklist of a run: a card for every plug that needs a hand, with what is known about its button. */
export function checklistOf(
  run: Run,
  o: {
    madeAt: string;
    sites: readonly SiteRecord[];
    facts: (model: string, hardware: string | null) => ButtonFacts;
    /** Whether a plug was put out of reach since the run: then nobody is sent to press its button. */
    isBlocked: (mac: string) => boolean;
  },
): Checklist {
  const orderOf = (item: RunItem): number | null =>
    o.sites.find((s) => s.name === item.plug.site)?.rooms.find((r) => r.name === item.plug.room)?.order ?? null;
  return {
    run: run.id,
    plan: run.plan,
    madeAt: o.madeAt,
    // on loopback there are only virtual plugs
    practice: run.items.some((item) => item.plug.address?.startsWith('127.') === true),
    counts: run.counts,
    total: run.items.length,
    cards: run.items
      .filter((item) => hasCard(item) && !o.isBlocked(item.mac))
      .map((item): Card => {
        const { plug } = item;
        const facts = o.facts(plug.model, plug.hardware);
        return {
          mac: item.mac,
          label: plug.label,
          alias: plug.alias,
          site: plug.site,
          room: plug.room,
          roomOrder: orderOf(item),
          model: plug.model,
          hardware: plug.hardware,
          address: plug.address,
          lastSeenAt: plug.lastSeenAt,
          // what the plug itself told goes before what is known of its model
          outlets: plug.outlets.length > 0 ? plug.outlets.length : facts.outlets,
          why: advice[item.code ?? 'silent'].title,
          // the reset may have worked: what the light says decides whether anything is pressed
          lookFirst: item.at === 'unproven' || item.code === 'unproven',
          facts,
        };
      }),
  };
}
