import { PlugfleetError, type PlugRecord, type SiteRecord } from '../../contract/index.ts';
import { select } from '../../engine/index.ts';
import { type LabelPlug, labelSheetOf, writeLabels } from '../../paper/index.ts';
import { labelEn } from '../../text/index.ts';
import { isoNow } from '../context.ts';
import { withContractErrors } from '../errors.ts';
import { live } from '../live.ts';
import { refuseOwnFiles } from '../own-files.ts';
import { os } from './os.ts';

const labelPlug = (plug: PlugRecord, sites: readonly SiteRecord[]): LabelPlug => ({
  mac: plug.mac,
  label: plug.label,
  alias: plug.alias,
  site: plug.site,
  room: plug.room,
  roomOrder: sites.find((s) => s.name === plug.site)?.rooms.find((r) => r.name === plug.room)?.order ?? null,
  model: plug.model,
  // on loopback there are only virtual plugs
  practice: plug.address?.startsWith('127.') === true,
});

export const labels = os.plugs.labels.handler(({ context, input, signal }) =>
  withContractErrors(
    live<{ done: number; total: number }, { file: string; labels: number; pages: number; sheet: string }>(
      async (report, stop) => {
        refuseOwnFiles(context.database, input.file);
        const sheet = labelSheetOf(input.sheet);
        const sites = context.store.places.all();
        const plugs = select(context.store.plugs.all(), input.selection, 'all').map((plug) => labelPlug(plug, sites));
        if (plugs.length === 0) throw new PlugfleetError('empty-selection', 'there is no plug to print a label for');
        const written = await writeLabels(plugs, {
          file: input.file,
          sheet,
          start: input.start,
          words: labelEn,
          madeAt: isoNow(context.clock),
          signal: stop,
          onProgress: (done, total) => report({ done, total }),
        });
        return { ...written, sheet: sheet.name };
      },
      { signal, merge: (_newest, news) => news },
    ),
  ),
);
