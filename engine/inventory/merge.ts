import type { Heard, HeardPlug, Identity, ItemCode, LiveFacts, PlugRecord, Standing } from '../../contract/index.ts';
import { bareModel } from './names.ts';

/** Where and when something was heard, for the record. */
export interface Moment {
  /** ISO 8601. */
  at: string;
  /** The network (CIDR) it was found in, where one was asked. */
  network: string | null;
}

/** What a visit brought: who answered and what it is doing, or why it could not be talked to. */
export type VisitOutcome =
  | { ok: true; identity: Identity; facts: LiveFacts; login: string | null; snapshotAt: string | null }
  | { ok: false; code: ItemCode };

/** A plug of which nothing is known but its MAC and perhaps its model. */
export const emptyRecord = (mac: string, model: string, family: PlugRecord['family'] = 'kasa'): PlugRecord => ({
  id: 0,
  mac,
  deviceId: null,
  deviceIdHash: null,
  model: bareModel(model),
  hardware: null,
  firmware: null,
  family,
  alias: '',
  label: null,
  site: null,
  room: null,
  tags: [],
  serial: null,
  notes: {},
  owned: false,
  ownerWhenOwned: null,
  protectedReason: null,
  protectedBy: null,
  protectedOutlets: [],
  feedsNetwork: false,
  standing: 'silent',
  why: 'silent',
  route: null,
  address: null,
  network: null,
  lastSeenAt: null,
  owner: null,
  login: null,
  relay: 'unknown',
  watts: null,
  rssi: null,
  outlets: [],
  snapshotAt: null,
});

/** Whether an answer says "nobody set me up": one flag alone is not enough, owned plugs were seen to say so. */
export const isFresh = (heard: Pick<HeardPlug, 'factoryDefault' | 'owner'>): boolean =>
  heard.factoryDefault === true && heard.owner === '';

/**
 * Discovery's answers for one plug in one look, best for its route first: what port 20002 says decides the
 * transport, port 9999 is the fallback; the newest of a kind wins.
 */
export function bestFirst(heard: readonly HeardPlug[]): HeardPlug[] {
  const rank = (h: HeardPlug): number => (h.source === 'tdp' ? 0 : 1);
  return [...heard].sort((a, b) => rank(a) - rank(b) || b.atMs - a.atMs);
}

/**
 * Merges what one look heard of one plug (same MAC throughout) into its record. A plug that moved is the same plug;
 * an address alone never identifies one.
 */
export function mergeHeard(known: PlugRecord | undefined, heard: readonly HeardPlug[], moment: Moment): PlugRecord {
  const [best] = bestFirst(heard);
  if (best === undefined) throw new RangeError('mergeHeard needs at least one answer');
  const record = known ?? emptyRecord(best.mac, best.model, best.family);
  const told = <K extends keyof HeardPlug>(key: K): HeardPlug[K] | null => {
    for (const one of bestFirst(heard)) if (one[key] !== null && one[key] !== '') return one[key];
    return null;
  };
  const owner = heard.find((h) => h.owner !== null)?.owner ?? null;
  const id = told('deviceId');
  // a plug keeps its own id for life: under another one, something else uses its MAC
  if (record.deviceId !== null && id !== null && id !== record.deviceId)
    return { ...record, standing: 'silent', why: 'not-the-same-device' };
  // firmware goes on to KLAP and TPAP and never back: whoever offers AES in its name would be shown the password
  if (best.transport === 'aes' && (record.route?.transport === 'klap-2' || record.route?.transport === 'tpap'))
    return { ...record, standing: 'silent', why: 'not-the-same-device' };
  // answers that contradict one another are not those of a plug that nobody set up
  const fresh = heard.some(isFresh) && !heard.some((h) => h.owner);
  const { standing, why } = standingOf(best, fresh, record);
  const relay = told('relay');
  const outlets = heard.find((h) => h.outlets.length > 0)?.outlets;
  return {
    ...record,
    deviceId: record.deviceId ?? id,
    deviceIdHash: told('deviceIdHash') ?? record.deviceIdHash,
    model: bareModel(best.model) || record.model,
    hardware: told('hardware') ?? record.hardware,
    firmware: told('firmware') ?? record.firmware,
    family: best.family,
    alias: told('alias') ?? record.alias,
    owner: owner ?? record.owner,
    ownerWhenOwned: latched(record, owner),
    standing,
    why,
    route: best.route,
    address: best.address,
    network: moment.network ?? record.network,
    lastSeenAt: moment.at,
    relay: relay !== null && relay !== 'unknown' ? relay : record.relay,
    rssi: told('rssi') ?? record.rssi,
    // without a session the load of each outlet is not known: what was read before is older than the names
    outlets: outlets ?? record.outlets,
  };
}

function standingOf(best: HeardPlug, fresh: boolean, record: PlugRecord): { standing: Standing; why: ItemCode | null } {
  if (fresh) return { standing: 'in-setup', why: null };
  if (best.transport === 'xor') return { standing: 'ready', why: null };
  // until a session opens it, nobody knows whether a login fits; what was true at the last visit is the best guess
  if (record.standing === 'ready' && record.login !== null) return { standing: 'ready', why: null };
  return { standing: 'needs-login', why: 'needs-login' };
}

/** Merges what a session told. A visit that failed changes the standing only. */
export function mergeVisit(record: PlugRecord, visit: VisitOutcome): PlugRecord {
  if (!visit.ok) return { ...record, ...standingAfterFailure(visit.code) };
  const { identity, facts } = visit;
  return {
    ...record,
    deviceId: identity.deviceId,
    model: bareModel(identity.model),
    hardware: identity.hardware,
    firmware: identity.firmware,
    alias: identity.alias,
    owner: identity.owner ?? record.owner,
    ownerWhenOwned: latched(record, identity.owner),
    login: visit.login,
    // whom a stored account opens is set up, whatever a datagram says
    standing: record.standing === 'in-setup' && visit.login === null ? 'in-setup' : 'ready',
    why: null,
    relay: facts.relay,
    watts: facts.watts,
    rssi: facts.rssi ?? record.rssi,
    outlets: facts.outlets,
    snapshotAt: visit.snapshotAt ?? record.snapshotAt,
  };
}

/** A plug may have been marked as owned before anybody knew whose it is: then the first owner it tells is the one. */
const latched = (record: PlugRecord, owner: string | null): string | null =>
  record.owned && record.ownerWhenOwned === null ? owner || null : record.ownerWhenOwned;

/** What a plug that was asked and cannot be used now stands as. */
export function standingAfterFailure(code: ItemCode): { standing: Standing; why: ItemCode } {
  if (code === 'needs-login' || code === 'unsupported' || code === 'locked') return { standing: code, why: code };
  // it was heard a moment ago but no conversation came about: for the plan that is the same as not answering
  return { standing: 'silent', why: code };
}

/** The plugs among the answers, by MAC. */
export function plugsByMac(heard: readonly Heard[]): Map<string, HeardPlug[]> {
  const found = new Map<string, HeardPlug[]>();
  for (const one of heard) {
    if (one.is !== 'plug') continue;
    const list = found.get(one.plug.mac);
    if (list) list.push(one.plug);
    else found.set(one.plug.mac, [one.plug]);
  }
  return found;
}
