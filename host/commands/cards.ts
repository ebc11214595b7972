import { PlugfleetError } from '../../contract/index.ts';
import { checklistFiles, refuseUnwritable, writeChecklist } from '../../paper/index.ts';
import { paperLanguages } from '../../text/index.ts';
import { cardsOf, keepPages, notesOn, pageCodesFor, refuseUnclear, runFor } from '../checklists.ts';
import { enterTicks } from '../enter-ticks.ts';
import { withContractErrors } from '../errors.ts';
import { live } from '../live.ts';
import { refuseOwnFiles } from '../own-files.ts';
import { resultsOfPage } from '../printed-pages.ts';
import { showRun } from '../records.ts';
import { cardsOnScreen } from './cards-on-screen.ts';
import { os } from './os.ts';

interface Written {
  file: string;
  files: string[];
  cards: number;
  pages: number;
  run: string;
  notes: string[];
}

const checklist = os.cards.checklist.handler(({ context, input, signal }) =>
  withContractErrors(
    live<{ done: number; total: number }, Written>(
      async (report, stop) => {
        const { file, paper, lang, large, pocket, order, by } = input;
        refuseOwnFiles(context.database, file);
        refuseUnclear(input);
        // a run is made for the cards: none for a paper that cannot be written
        if (input.run === undefined) await refuseUnwritable(file);
        const run = runFor(context, input);
        const list = cardsOf(context, run);
        for (const one of checklistFiles(file, list.cards.length)) refuseOwnFiles(context.database, one);
        const written = await writeChecklist(list, {
          ...{ file, paper, large, pocket, order },
          words: paperLanguages[lang],
          signal: stop,
          ...pageCodesFor(context, run.id),
          onDrawn: (pages) => keepPages(context, run.id, by, pages),
          onProgress: (done, total) => report({ done, total }),
        });
        const [first = file] = written.files;
        return {
          file: first,
          files: [...written.files],
          cards: written.cards,
          pages: written.pages,
          run: run.id,
          notes: notesOn(context, run, written.cards),
        };
      },
      { signal, merge: (_newest, news) => news },
    ),
  ),
);

const tick = os.cards.tick.handler(({ context, input }) => {
  const { run: typed, mac, result, by, entered } = input;
  const { id } = showRun(context, typed);
  const { rejected } = enterTicks(context, id, [{ line: 1, mac, result, by, doneAt: null, run: null }], {
    entered,
    dryRun: false,
  });
  const [refused] = rejected;
  const item = showRun(context, id).items.find((one) => one.mac === mac);
  if (refused !== undefined || item === undefined)
    throw new PlugfleetError('not-a-card', `run ${id}: ${refused?.why ?? `${mac} is not in it`}`, {
      facts: { mac, run: id },
    });
  return { item };
});

const tickPage = os.cards.tickPage.handler(({ context, input }) => {
  const { id } = showRun(context, input.run);
  const { page, results } = resultsOfPage(context.store, id, input);
  const wishes = results.map((one) => ({ ...one, line: one.number, by: input.by, doneAt: null, run: null }));
  const { rejected } = enterTicks(context, id, wishes, { entered: input.entered, dryRun: true });
  // a page is entered whole or not at all: half of it would have to be found again on the paper
  const [refused] = rejected;
  if (refused !== undefined)
    throw new PlugfleetError('not-a-card', `page ${page}, number ${refused.line}: ${refused.why}`, {
      facts: { page, run: id },
    });
  const { rows } = enterTicks(context, id, wishes, { entered: input.entered, dryRun: false });
  const macs = new Set(results.map(({ mac }) => mac));
  return {
    page,
    items: showRun(context, id).items.filter((item) => macs.has(item.mac)),
    already: rows.filter(({ what }) => what === 'already').map(({ mac }) => mac),
    notes: rows.flatMap(({ line, note }) => (note === null ? [] : [{ number: line, note }])),
  };
});

export const cards = { checklist, ...cardsOnScreen, tick, tickPage };
