import { setImmediate } from 'node:timers/promises';
import type { PlugNews } from '../../contract/index.ts';
import { toPlug } from '../../engine/index.ts';
import { withContractErrors } from '../errors.ts';
import { live } from '../live.ts';
import { os } from './os.ts';

/** What fills a window; the rest of a large inventory comes behind. */
const firstRows = 200;
const moreRows = 1000;

export const watchPlugs = os.plugs.watch.handler(({ context, signal }) =>
  withContractErrors(
    live<PlugNews, void>(
      async (report, stop) => {
        const { feed, store } = context;
        // the listener first: what changes while the snapshot is taken is told after it
        const unwatch = feed.watch((macs, n) => {
          const plugs = [...macs].flatMap((mac) => store.plugs.byMac(mac) ?? []).map(toPlug);
          report({ from: n, n, kind: 'plugs', plugs });
        });
        const { n } = feed;
        const [total, first] = [store.plugs.count(), store.plugs.page(0, firstRows)];
        report({ n, kind: 'snapshot', total, plugs: first.map(toPlug) });
        let last = first.at(-1)?.id;
        while (last !== undefined && !stop.aborted) {
          // each page as it is when it is told: it is never older than a lot told before
          await setImmediate();
          const rows = store.plugs.page(last, moreRows);
          if (rows.length > 0) report({ n, kind: 'more', plugs: rows.map(toPlug) });
          last = rows.at(-1)?.id;
        }
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
  // pages of a snapshot stay in their order and in their size
  if (news.kind !== 'plugs' || newest.kind !== 'plugs') return undefined;
  const rows = new Map([...newest.plugs, ...news.plugs].map((plug) => [plug.mac, plug]));
  return { ...newest, n: news.n, plugs: [...rows.values()] };
}
