import type { ButtonFacts, Card, CardWhy, Checklist, ItemCode, Run, RunItem, SiteRecord } from '../contract/index.ts';

/** States of an item for which a hand at the button is what is left. */
const needsCard: readonly RunItem['at'][] = ['needs-hands', 'unproven', 'failed'];

export const hasCard = (item: Pick<RunItem, 'at'>): boolean => needsCard.includes(item.at);

/** What a card says about why a hand is needed, by the code of its item. */
const whyOf = {
  silent: 'silent',
  'needs-login': 'needs-login',
  locked: 'locked',
  unsupported: 'unsupported',
  unproven: 'unproven',
  'network-lost': 'unproven',
  slept: 'unproven',
  stopped: 'unproven',
  'too-many-failures': 'unproven',
  'still-here': 'still-here',
  refused: 'refused',
  timeout: 'not-understood',
  garbled: 'not-understood',
  'login-page': 'not-understood',
  'not-the-same-device': 'not-understood',
  loaded: 'loaded',
  'feeds-network': 'feeds-network',
  'already-reset': 'chosen',
  protected: 'chosen',
  occupied: 'chosen',
  'not-owned': 'chosen',
  'other-owner': 'chosen',
  'stale-sighting': 'chosen',
  'no-snapshot': 'chosen',
  'pilot-failed': 'chosen',
} as const satisfies Record<ItemCode, CardWhy>;

/** The checklist of a run: a card for every plug that needs a hand, with what is known about its button. */
export function checklistOf(
  run: Run,
  o: {
    madeAt: string;
    sites: readonly SiteRecord[];
    facts: (model: string, hardware: string | null) => ButtonFacts;
    /** The Matter set-up code that was read of a plug before, if any. */
    matterCode: (mac: string) => string | null;
    /** Whether a plug was put out of reach since the run: then nobody is sent to press its button. */
    isBlocked: (mac: string) => boolean;
  },
): Checklist {
  const orderOf = (item: RunItem): number | null =>
    o.sites.find((s) => s.name === item.plug.site)?.rooms.find((r) => r.name === item.plug.room)?.order ?? null;
  return {
    run: run.id,
    plan: run.plan,
    press: run.options.press,
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
          why: item.code === undefined ? 'chosen' : whyOf[item.code],
          // the reset may have worked: what the lamp says decides whether anything is pressed
          lookFirst: item.at === 'unproven' || item.code === 'unproven',
          matterCode: o.matterCode(item.mac),
          facts,
        };
      }),
  };
}
