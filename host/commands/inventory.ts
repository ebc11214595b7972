import { PlugfleetError, type PlugRecord, type ScanResult, type Selection } from '../../contract/index.ts';
import { contains, ownerHash, parseNetwork } from '../../devices/index.ts';
import { isProtected, outletNamed, select, toPlug } from '../../engine/index.ts';
import { conflictsOf } from '../conflicts.ts';
import { type HostContext, isoNow } from '../context.ts';
import { withContractErrors } from '../errors.ts';
import { live } from '../live.ts';
import { shownEntry } from '../shown-entry.ts';
import { lookFor } from '../targets.ts';
import { look, mergeProgress } from './look.ts';
import { os } from './os.ts';

/** The plugs a command that changes something means; none is an error. */
const chosen = (context: HostContext, selection: Selection): readonly PlugRecord[] =>
  select(context.store.plugs.all(), selection, 'refuse');

/** Marks plugs as owned, remembering who owned them then. Gives back those that were not. */
function own(context: HostContext, plugs: readonly PlugRecord[], by: string): readonly PlugRecord[] {
  // owned already, by the same owner: nothing to say
  const changed = plugs.filter((p) => !p.owned || p.ownerWhenOwned !== p.owner);
  context.store.transaction(() => {
    for (const plug of changed) context.store.plugs.save({ ...plug, owned: true, ownerWhenOwned: plug.owner });
    if (changed.length > 0)
      context.store.ledger.append(
        isoNow(context.clock),
        ...changed.map((p) => ({ kind: 'owned' as const, run: null, mac: p.mac, body: { by, owner: p.owner } })),
      );
  });
  return changed;
}

const scan = os.plugs.scan.handler(({ context, input, signal }) =>
  withContractErrors(
    live(
      async (report, stop): Promise<ScanResult> => {
        const startedMs = context.clock.monoMs();
        const sites = context.store.places.all();
        const expected = new Map(sites.flatMap((s) => s.networks.map((n) => [n.network, n.expected])));
        const asked = { networks: input.networks ?? [], broadcast: input.broadcast ?? [] };
        if (context.about.practice) refuseReal([...asked.networks, ...asked.broadcast]);
        const where = lookFor(asked, { sites: [...expected.keys()], interfaces: context.interfaces() });
        const found = await look(context, where, { read: () => true, withSnapshot: false, signal: stop, report });
        const mine = new Map(context.store.logins.all().map((l) => [ownerHash(l.email), l.name]));
        const toOwn = found.heard.filter(({ plug, isNew }) => {
          if (plug.owned || input.own === 'none') return false;
          return input.own === 'all' || (isNew && plug.owner !== null && mine.has(plug.owner));
        });
        const owned = own(
          context,
          toOwn.map(({ plug }) => plug),
          'scan',
        );
        const kept = found.heard
          .map(({ plug, isNew }) => ({ plug: context.store.plugs.byMac(plug.mac) ?? plug, isNew }))
          .sort((a, b) => a.plug.mac.localeCompare(b.plug.mac));
        const silent = silentIn(context, found);
        return {
          networks: found.networks.map(({ network, probed, answered }) => ({
            network,
            probed,
            answered,
            expected: expected.get(network) ?? null,
            silent: silent.filter(isIn(network)).length,
          })),
          plugs: kept.map(({ plug }) => toPlug(plug)),
          found: kept.map(({ plug, isNew }) => ({ mac: plug.mac, isNew, ...whose(plug.owner, mine) })),
          silent: silent.map(({ mac }) => mac),
          others: found.others.map(({ mac, address, model, kind }) => ({ mac, address, model, kind })),
          newlyOwned: {
            kasa: owned.filter((p) => p.family === 'kasa').length,
            tapo: owned.filter((p) => p.family === 'tapo').length,
          },
          tookMs: Math.round(context.clock.monoMs() - startedMs),
        };
      },
      { signal, merge: mergeProgress },
    ),
  ),
);

/** @throws `bad-network` where practice is to look outside loopback */
function refuseReal(places: readonly string[]): void {
  for (const text of places) {
    const { first, last } = parseNetwork(text);
    if (first < loopback.first || last > loopback.last)
      throw new PlugfleetError('bad-network', `${text} is a real network; practice looks for virtual plugs only`, {
        facts: { text },
      });
  }
}
/** 127.0.0.0/8. */
const loopback = { first: 127 * 2 ** 24, last: 128 * 2 ** 24 - 1 };

const isIn = (network: string): ((plug: PlugRecord) => boolean) => {
  const parsed = parseNetwork(network);
  return ({ address }) => address !== null && contains(parsed, address);
};

/** Plugs of the swept networks that were not heard. Nobody waits for those that are wiped. */
function silentIn(context: HostContext, found: Awaited<ReturnType<typeof look>>): PlugRecord[] {
  const heard = new Set(found.heard.map(({ plug }) => plug.mac));
  const isAsked = found.networks.map(({ network }) => isIn(network));
  return context.store.plugs
    .all()
    .filter((plug) => !heard.has(plug.mac) && plug.standing !== 'wiped' && isAsked.some((asked) => asked(plug)));
}

/** Whose a plug is, in words that tell no e-mail. */
function whose(
  owner: string | null,
  mine: ReadonlyMap<string, string>,
): Pick<ScanResult['found'][number], 'whose' | 'login'> {
  const login = owner === null ? undefined : mine.get(owner);
  if (login !== undefined) return { whose: 'login', login };
  return { whose: owner === null ? 'unknown' : owner === '' ? 'nobody' : 'somebody', login: null };
}

const list = os.plugs.list.handler(({ context, input }) => ({
  plugs: select(context.store.plugs.all(), input, 'all').map(toPlug),
}));

