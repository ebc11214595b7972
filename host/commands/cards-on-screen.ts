import { PlugfleetError, type PrintedPage } from '../../contract/index.ts';
import { hasCard } from '../../engine/index.ts';
import { checklistFiles, drawParts, inWalkingOrder } from '../../paper/index.ts';
import { paperLanguages } from '../../text/index.ts';
import {
  cardsOf,
  draftRunFor,
  isBlocked,
  keepPages,
  notesOn,
  pageCodesFor,
  refuseUnclear,
  runFor,
} from '../checklists.ts';
import { enterTicks } from '../enter-ticks.ts';
import { withContractErrors } from '../errors.ts';
import { type FileContent, pdfContent } from '../file-content.ts';
import { live } from '../live.ts';
import { pageOf, printedPages } from '../printed-pages.ts';
import { runById, showRun } from '../records.ts';
import { os } from './os.ts';

/** Stands where a code will stand; no code of ours has such a letter. */
const noCodeYet = '???-?';

interface Printed {
  files: FileContent[];
  cards: number;
  pages: number;
  parts: number;
  run: string | null;
  notes: string[];
}

const print = os.cards.print.handler(({ context, input, signal }) =>
  withContractErrors(
    live<{ done: number; total: number }, Printed>(
      async (report, stop) => {
        const { paper, lang, large, pocket, order, by, preview } = input;
        refuseUnclear(input);
        const run = preview ? draftRunFor(context, input) : runFor(context, input);
        const all = cardsOf(context, run);
        const wanted = input.macs === undefined ? undefined : new Set(input.macs);
        const list = wanted === undefined ? all : { ...all, cards: all.cards.filter(({ mac }) => wanted.has(mac)) };
        const names = checklistFiles(`cards-${run.id}.pdf`, list.cards.length);
        const files: FileContent[] = [];
        const coded: PrintedPage[] = [];
        let pages = 0;
        const parts = drawParts(list, {
          ...{ paper, large, pocket, order },
          words: paperLanguages[lang],
          signal: stop,
          ...(preview ? { newPageCode: () => noCodeYet } : pageCodesFor(context, run.id)),
          onProgress: (done, total) => report({ done, total }),
        });
        for await (const part of parts) {
          files.push(pdfContent(names[files.length] ?? '', part.bytes));
          coded.push(...part.pages);
          pages += part.sheets;
          if (preview) break;
        }
        stop.throwIfAborted();
        if (!preview) keepPages(context, run.id, by, coded);
        return {
          files,
          cards: list.cards.length,
          pages,
          parts: names.length,
          run: preview && input.run === undefined ? null : run.id,
          notes: notesOn(context, run, list.cards.length),
        };
      },
      { signal, merge: (_newest, news) => news },
    ),
  ),
);

const show = os.cards.show.handler(({ context, input }) => {
  const { items, tookMs: _, ...run } = showRun(context, input.run);
  const { folded } = runById(context.store, run.id);
  const sites = context.store.places.all();
  const cards = items.flatMap((item) => {
    const ticks = folded.items.get(item.mac)?.ticks ?? [];
    const isOpen = hasCard(item);
    if (!isOpen && ticks.length === 0) return [];
    const { label, alias, site, room } = item.plug;
    const roomOrder = sites.find(({ name }) => name === site)?.rooms.find(({ name }) => name === room)?.order ?? null;
    const card = { item, isOpen, isBlocked: isOpen && isBlocked(context, item.mac, sites), ticks: [...ticks] };
    return [{ card, mac: item.mac, label, alias, site, room, roomOrder }];
  });
  return {
    run,
    cards: inWalkingOrder(cards).map(({ card }) => card),
    pages: printedPages(context.store, run.id)
      .map(({ code, at, by, macs }) => ({ code, at, by, macs: [...macs] }))
      .sort((a, b) => Date.parse(b.at) - Date.parse(a.at)),
  };
});

const page = os.cards.page.handler(({ context, input }) => {
  const { code, at, by, macs } = pageOf(context.store, showRun(context, input.run).id, input.page);
  return { code, at, by, macs: [...macs] };
});

const enter = os.cards.enter.handler(({ context, input: { run: typed, results, by, entered } }) => {
  const { id } = showRun(context, typed);
  const wishes = results.map((one, index) => ({ ...one, line: index + 1, by, doneAt: null, run: null }));
  // a paper is entered whole or not at all: half of it would have to be found again
  const [refused] = enterTicks(context, id, wishes, { entered, dryRun: true }).rejected;
  if (refused !== undefined)
    throw new PlugfleetError('not-a-card', `run ${id}: ${refused.why}`, {
      facts: { run: id, mac: wishes[refused.line - 1]?.mac ?? null },
    });
  const { rows } = enterTicks(context, id, wishes, { entered, dryRun: false });
  const macs = new Set(results.map(({ mac }) => mac));
  return {
    items: showRun(context, id).items.filter((item) => macs.has(item.mac)),
    already: rows.filter(({ what }) => what === 'already').map(({ mac }) => mac),
    notes: rows.flatMap(({ mac, note }) => (note === null ? [] : [{ mac, note }])),
  };
});

/** What a page that shows and enters cards needs beside the command line's. */
export const cardsOnScreen = { print, show, page, enter };
