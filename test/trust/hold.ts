import assert from 'node:assert/strict';
import type { LedgerEntry } from '../../contract/index.ts';
import { type FoldedItem, foldRun, settled } from '../../engine/index.ts';
import type { RemoteFleet, Truth } from '../../simulator/index.ts';
import type { Desk } from '../journeys/fleet-cli.ts';
import type { Eye } from './eye.ts';
import { type Neighbourhood, targets } from './neighbourhood.ts';

/** What may never happen, counted over plugs. */
export interface Wrongs {
  resetTwice: number;
  falseDone: number;
}

/** How things stand: the items of the newest run, the whole ledger, and what is true. */
export interface Held {
  run: string;
  items: FoldedItem[];
  entries: LedgerEntry[];
  truths: Truth[];
}

/** Two clocks' reading of one machine's time. */
const slackMs = 50;

/**
 * What has to be true of the ledger and the plugs whenever nothing runs, whatever happened before. Gives the items of
 * the newest run.
 */
export async function hold(
  { desk, fleet, eye, hood }: { desk: Desk; fleet: RemoteFleet; eye: Eye; hood: Neighbourhood },
  wrongs: Wrongs,
): Promise<Held | undefined> {
  const truths = await fleet.plugs();
  const { entries, verified } = desk.ledger();
  assert.ok(verified.ok, verified.reason);
  assert.deepEqual(eye.lost(entries), [], 'entries that were on disk are lost');

  const runs = [...new Set(entries.flatMap((e) => (e.kind === 'run-started' && e.run !== null ? [e.run] : [])))];
  for (const truth of truths) plugHolds(truth, entries, hood, wrongs);
  const folded = runs.map((run) => foldRun(entries.filter((e) => e.run === run)));
  const byMac = new Map(truths.map((truth) => [truth.mac, truth]));
  const isPast = new Set<string>();
  for (const run of folded.toReversed())
    for (const item of run?.items.values() ?? []) {
      // a plug that a later run dealt with is as that one says
      if (!isPast.has(item.mac)) itemHolds(settled(item), run?.id, entries, byMac.get(item.mac), wrongs);
      isPast.add(item.mac);
    }
  const newest = folded.at(-1);
  return newest && { run: newest.id, items: [...newest.items.values()].map(settled), entries, truths };
}

function plugHolds(truth: Truth, entries: readonly LedgerEntry[], hood: Neighbourhood, wrongs: Wrongs): void {
  const what = JSON.stringify(truth);
  const of = entries.filter((e) => e.mac === truth.mac);
  const intents = of.filter((e) => e.kind === 'intent');
  const voided = of.filter((e) => e.kind === 'receipt' && e.body.receipt === 'not-sent').length;
  const sent = truth.resetCommands.length;
  if (sent > 1) wrongs.resetTwice += 1;
  assert.ok(sent <= 1, `sent twice: ${what}`);
  assert.ok(sent <= intents.length - voided, `sent without an intent on disk: ${what}`);
  const [intent] = intents;
  const [reset] = truth.resetCommands;
  if (intent !== undefined && reset !== undefined)
    assert.ok(Date.parse(intent.at) <= reset.atMs + slackMs, `sent before its intent: ${intent.at} ${what}`);
  const part = hood.part.get(truth.mac) ?? 'willing';
  if (!targets.includes(part)) {
    assert.equal(sent, 0, `a reset for a plug outside the plan (${part}): ${what}`);
    assert.equal(intents.length, 0, `meant for a plug outside the plan (${part}): ${what}`);
  }
  assert.ok(truth.wrongLogins <= 2, `more wrong log-ins than law 9 allows: ${what}`);
}

function itemHolds(
  item: FoldedItem,
  run: string | undefined,
  entries: readonly LedgerEntry[],
  truth: Truth | undefined,
  wrongs: Wrongs,
): void {
  assert.ok(truth, item.mac);
  const what = `${item.at} ${item.code ?? ''}, really ${JSON.stringify(truth)}`;
  const of = entries.filter((e) => e.mac === item.mac && e.run === run);
  const open = of.filter((e) => e.kind === 'receipt' && e.body.receipt === 'not-sent').length;
  const isSent = of.filter((e) => e.kind === 'intent').length > open;
  if (item.at === 'reset' && !(truth.erased && isProven(of))) {
    wrongs.falseDone += 1;
    assert.fail(`called reset without proof: ${what}`);
  }
  if (item.at === 'failed') assert.ok(!truth.erased, `called failed: ${what}`);
  if (item.at === 'waiting') assert.ok(!isSent, `waits although it was sent: ${what}`);
  if (isSent) assert.ok(['unproven', 'reset', 'failed'].includes(item.at), `after an intent: ${what}`);
  else assert.ok(item.at !== 'unproven' && item.at !== 'reset', `without an intent: ${what}`);
}

/** As design and docs define it: acknowledged and gone, or in set-up, and not heard again since. */
function isProven(of: readonly LedgerEntry[]): boolean {
  const struck = of.findLastIndex((e) => e.kind === 'struck');
  const proofs = of.slice(struck + 1).flatMap((e) => (e.kind === 'proof' ? [e.body.grade] : []));
  const acknowledged = of.some((e) => e.kind === 'receipt' && e.body.receipt === 'acknowledged');
  return proofs.includes('in-setup') || proofs.includes('read-back') || (acknowledged && proofs.includes('gone'));
}
