import {
  type Checklist,
  type Plan,
  PlugfleetError,
  type Press,
  type PrintedPage,
  type Run,
  RunOptions,
  type Selection,
  type SiteRecord,
  shortId,
} from '../contract/index.ts';
import { blocks, checklistOf, foldRun, isOccupied, select, toRun } from '../engine/index.ts';
import { buttonFacts } from './button-facts.ts';
import { draftPlan, planOver } from './commands/plans.ts';
import { startEntry } from './commands/runs.ts';
import { type HostContext, isoNow } from './context.ts';
import { freshPageCodes } from './printed-pages.ts';
import { showRun } from './records.ts';

/** Whose cards are wanted: those of a run, or of plugs for which a hands-only run is made. */
export interface CardWish {
  run?: string | undefined;
  selection?: Selection | undefined;
  press?: Press | undefined;
  by: string;
}

/** @throws `bad-input` where it is neither of the two, or both */
export function refuseUnclear({ run, selection }: CardWish): void {
  if ((run === undefined) === (selection === undefined))
    throw new PlugfleetError('bad-input', 'name either a run or the plugs, not both');
}

/** The run whose cards are wanted; one for a selection is made now. @throws `unknown-run`, `bad-input`, `empty-selection` */
export function runFor(context: HostContext, wish: CardWish): Run {
  const run = showRun(context, wish.run ?? handsOnly(context, wish));
  refuseOtherPress(run, wish);
  return run;
}

/** The same for a look: nothing is made or kept. Of a run that is not made yet the id is not known. */
export function draftRunFor(context: HostContext, wish: CardWish): Run {
  if (wish.run !== undefined) return runFor(context, wish);
  const plan: Plan = { ...draftPlan(context, macsOf(context, wish), handsOnlyPlan), id: 'P-?????' };
  const entry = startEntry('R-?????', plan, wish.by, RunOptions.parse({ press: wish.press }));
  const folded = foldRun([{ ...entry, seq: 0, at: isoNow(context.clock), hash: '' }]);
  if (folded === undefined) throw new PlugfleetError('internal', 'a run began without its first entry');
  return toRun(folded, plan, false);
}

const handsOnlyPlan = { allow: [], forceHands: true };

const macsOf = (context: HostContext, { selection = {} }: CardWish): string[] =>
  select(context.store.plugs.all(), selection, 'refuse').map(({ mac }) => mac);

/** A run that sends nothing: every plug of the selection that may be touched gets a card. */
function handsOnly(context: HostContext, wish: CardWish): string {
  const plan = planOver(context, macsOf(context, wish), handsOnlyPlan);
  const run = shortId('R', context.random);
  context.store.ledger.append(
    isoNow(context.clock),
    startEntry(run, plan, wish.by, RunOptions.parse({ press: wish.press })),
    { kind: 'run-ended', run, mac: null, body: { tookMs: 0 } },
  );
  return run;
}

function refuseOtherPress({ id, options }: Run, { press }: CardWish): void {
  if (press !== undefined && press !== options.press)
    throw new PlugfleetError(
      'bad-input',
      `run ${id} was made for '${options.press}'; name the plugs to make one for '${press}'`,
    );
}

/** Whether a plug is out of every hand's reach now, whatever the run says. */
export function isBlocked(context: HostContext, mac: string, sites: readonly SiteRecord[]): boolean {
  const plug = context.store.plugs.byMac(mac);
  if (plug === undefined) return true;
  return blocks({ ...plug, occupied: isOccupied(sites, plug, context.clock.wallMs()) }).length > 0;
}

/** The Matter code that was read of a plug before; it cannot be read once the plug is erased. */
function matterCodeOf(context: HostContext, mac: string): string | null {
  const plug = context.store.plugs.byMac(mac);
  return plug === undefined ? null : (context.store.plugs.latestSnapshot(plug.id)?.matterCode ?? null);
}

/** The cards of a run as they are needed now. */
export function cardsOf(context: HostContext, run: Run): Checklist {
  const sites = context.store.places.all();
  return checklistOf(run, {
    madeAt: isoNow(context.clock),
    sites,
    facts: buttonFacts,
    matterCode: (mac) => matterCodeOf(context, mac),
    isBlocked: (mac) => isBlocked(context, mac, sites),
  });
}

/** Gives the pages of a print their codes. Codes are looked up in the ledger: who may not write there prints none. */
export function pageCodesFor(context: HostContext, run: string): { newPageCode?: () => string } {
  return context.store.readOnly ? {} : { newPageCode: freshPageCodes(context.store, run, context.random) };
}

/** Keeps which plugs the numbers of printed pages mean. */
export function keepPages(context: HostContext, run: string, by: string, pages: readonly PrintedPage[]): void {
  const body = { by, pages: pages.map(({ code, macs }) => ({ code, macs: [...macs] })) };
  if (pages.length > 0)
    context.store.ledger.append(isoNow(context.clock), { kind: 'checklist-printed', run, mac: null, body });
}

/** What whoever prints should know. */
export function notesOn(context: HostContext, run: Run, cards: number): string[] {
  return [
    ...(context.store.readOnly
      ? ['No page codes: another Plugfleet owns the database. Tick by MAC, or print again later.']
      : []),
    ...(cards === 0 ? [noCardNote(run)] : []),
  ];
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
