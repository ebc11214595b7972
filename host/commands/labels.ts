import { PlugfleetError, type PlugRecord, type Selection, type SiteRecord } from '../../contract/index.ts';
import { select } from '../../engine/index.ts';
import { drawLabels, type LabelPlug, labelSheetOf, labelSheets, writeLabels } from '../../paper/index.ts';
import { labelEn } from '../../text/index.ts';
import { type HostContext, isoNow } from '../context.ts';
import { withContractErrors } from '../errors.ts';
import { type FileContent, pdfContent } from '../file-content.ts';
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

/** @throws `empty-selection` */
function labelPlugs(context: HostContext, selection: Selection): LabelPlug[] {
  const sites = context.store.places.all();
  const plugs = select(context.store.plugs.all(), selection, 'all').map((plug) => labelPlug(plug, sites));
  if (plugs.length === 0) throw new PlugfleetError('empty-selection', 'there is no plug to print a label for');
  return plugs;
}

type Progress = { done: number; total: number };

const toFile = os.plugs.labels.handler(({ context, input, signal }) =>
  withContractErrors(
    live<Progress, { file: string; labels: number; pages: number; sheet: string }>(
      async (report, stop) => {
        refuseOwnFiles(context.database, input.file);
        const sheet = labelSheetOf(input.sheet);
        const written = await writeLabels(labelPlugs(context, input.selection), {
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

const shown = ({ name, paper, columns, rows, width, height }: ReturnType<typeof labelSheetOf>) => ({
  ...{ name, paper, columns, rows, width, height },
});

const labelSheetsKnown = os.plugs.labelSheets.handler(() => ({ sheets: labelSheets.map(shown) }));

const printLabels = os.plugs.printLabels.handler(({ context, input, signal }) =>
  withContractErrors(
    live<Progress, { file: FileContent; labels: number; pages: number; sheet: ReturnType<typeof shown> }>(
      async (report, stop) => {
        const sheet = labelSheetOf(input.sheet);
        const plugs = labelPlugs(context, input.selection);
        const { bytes, pages } = await drawLabels(plugs, {
          sheet,
          start: input.start,
          words: labelEn,
          madeAt: isoNow(context.clock),
          signal: stop,
          onProgress: (done, total) => report({ done, total }),
        });
        return { file: pdfContent('labels.pdf', bytes), labels: plugs.length, pages, sheet: shown(sheet) };
      },
      { signal, merge: (_newest, news) => news },
    ),
  ),
);

export const labels = { labels: toFile, labelSheets: labelSheetsKnown, printLabels };
