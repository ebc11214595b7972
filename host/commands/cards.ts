import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type NewLedgerEntry,
  type Plan,
  PlugfleetError,
  type Run,
  RunOptions,
  type SiteRecord,
  shortId,
} from '../../contract/index.ts';
import { blocks, checklistOf, hasCard, isOccupied, select } from '../../engine/index.ts';
import { writeChecklist } from '../../paper/index.ts';
import { paperEn } from '../../text/index.ts';
import { buttonFacts } from '../button-facts.ts';
import { type HostContext, isoNow } from '../context.ts';
import { withContractErrors } from '../errors.ts';
import { live } from '../live.ts';
import { refuseOwnFiles } from '../own-files.ts';
import { showRun } from '../records.ts';
import { keepStandings } from '../standing.ts';
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
  const run = showRun(context, typed);
  const item = run.items.find((i) => i.mac === mac);
  const refuse = (why: string): never => {
    throw new PlugfleetError('not-a-card', `${mac} ${why} in run ${run.id}`, { facts: { mac, run: run.id } });
  };
  if (item === undefined) return refuse('is not');
  if (result === 'withdraw' ? item.tick === undefined : item.tick === undefined && !hasCard(item))
    return refuse(result === 'withdraw' ? 'has no tick to withdraw' : `has no card (it is ${item.at})`);
  const entry: NewLedgerEntry =
    result === 'withdraw'
      ? { kind: 'tick-withdrawn', run: run.id, mac, body: { by } }
      : { kind: 'tick', run: run.id, mac, body: { result, by, entered } };
  const isWiped = context.store.plugs.byMac(mac)?.standing === 'wiped';
  const written = context.store.ledger.append(isoNow(context.clock), entry);
  // taking back "dead", or "done" after the plug was heard again, says nothing about how it stands
  if (result !== 'withdraw' || isWiped) keepStandings(context.store, written);
  const after = showRun(context, run.id).items.find((i) => i.mac === mac);
  return after === undefined ? refuse('is not') : { item: after };
});

export const cards = { checklist, tick };
