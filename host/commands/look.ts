import type { LookProgress, PlugRecord } from '../../contract/index.ts';
import { contains, parseNetwork } from '../../devices/index.ts';
import { keepSilent, type ScanOutcome, scan } from '../../engine/index.ts';
import { credentials, type HostContext } from '../context.ts';
import { strikeReturned } from '../strike.ts';
import type { Look } from '../targets.ts';

type Selects = Parameters<typeof scan>[1]['read'];

/**
 * Looks for plugs and keeps what was found. Plugs of the swept networks that did not answer are kept as silent, and a
 * plug that came back unreset after it was called reset is struck.
 */
export async function look(
  context: HostContext,
  where: Look,
  o: { read: Selects; withSnapshot: boolean; signal: AbortSignal; report: (progress: LookProgress) => void },
): Promise<ScanOutcome> {
  const found = await scan(
    {
      devices: context.devices,
      store: context.store,
      clock: context.clock,
      credentials: () => credentials(context),
      networkOf: where.networkOf,
    },
    { targets: where.targets, read: o.read, withSnapshot: o.withSnapshot },
    { signal: o.signal, onProgress: o.report },
  );
  const heard = new Set(found.heard.map(({ plug }) => plug.mac));
  // by its address: the network it was found in may have been named in other words then
  const swept = where.networks.map(parseNetwork);
  const wasAsked = ({ address }: PlugRecord): boolean =>
    address !== null && swept.some((network) => contains(network, address));
  const silent = context.store.plugs.all().filter((p) => !heard.has(p.mac) && wasAsked(p) && p.standing !== 'silent');
  keepSilent(
    context,
    silent.map((p) => p.mac),
  );
  strikeReturned(context, [...heard]);
  return found;
}

/** Newest progress replaces an unread one of the same step. */
export const mergeProgress = (newest: LookProgress, news: LookProgress): LookProgress | undefined =>
  newest.step === news.step ? news : undefined;
