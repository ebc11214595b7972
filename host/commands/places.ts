import { PlugfleetError, type SiteRecord } from '../../contract/index.ts';
import { parseNetwork } from '../../devices/index.ts';
import { os } from './os.ts';

const sites = os.places.sites.handler(({ context }) => ({ sites: context.store.places.all().map(copy) }));

const setSite = os.places.setSite.handler(({ context, input }) => {
  const known = context.store.places.site(input.name);
  const expectedBefore = (network: string) => known?.networks.find((k) => k.network === network)?.expected ?? null;
  const typed = input.networks?.map((one) => {
    const network = (typeof one === 'string' ? one : one.network).trim();
    parseNetwork(network);
    return { network, expected: typeof one === 'string' ? expectedBefore(network) : one.expected };
  });
  const networks = typed ?? known?.networks ?? [];
  if (input.expected !== undefined && networks.length !== 1)
    throw new PlugfleetError('bad-input', `an expected number belongs to one network, ${networks.length} are named`);
  const kept = networks.map((n) => ({
    ...n,
    expected: input.expected ?? n.expected,
  }));
  return { site: copy(context.store.places.setSite(input.name, kept)) };
});

const setRoom = os.places.setRoom.handler(({ context, input }) => {
  if (context.store.places.site(input.site) === undefined)
    throw new PlugfleetError('unknown-site', `there is no site '${input.site}'`, { facts: { site: input.site } });
  const { order, occupied } = input;
  const room = context.store.places.setRoom(input.site, input.room, {
    ...(order === undefined ? {} : { order }),
    ...(occupied === undefined
      ? {}
      : { occupiedUntil: occupied?.until ?? null, occupiedReason: occupied?.reason ?? null }),
  });
  return { room: { site: input.site, ...room } };
});

/** Rows of the store are read-only; answers are not. */
const copy = (site: SiteRecord) => ({ name: site.name, networks: [...site.networks], rooms: [...site.rooms] });

export const places = { sites, setSite, setRoom };
