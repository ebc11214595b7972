import { canonicalId, type NewLedgerEntry, type RunItem, type TicksEntered } from '../contract/index.ts';
import { applyEntry, type FoldedItem, hasCard, isConflict, isSamePerson, lastWords, settled } from '../engine/index.ts';
import { type HostContext, isoNow } from './context.ts';
import { allRuns, runById } from './records.ts';

/** A result of a card that is to be entered. */
export interface TickWish {
  /** Where it stands in what it came from. */
  line: number;
  mac: string;
  result: 'done' | 'not-found' | 'dead' | 'withdraw';
  by: string;
  /** When it was done, as ISO 8601; null: now. */
  doneAt: string | null;
  /** The run that its card names; null: none. */
  run: string | null;
}

type Entered = TicksEntered['rows'][number];
type Rejected = TicksEntered['rejected'][number];

/** Clocks of two machines differ. */
const clockSlackMs = 5 * 60_000;
/** A day alone stands for its first minute, which is before a run that began later on it. */
const dayMs = 24 * 3_600_000;

/**
 * Enters results of cards of a run, one after the other: each as it stands after those before it. What cannot be entered
 * is told with its line; the others are entered. Two people who say different things both stay in the ledger.
 * @throws `unknown-run`
 */
export function enterTicks(
  context: HostContext,
  run: string,
  wishes: readonly TickWish[],
  o: { entered: string; dryRun: boolean },
): TicksEntered {
  const { folded } = runById(context.store, run);
  const at = isoNow(context.clock);
  const rows: Entered[] = [];
  const rejected: Rejected[] = [];
  const entries: NewLedgerEntry[] = [];
  let now = folded;
  for (const wish of wishes) {
    const { line, mac, result, by } = wish;
    const item = now.items.get(mac);
    const why = reject(context, folded, item, wish);
    if (why !== undefined || item === undefined) {
      rejected.push({ line, why: why ?? '' });
      continue;
    }
    const before = settled(item).at;
    if (isRepeated(item, wish)) {
      rows.push({ line, mac, what: 'already', before, after: before, note: null });
      continue;
    }
    const entry: NewLedgerEntry =
      result === 'withdraw'
        ? { kind: 'tick-withdrawn', run: folded.id, mac, body: { by } }
        : {
            kind: 'tick',
            run: folded.id,
            mac,
            body: { result, by, entered: o.entered, ...(wish.doneAt === null ? {} : { doneAt: wish.doneAt }) },
          };
    entries.push(entry);
    now = applyEntry(now, { ...entry, at });
    const after = now.items.get(mac) ?? item;
    rows.push({ line, mac, what: 'entered', before, after: settled(after).at, note: noteOf(item, after, wish) });
  }
  if (!o.dryRun && entries.length > 0)
    context.store.transaction(() => {
      context.store.ledger.append(at, ...entries);
      // a plug that only forgot its Wi-Fi is not wiped
      if (folded.options.press !== 'erase') return;
      for (const mac of new Set(entries.flatMap((entry) => entry.mac ?? [])))
        keepStanding(context, mac, folded.items.get(mac)?.at, now.items.get(mac)?.at);
    });
  return { rows, rejected };
}

/** Why a result cannot be entered, or undefined. */
function reject(
  context: HostContext,
  { id, startedAt }: { id: string; startedAt: string },
  item: FoldedItem | undefined,
  { mac, result, doneAt, run }: TickWish,
): string | undefined {
  if (run !== null && canonicalId(run) !== id) return `this card is of run ${canonicalId(run)}, not of ${id}`;
  if (item === undefined) {
    const other = allRuns(context.store).find(({ items }) => {
      const there = items.get(mac);
      return there !== undefined && (there.ticks.length > 0 || hasCard(settled(there)));
    });
    return `${mac} is not in run ${id}${other === undefined ? '' : `; it has a card of run ${other.id}`}`;
  }
  if (doneAt !== null && Date.parse(doneAt) > context.clock.wallMs() + clockSlackMs) return `${doneAt} is yet to come`;
  if (doneAt !== null && Date.parse(doneAt) < Date.parse(startedAt) - dayMs)
    return `on ${doneAt.slice(0, 10)} there was no run ${id} yet; it began on ${startedAt.slice(0, 10)}`;
  if (item.ticks.length > 0) return undefined;
  if (result === 'withdraw')
    return item.takenBack ? `the tick of ${mac} was taken back already` : `${mac} has no tick to withdraw`;
  return hasCard(settled(item)) ? undefined : `${mac} has no card (it is ${settled(item).at})`;
}

/** Whether the same person said the same before: the same paper is often entered twice. */
const isRepeated = (item: FoldedItem, { result, by, doneAt }: TickWish): boolean =>
  lastWords(item.ticks).some(
    (tick) => tick.result === result && isSamePerson(tick.by, by) && (doneAt === null || doneAt === tick.at),
  );

/** What somebody who enters it should know. */
function noteOf(before: FoldedItem, after: FoldedItem, { by, result }: TickWish): string | null {
  if (result === 'withdraw')
    return before.ticks.length > 1 ? `${before.ticks.length} ticks of it are taken back` : null;
  if (isConflict(after.ticks)) {
    const others = lastWords(after.ticks).filter((tick) => !isSamePerson(tick.by, by));
    const told = others.map((tick) => `${tick.by} said ${tick.result} (${tick.at.slice(0, 16)})`).join(', ');
    return `conflict: ${told}; all are kept, the newest counts: ${after.tick?.result ?? ''}`;
  }
  return before.takenBack && before.ticks.length === 0 ? 'a tick of it was taken back before' : null;
}

/** What the results of a card say about how its plug stands: done by hand is wiped, and no longer so is unheard of. */
function keepStanding(
  { store }: HostContext,
  mac: string,
  before: RunItem['at'] | undefined,
  after: RunItem['at'] | undefined,
): void {
  const plug = store.plugs.byMac(mac);
  if (plug === undefined) return;
  if (after === 'by-hand' && before !== 'by-hand') store.plugs.save({ ...plug, standing: 'wiped', why: null });
  // who was heard again since stands as it was heard
  if (before === 'by-hand' && after !== 'by-hand' && plug.standing === 'wiped')
    store.plugs.save({ ...plug, standing: 'silent', why: 'silent' });
}