const show = os.plugs.show.handler(({ context, input }) => {
  const plug = context.store.plugs.byMac(input.mac);
  if (plug === undefined)
    throw new PlugfleetError('unknown-plug', `${input.mac} is not in the inventory`, { facts: { mac: input.mac } });
  return {
    plug: toPlug(plug),
    sightings: context.store.plugs
      .sightings(plug.id, 50)
      .map(({ at, address, source, factoryDefault }) => ({ at, address, source, factoryDefault })),
    ledger: context.store.ledger.entries({ mac: plug.mac }).map(shownEntry),
    conflicts: conflictsOf(context.store, plug.mac),
  };
});

const ownPlugs = os.plugs.own.handler(({ context, input }) => ({
  changed: own(context, chosen(context, input.selection), input.by).length,
}));

/** Changes plugs and says so in the ledger, in one transaction. */
function mark(
  context: HostContext,
  plugs: readonly PlugRecord[],
  change: Partial<PlugRecord>,
  entry: Parameters<HostContext['store']['ledger']['append']>[1],
): { changed: number } {
  context.store.transaction(() => {
    for (const plug of plugs) context.store.plugs.save({ ...plug, ...change });
    if (plugs.length > 0)
      context.store.ledger.append(isoNow(context.clock), ...plugs.map(({ mac }) => ({ ...entry, mac })));
  });
  return { changed: plugs.length };
}

const disown = os.plugs.disown.handler(({ context, input: { selection, by } }) =>
  mark(
    context,
    chosen(context, selection).filter((p) => p.owned),
    { owned: false, ownerWhenOwned: null },
    { kind: 'disowned', run: null, mac: null, body: { by } },
  ),
);

/** The one strip that a command about an outlet means, and the outlet. */
function chosenOutlet(context: HostContext, selection: Selection, typed: string) {
  const plugs = chosen(context, selection);
  const [plug] = plugs;
  if (plug === undefined || plugs.length > 1)
    throw new PlugfleetError('bad-input', `an outlet is one of one plug, ${plugs.length} plugs are named`);
  return { plug, outlet: outletNamed(plug, typed) };
}

const protect = os.plugs.protect.handler(({ context, input: { selection, by, reason, outlet: typed } }) => {
  if (typed === undefined)
    return mark(
      context,
      chosen(context, selection).filter((p) => p.protectedReason !== reason),
      { protectedReason: reason, protectedBy: by },
      { kind: 'protected', run: null, mac: null, body: { by, reason } },
    );
  const { plug, outlet } = chosenOutlet(context, selection, typed);
  const isSo = plug.protectedOutlets.some((one) => one.id === outlet.id && one.reason === reason);
  const others = plug.protectedOutlets.filter(({ id }) => id !== outlet.id);
  return mark(
    context,
    isSo ? [] : [plug],
    { protectedOutlets: [...others, { ...outlet, reason, by }] },
    { kind: 'protected', run: null, mac: null, body: { by, reason, outlet } },
  );
});

const unprotect = os.plugs.unprotect.handler(({ context, input: { selection, by, outlet: typed } }) => {
  if (typed === undefined)
    return mark(
      context,
      chosen(context, selection).filter(isProtected),
      { protectedReason: null, protectedBy: null, protectedOutlets: [] },
      { kind: 'unprotected', run: null, mac: null, body: { by } },
    );
  const { plug, outlet } = chosenOutlet(context, selection, typed);
  const others = plug.protectedOutlets.filter(({ id }) => id !== outlet.id);
  return mark(
    context,
    others.length < plug.protectedOutlets.length ? [plug] : [],
    { protectedOutlets: others },
    { kind: 'unprotected', run: null, mac: null, body: { by, outlet } },
  );
});

const set = os.plugs.set.handler(({ context, input }) => {
  const plugs = chosen(context, input.selection);
  const { site, room, label, feedsNetwork, addTags = [] } = input;
  if (typeof site === 'string' && context.store.places.site(site) === undefined)
    throw new PlugfleetError('unknown-site', `there is no site '${site}'`, { facts: { site } });
  if (typeof label === 'string' && plugs.length > 1)
    throw new PlugfleetError('bad-input', `one label for ${plugs.length} plugs would not tell them apart`);
  const homeless = plugs.find((p) => typeof room === 'string' && (site === undefined ? p.site : site) === null);
  if (homeless !== undefined)
    throw new PlugfleetError('bad-input', `${homeless.mac} has no site; name one with --site`, {
      facts: { mac: homeless.mac },
    });
  context.store.transaction(() => {
    for (const plug of plugs)
      context.store.plugs.save({
        ...plug,
        ...(site === undefined ? {} : { site, ...(site !== plug.site && room === undefined ? { room: null } : {}) }),
        ...(room === undefined ? {} : { room }),
        ...(label === undefined ? {} : { label }),
        ...(feedsNetwork === undefined ? {} : { feedsNetwork }),
        tags: [...new Set([...plug.tags, ...addTags])],
      });
  });
  return { changed: plugs.length };
});

const putFacts = os.plugs.putFacts.handler(({ context, input }) => {
  context.store.transaction(() => {
    for (const { mac, ...facts } of input.plugs) {
      const plug = context.store.plugs.byMac(mac);
      if (plug === undefined)
        throw new PlugfleetError('unknown-plug', `${mac} is not in the inventory`, { facts: { mac } });
      context.store.plugs.save({ ...plug, ...facts });
    }
  });
  return { changed: input.plugs.length };
});

export const inventory = { putFacts, scan, list, show, own: ownPlugs, disown, protect, unprotect, set };
