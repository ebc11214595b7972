import type { NewLedgerEntry, PlugRecord } from '../contract/index.ts';
import { type FoldedItem, hasReturned } from '../engine/index.ts';
import { type HostContext, isoNow } from './context.ts';
import { lastItems } from './records.ts';

/** A plug that was told to reset answers until it does, a second or some later: what it says till then is no return. */
const lastWordsMs = 10_000;

/** Whether a plug that nobody watched since was heard so soon after its intent that its reset may still be coming. */
function isLastWord(context: Pick<HostContext, 'store'>, run: string, item: FoldedItem, plug: PlugRecord): boolean {
  if (item.proof !== 'none' && item.proof !== 'asked') return false;
  const intent = context.store.ledger.entries({ run, mac: plug.mac, kind: 'intent' }).at(-1);
  if (intent === undefined || plug.lastSeenAt === null) return false;
  const laterMs = Date.parse(plug.lastSeenAt) - Date.parse(intent.at);
  return laterMs >= 0 && laterMs < lastWordsMs;
}

/**
 * Law: a plug heard again with its old owner strikes the proof, also later. Looks at the newest item of every plug that
 * was just heard; what was called reset or unproven and is back as it was becomes `failed` / `still-here`.
 */
export function strikeReturned(context: Pick<HostContext, 'store' | 'clock' | 'hall'>, macs: readonly string[]): void {
  const last = lastItems(context.store);
  const entries: NewLedgerEntry[] = [];
  for (const mac of macs) {
    const found = last.get(mac);
    const plug = context.store.plugs.byMac(mac);
    // a run under way strikes its own items
    if (found === undefined || plug === undefined || context.hall.isLive(found.run)) continue;
    if (!hasReturned(found.item, plug)) continue;
    const { run } = found;
    if (isLastWord(context, run, found.item, plug)) continue;
    entries.push(
      { kind: 'struck', run, mac, body: { address: plug.address ?? '', owner: plug.owner } },
      { kind: 'item-ended', run, mac, body: { at: 'failed', code: 'still-here' } },
    );
  }
  if (entries.length > 0) context.store.ledger.append(isoNow(context.clock), ...entries);
}
