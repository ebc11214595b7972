import type {
  AllowableCode,
  FrozenPlug,
  ItemAt,
  Plan,
  PlanItem,
  PlugRecord,
  ReasonCode,
  SiteRecord,
  Way,
  WayCounts,
} from '../../contract/index.ts';
import { blocks, concerns, isOccupied, isProtected, loadsOf } from './refusals.ts';

/** What planning knows of one plug besides its record. */
export interface PlanFacts {
  plug: PlugRecord;
  /** How the plug's newest item of any run stands; undefined if it never was in a run. */
  lastItem: ItemAt | undefined;
}

const handsCode: Partial<Record<PlugRecord['standing'], ReasonCode>> = {
  silent: 'silent',
  'needs-login': 'needs-login',
  locked: 'locked',
  unsupported: 'unsupported',
};

/** The way one plug goes, and why. Pure: the same facts give the same way. */
export function decide(
  { plug, lastItem }: PlanFacts,
  occupied: boolean,
  allow: readonly AllowableCode[],
  nowMs: number,
): { way: Way; reasons: ReasonCode[] } {
  const facts = { ...plug, occupied };
  const blocking = blocks(facts);
  if (blocking.length > 0) return { way: 'leave', reasons: blocking };
  if (plug.standing === 'wiped' || plug.standing === 'in-setup') return { way: 'leave', reasons: ['already-reset'] };
  const hands = handsCode[plug.standing];
  // a reset is perhaps still under way: what was sent once is looked for, not sent again
  if (lastItem === 'unproven')
    return { way: 'hands', reasons: hands === 'silent' ? ['unproven', hands] : ['unproven'] };
  if (hands !== undefined) return { way: 'hands', reasons: [hands] };
  const concerning = concerns(facts, nowMs);
  const refused = concerning.some((code) => !allow.includes(code));
  return { way: refused ? 'leave' : 'network', reasons: concerning };
}

/** What a plan keeps of a plug. */
export const freeze = (plug: PlugRecord, occupied: boolean): FrozenPlug => ({
  mac: plug.mac,
  deviceId: plug.deviceId,
  model: plug.model,
  hardware: plug.hardware,
  firmware: plug.firmware,
  family: plug.family,
  alias: plug.alias,
  label: plug.label,
  site: plug.site,
  room: plug.room,
  owner: plug.owner,
  owned: plug.owned,
  protected: isProtected(plug),
  occupied,
  feedsNetwork: plug.feedsNetwork,
  address: plug.address,
  network: plug.network ?? (plug.address === null ? null : around(plug.address)),
  route: plug.route,
  lastSeenAt: plug.lastSeenAt,
  watts: plug.watts,
  outlets: [...plug.outlets],
  protectedOutlets: [...plug.protectedOutlets],
});

/** Where nobody said what network an address lies in: the 256 addresses around it. */
export const around = (address: string): string => address.replace(/\.\d+$/, '.0/24');

export const countWays = (items: readonly PlanItem[]): WayCounts => ({
  network: items.filter((i) => i.way === 'network').length,
  hands: items.filter((i) => i.way === 'hands').length,
  leave: items.filter((i) => i.way === 'leave').length,
});

/** Freezes a plan over the given plugs. `forceHands`: nothing goes over the network (a hands-only checklist). */
export function makePlan(
  plugs: readonly PlanFacts[],
  o: {
    id: string;
    at: string;
    nowMs: number;
    sites: readonly SiteRecord[];
    allow: readonly AllowableCode[];
    forceHands?: boolean;
  },
): Plan {
  const items = plugs.map(({ plug, lastItem }): PlanItem => {
    const occupied = isOccupied(o.sites, plug, o.nowMs);
    const decided = decide({ plug, lastItem }, occupied, o.allow, o.nowMs);
    const byHand = o.forceHands === true && (decided.way === 'network' || blocks({ ...plug, occupied }).length === 0);
    const reasons = byHand ? decided.reasons.filter((code) => code !== 'already-reset') : decided.reasons;
    return {
      mac: plug.mac,
      way: byHand ? 'hands' : decided.way,
      reasons,
      loads: reasons.includes('loaded') ? loadsOf(plug) : [],
      plug: freeze(plug, occupied),
    };
  });
  return { id: o.id, at: o.at, allow: [...new Set(o.allow)], counts: countWays(items), items };
}
