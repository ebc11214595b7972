import type { PlugNews } from '../../contract/index.ts';
import { toPlug } from '../../engine/index.ts';
import { withContractErrors } from '../errors.ts';
import { live } from '../live.ts';
import { os } from './os.ts';

export const watchPlugs = os.plugs.watch.handler(({ context, signal }) =>
  withContractErrors(
    live<PlugNews, void>(
      async (report, stop) => {
        const { feed, store } = context;
        const snapshot = (): PlugNews => ({ n: feed.n, kind: 'snapshot', plugs: store.plugs.all().map(toPlug) });
        // the listener first: what changes while the snapshot is taken is told after it
        const unwatch = feed.watch((macs, n) => {
          const plugs = [...macs].flatMap((mac) => store.plugs.byMac(mac) ?? []).map(toPlug);
          report({ from: n, n, kind: 'plugs', plugs });
        });
        report(snapshot());
        await new Promise<void>((resolve) => {
          if (stop.aborted) resolve();
          stop.addEventListener('abort', () => resolve(), { once: true });
        });
        unwatch();
      },
      { signal, merge: mergeLots },
    ),
  ),
);

/** A reader that is behind gets several lots as one, with the newest row of each plug. */
function mergeLots(newest: PlugNews, news: PlugNews): PlugNews | undefined {
  if (news.kind === 'snapshot') return news;
  const rows = new Map([...newest.plugs, ...news.plugs].map((plug) => [plug.mac, plug]));
  return { ...newest, n: news.n, plugs: [...rows.values()] };
}
