import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Plan, PlugfleetError, type Run, RunOptions, type SiteRecord, shortId } from '../../contract/index.ts';
import { blocks, checklistOf, isOccupied, select } from '../../engine/index.ts';
import { writeChecklist } from '../../paper/index.ts';
import { paperEn } from '../../text/index.ts';
import { buttonFacts } from '../button-facts.ts';
import { type HostContext, isoNow } from '../context.ts';
import { enterTicks } from '../enter-ticks.ts';
import { withContractErrors } from '../errors.ts';
import { live } from '../live.ts';
import { refuseOwnFiles } from '../own-files.ts';
import { showRun } from '../records.ts';
import { os } from './os.ts';
import { planOver } from './plans.ts';
import { startEntry } from './runs.ts';

/** A run that sends nothing: every plug of the selection that may be touched gets a card. */
function handsOnly(context: HostContext, selection: Parameters<typeof select>[1], by: string): string {
  const macs = select(context.store.plugs.all(), selection, 'refuse').map((p) => p.mac);
  const plan: Plan = planOver(context, macs, { allow: [], forceHands: true });
  const run = shortId('R', context.random);
  context.store.ledger.append(isoNow(context.clock), startEntry(run, plan, by, RunOptions.parse({})), {
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

const checklist = os.cards.checklist.handler(({ context, input, signal }) =>
  withContractErrors(
    live<{ done: number; total: number }, { file: string; cards: number; run: string }>(
      async (report, stop) => {
        const { run: asked, selection } = input;
        refuseOwnFiles(context.database, input.file);
        if ((asked === undefined) === (selection === undefined))
          throw new PlugfleetError('bad-input', 'name either a run or the plugs, not both');
        // a run is made for the cards: none for a paper that cannot be written
        if (asked === undefined) await requireWritable(input.file);
        const id = asked ?? handsOnly(context, selection ?? {}, input.by);
        const run: Run = showRun(context, id);
        const sites = context.store.places.all();
        const sheet = checklistOf(run, {
          madeAt: isoNow(context.clock),
          sites,
          facts: buttonFacts,
          isBlocked: (mac) => isBlocked(context, mac, sites),
        });
        const written = await writeChecklist(sheet, {
          file: input.file,
          paper: input.paper,
          words: paperEn,
          signal: stop,
          onProgress: (done, total) => report({ done, total }),
        });
        return { file: written.file, cards: written.cards, run: run.id };
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

export const cards = { checklist, tick };
