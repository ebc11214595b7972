import type {
  ItemAt,
  ItemCode,
  LedgerEntry,
  NewLedgerEntry,
  Proof,
  ReceiptKind,
  RunItem,
  RunOptions,
  Way,
} from '../../contract/index.ts';
import { proofs } from '../../contract/index.ts';
import { Rows } from './rows.ts';
import { newestTick, type Tick } from './ticks.ts';

/** One item as the ledger tells it. */
export interface FoldedItem {
  mac: string;
  way: Way;
  at: ItemAt;
  proof: Proof;
  code: ItemCode | null;
  receipt: ReceiptKind | null;
  /** How long it was silent, and what showed that the network lived; null before that. */
  silence: RunItem['silence'] | null;
  /** Sequence of the intent among the run's intents, from 1; 0 while no reset was sent. */
  sentAs: number;
  /** Owner when the reset was sent, to know the old owner again. */
  ownerWhenSent: string | null;
  /** The newest of the ticks that stand. */
  tick: Tick | null;
  /** All that stand, in the order in which they were entered. */
  ticks: readonly Tick[];
  /** Whether a tick of it was ever taken back. */
  takenBack: boolean;
  /** How it stood before it was ticked. */
  beforeTick: { at: ItemAt; code: ItemCode | null } | null;
}

/** A run as the ledger tells it. */
export interface FoldedRun {
  id: string;
  plan: string;
  startedAt: string;
  options: RunOptions;
  phase: 'running' | 'paused' | 'ended';
  code: ItemCode | null;
  tookMs: number;
  sent: number;
  items: ReadonlyMap<string, FoldedItem>;
}

type ProofBody = Extract<LedgerEntry, { kind: 'proof' }>['body'];

/** What an entry needs to be applied: a written entry, or one about to be written. */
type Applicable = NewLedgerEntry & { at?: string };

/** The state of a run after its entries, or undefined where none of them starts it. */
export function foldRun(entries: readonly LedgerEntry[]): FoldedRun | undefined {
  const start = entries.findIndex((e) => e.kind === 'run-started');
  const first = entries[start];
  if (first?.kind !== 'run-started' || first.run === null) return undefined;
  const items = new Map<string, FoldedItem>();
  for (const { mac, way, reasons } of first.body.items) {
    const at: ItemAt = way === 'network' ? 'waiting' : way === 'hands' ? 'needs-hands' : 'left-alone';
    items.set(mac, {
      mac,
      way,
      at,
      proof: 'none',
      code: way === 'network' ? null : (reasons[0] ?? null),
      receipt: null,
      silence: null,
      sentAs: 0,
      ownerWhenSent: null,
      tick: null,
      ticks: [],
      takenBack: false,
      beforeTick: null,
    });
  }
  const run: FoldedRun = {
    id: first.run,
    plan: first.body.plan,
    startedAt: first.at,
    options: first.body.options,
    phase: 'running',
    code: null,
    tookMs: 0,
    sent: 0,
    items,
  };
  for (const entry of entries.slice(start + 1)) foldInto(run, items, entry);
  return { ...run, items: Rows.of(items) };
}

/** The run after one more entry; the given one is not changed. */
export function applyEntry(run: FoldedRun, entry: Applicable): FoldedRun {
  const next = { ...run };
  let items = Rows.of(run.items);
  foldInto(next, { get: (mac) => items.get(mac), values: () => items.values(), set }, entry);
  return { ...next, items };

  function set(mac: string, item: FoldedItem): void {
    items = items.with(mac, item);
  }
}

/** The items as an entry changes them: one after the other in a map of their own, or in rows that are shared. */
interface Items {
  get(mac: string): FoldedItem | undefined;
  values(): Iterable<FoldedItem>;
  set(mac: string, item: FoldedItem): unknown;
}

function foldInto(run: FoldedRun, items: Items, entry: Applicable): void {
  const change = (fields: (item: FoldedItem) => Partial<FoldedItem>): void => {
    const item = entry.mac === null ? undefined : items.get(entry.mac);
    if (item !== undefined) items.set(item.mac, { ...item, ...fields(item) });
  };
  switch (entry.kind) {
    case 'run-continued':
    case 'run-checked':
      run.phase = 'running';
      run.code = null;
      // everything that was sent and has no end is looked for again
      for (const item of items.values()) if (isUnproven(item)) items.set(item.mac, watchedAgain(item));
      break;
    case 'run-paused':
      run.phase = 'paused';
      run.code = entry.body.code;
      break;
    case 'run-ended':
      run.tookMs += entry.body.tookMs;
      if (run.phase === 'running') run.phase = 'ended';
      break;
    case 'intent':
      run.sent += 1;
      change(() => ({ at: 'sending', code: null, sentAs: run.sent, ownerWhenSent: entry.body.owner, receipt: null }));
      break;
    case 'receipt':
      change((item) => afterReceipt(item, entry.body.receipt));
      break;
    case 'proof':
      change((item) => ({
        proof: higher(item.proof, entry.body.grade),
        silence: silenceIn(entry.body) ?? item.silence,
      }));
      break;
    case 'struck':
      change(() => ({ at: 'failed', proof: 'none', silence: null, code: 'still-here' }));
      break;
    case 'item-ended':
      // a plug that was only made to forget its Wi-Fi looks factory-fresh and is not: nothing calls it reset
      if (run.options.press === 'wifi' && entry.body.at === 'reset') break;
      change(() => ({ at: entry.body.at, code: entry.body.code }));
      break;
    case 'tick':
      change((item) => {
        const { doneAt, ...told } = entry.body;
        const ticks = [...item.ticks, { ...told, at: doneAt ?? entry.at ?? '' }];
        const tick = newestTick(ticks);
        return {
          at: tick.result === 'done' ? 'by-hand' : tick.result,
          code: null,
          tick,
          ticks,
          beforeTick: item.beforeTick ?? { at: item.at, code: item.code },
        };
      });
      break;
    case 'tick-withdrawn':
      change((item) => ({ ...(item.beforeTick ?? {}), tick: null, ticks: [], takenBack: true, beforeTick: null }));
      break;
    // facts about plugs and the start itself change nothing in a run under way
    case 'run-started':
    case 'owned':
    case 'disowned':
    case 'protected':
    case 'unprotected':
    case 'checklist-printed':
      break;
  }
}

function afterReceipt(item: FoldedItem, receipt: ReceiptKind): Partial<FoldedItem> {
  // nothing left us: the intent is void and the item open again
  if (receipt === 'not-sent') return { at: 'waiting', receipt: null, sentAs: 0, ownerWhenSent: null };
  if (receipt === 'refused') return { receipt };
  return { at: 'watching', receipt, proof: higher(item.proof, 'asked') };
}

/** Sent, and without an end that proves anything: in flight when a run was cut short, or unproven. */
const isUnproven = (item: FoldedItem): boolean =>
  item.sentAs > 0 && (item.at === 'sending' || item.at === 'watching' || item.at === 'unproven');

/** No receipt on disk means that nobody knows whether the reset left: when in doubt, `cut-off`. */
const watchedAgain = (item: FoldedItem): FoldedItem => ({
  ...item,
  at: 'watching',
  code: null,
  receipt: item.receipt ?? 'cut-off',
});

function silenceIn({ quietS, witness }: ProofBody): FoldedItem['silence'] {
  return quietS === null || witness === null ? null : { quietS, witness };
}

const higher = (a: Proof, b: Proof): Proof => (proofs.indexOf(b) > proofs.indexOf(a) ? b : a);
