import type { Command } from 'commander';
import { exits } from '../../contract/index.ts';
import { labelSheetNames } from '../../host/index.ts';
import { countOf } from '../count-words.ts';
import { type Door, follow } from '../door.ts';
import type { Registrar } from '../registrar.ts';
import { numberOf, type SelectionOptions, selectionOf, withSelection } from '../selection.ts';

async function labels(
  door: Door,
  macs: string[],
  o: SelectionOptions & { out: string; sheet?: string; start?: string },
): Promise<number> {
  const input = {
    selection: selectionOf(macs, o),
    file: door.path(o.out),
    ...(o.sheet === undefined ? {} : { sheet: o.sheet }),
    ...(o.start === undefined ? {} : { start: numberOf('--start', o.start, { whole: true, min: 1 }) }),
  };
  return await door.withFleet('read', async ({ client }) => {
    const written = await door.abortable(async (signal) =>
      follow(await client.plugs.labels(input, { signal }), (news) =>
        door.out.progress(`Drawing label ${news.done} of ${news.total}`),
      ),
    );
    door.out.document(written);
    if (!door.out.json)
      door.out.say(
        `${countOf(written.labels, 'label')} on ${countOf(written.pages, 'sheet')} ${written.sheet}: ${written.file}\nPrint it at actual size (100 %), without "fit to page".`,
      );
    return exits.done;
  });
}

/** The command that prints labels for plugs. */
export function registerLabels(program: Command, run: Registrar): void {
  withSelection(program.command('labels').description('print a label with a QR code for each plug'))
    .requiredOption('--out <FILE>', 'the PDF to write')
    .option(
      '--sheet <SHEET>',
      `${labelSheetNames.join(', ')}; or its measures: COLSxROWS@WxHmm[,margin=LEFTxTOP][,gap=HxV][,paper=a4|letter]`,
    )
    .option('--start <N>', 'the first label of the first sheet that is still there (1)')
    .action(run(labels));
}
