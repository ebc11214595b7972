import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type Plan,
  PlugfleetError,
  type Press,
  type Run,
  RunOptions,
  type SiteRecord,
  shortId,
} from '../../contract/index.ts';
import { blocks, checklistOf, isOccupied, select } from '../../engine/index.ts';
import { checklistFiles, writeChecklist } from '../../paper/index.ts';
import { paperLanguages } from '../../text/index.ts';
import { buttonFacts } from '../button-facts.ts';
import { type HostContext, isoNow } from '../context.ts';
import { enterTicks } from '../enter-ticks.ts';
import { withContractErrors } from '../errors.ts';
import { live } from '../live.ts';
import { refuseOwnFiles } from '../own-files.ts';
import { freshPageCodes, resultsOfPage } from '../printed-pages.ts';
import { showRun } from '../records.ts';
import { os } from './os.ts';
import { planOver } from './plans.ts';
import { startEntry } from './runs.ts';

/** A run that sends nothing: every plug of the selection that may be touched gets a card. */
function handsOnly(
  context: HostContext,
  { selection, press, by }: { selection: Parameters<typeof select>[1]; press: Press; by: string },
): string {
  const macs = select(context.store.plugs.all(), selection, 'refuse').map((p) => p.mac);
  const plan: Plan = planOver(context, macs, { allow: [], forceHands: true });
  const run = shortId('R', context.random);
  context.store.ledger.append(isoNow(context.clock), startEntry(run, plan, by, RunOptions.parse({ press })), {
    kind: 'run-ended',
    run,
    mac: null,
    body: { tookMs: 0 },
  });
  return run;
}

/** @throws `file-unwritable` where a file of that name can neither be made nor replaced */
async function requireWritable(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found !== undefined && !found.isFile())
    throw new PlugfleetError('file-unwritable', `${file} is there and is not an ordinary file`);
  await access(dirname(file), constants.W_OK).catch((cause: NodeJS.ErrnoException) => {
    throw new PlugfleetError('file-unwritable', `${file} could not be written (${cause.code})`, { cause });
  });
}

/** Whether a plug is out of every hand's reach now, whatever the run says. */
function isBlocked(context: HostContext, mac: string, sites: readonly SiteRecord[]): boolean {
  const plug = context.store.plugs.byMac(mac);
  if (plug === undefined) return true;
  return blocks({ ...plug, occupied: isOccupied(sites, plug, context.clock.wallMs()) }).length > 0;
}

/** The Matter code that was read of a plug before; it cannot be read once the plug is erased. */
function matterCodeOf(context: HostContext, mac: string): string | null {
  const plug = context.store.plugs.byMac(mac);
  return plug === undefined ? null : (context.store.plugs.latestSnapshot(plug.id)?.matterCode ?? null);
}

/** Why a checklist is empty, by the reasons of its plugs. */
function noCardNote({ items }: Run): string {
  const why = new Map<string, number>();
  for (const { at, code } of items) {
    const reason = at === 'left-alone' ? (code ?? at) : at;
    why.set(reason, (why.get(reason) ?? 0) + 1);
  }
  return `No plug of this run needs a card: ${[...why].map(([reason, count]) => `${count} ${reason}`).join(', ')}.`;
}

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
        const { run: asked, selection, file, paper, lang, large, pocket, by } = input;
        refuseOwnFiles(context.database, file);
        if ((asked === undefined) === (selection === undefined))
          throw new PlugfleetError('bad-input', 'name either a run or the plugs, not both');
        // a run is made for the cards: none for a paper that cannot be written
        if (asked === undefined) await requireWritable(file);
        const id = asked ?? handsOnly(context, { selection: selection ?? {}, press: input.press ?? 'erase', by });
        const run: Run = showRun(context, id);
        if (input.press !== undefined && input.press !== run.options.press)
          throw new PlugfleetError(
            'bad-input',
            `run ${run.id} was made for '${run.options.press}'; name the plugs to make one for '${input.press}'`,
          );
        const sites = context.store.places.all();
        const list = checklistOf(run, {
          madeAt: isoNow(context.clock),
          sites,
          facts: buttonFacts,
          matterCode: (mac) => matterCodeOf(context, mac),
          isBlocked: (mac) => isBlocked(context, mac, sites),
        });
        for (const one of checklistFiles(file, list.cards.length)) refuseOwnFiles(context.database, one);
        // codes are looked up in the ledger: who may not write there prints none
        const { readOnly, ledger } = context.store;
        const codes = readOnly ? undefined : freshPageCodes(context.store, run.id, context.random);
        const written = await writeChecklist(list, {
          ...{ file, paper, large, pocket },
          words: paperLanguages[lang],
          signal: stop,
          ...(codes === undefined ? {} : { newPageCode: codes }),
          onDrawn: (pages) => {
            const body = { by, pages: pages.map(({ code, macs }) => ({ code, macs: [...macs] })) };
            if (pages.length > 0)
              ledger.append(isoNow(context.clock), { kind: 'checklist-printed', run: run.id, mac: null, body });
          },
          onProgress: (done, total) => report({ done, total }),
        });
        const [first = file] = written.files;
        return {
          file: first,
          files: [...written.files],
          cards: written.cards,
          pages: written.pages,
          run: run.id,
          notes: [
            ...(readOnly
              ? ['No page codes: another Plugfleet owns the database. Tick by MAC, or print again later.']
              : []),
            ...(written.cards === 0 ? [noCardNote(run)] : []),
          ],
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

export const cards = { checklist, tick, tickPage };
