import type { AllowableCode, Load, PlugRecord, ReasonCode, Relay, SiteRecord } from '../../contract/index.ts';
import { hasOwnName } from '../inventory/names.ts';

/** Watts from which a plug counts as carrying a load. */
export const loadedFromWatts = 5;

/** How old a sighting or snapshot may be. */
export const freshForMs = 24 * 3600_000;

/** A clock that is a little ahead is no reason to distrust a sighting. */
const clockSlackMs = 5 * 60_000;

/** What the refusals look at: a plug as it is kept or as it was read a moment ago. */
export type RefusalFacts = Pick<
  PlugRecord,
  | 'owned'
  | 'ownerWhenOwned'
  | 'owner'
  | 'protectedReason'
  | 'protectedOutlets'
  | 'feedsNetwork'
  | 'relay'
  | 'watts'
  | 'outlets'
  | 'alias'
  | 'label'
  | 'lastSeenAt'
  | 'snapshotAt'
> & { occupied: boolean };

/** A strip with one protected outlet is protected whole (law 3): a reset spares none of its outlets. */
export const isProtected = (plug: Pick<PlugRecord, 'protectedReason' | 'protectedOutlets'>): boolean =>
  plug.protectedReason !== null || plug.protectedOutlets.length > 0;

/** Reasons that keep every hand off a plug, in the order they are told. */
export function blocks(facts: RefusalFacts): ReasonCode[] {
  const codes: ReasonCode[] = [];
  if (!facts.owned) codes.push('not-owned');
  if (isProtected(facts)) codes.push('protected');
  if (facts.occupied) codes.push('occupied');
  // a plug that never told its owner has not changed it, and one that has none now has not got another
  if (facts.owned && facts.ownerWhenOwned !== null && facts.owner && facts.owner !== facts.ownerWhenOwned)
    codes.push('other-owner');
  return codes;
}

const isLoaded = (relay: Relay, watts: number | null, named: boolean): boolean =>
  watts !== null ? watts >= loadedFromWatts : relay === 'on' && !named;

/**
 * What makes a plug count as loaded: the outlets that carry a load of their own, else all that draw something together.
 * None: it is not loaded.
 */
export function loadsOf(facts: Pick<RefusalFacts, 'relay' | 'watts' | 'outlets' | 'alias' | 'label'>): Load[] {
  const named = facts.label !== null || hasOwnName(facts.alias);
  const outlets = facts.outlets.map(({ alias, relay, watts }, i) => ({
    load: { outlet: i + 1, name: alias, watts },
    isAlone: isLoaded(relay, watts, named || hasOwnName(alias)),
    isPart: watts === null ? relay !== 'off' : watts > 0,
  }));
  const alone = outlets.filter((one) => one.isAlone).map((one) => one.load);
  if (alone.length > 0 || !isLoaded(facts.relay, facts.watts, named)) return alone;
  const parts = outlets.filter((one) => one.isPart).map((one) => one.load);
  return parts.length > 0 ? parts : [{ outlet: null, name: facts.label ?? facts.alias, watts: facts.watts }];
}

const olderThan = (iso: string | null, nowMs: number): boolean => {
  if (iso === null) return true;
  const age = nowMs - Date.parse(iso);
  return !(age <= freshForMs && age >= -clockSlackMs);
};

/** Reasons that concern the way `network` only and give way to a second yes. */
export function concerns(facts: RefusalFacts, nowMs: number): AllowableCode[] {
  const codes: AllowableCode[] = [];
  if (loadsOf(facts).length > 0) codes.push('loaded');
  if (facts.feedsNetwork) codes.push('feeds-network');
  if (olderThan(facts.lastSeenAt, nowMs)) codes.push('stale-sighting');
  if (olderThan(facts.snapshotAt, nowMs)) codes.push('no-snapshot');
  return codes;
}

/** Whether a room of a site is occupied on the day of `nowMs` (local calendar). */
export function isOccupied(
  sites: readonly SiteRecord[],
  plug: Pick<PlugRecord, 'site' | 'room'>,
  nowMs: number,
): boolean {
  const until = sites.find((s) => s.name === plug.site)?.rooms.find((r) => r.name === plug.room)?.occupiedUntil ?? null;
  return until !== null && until >= localDay(nowMs);
}

const localDay = (ms: number): string => {
  const day = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
};
