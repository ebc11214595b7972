import type { NewLedgerEntry } from '../contract/index.ts';
import { hasReturned } from '../engine/index.ts';
import { type HostContext, isoNow } from './context.ts';
import { lastItems } from './records.ts';

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
    entries.push(
      { kind: 'struck', run, mac, body: { address: plug.address ?? '', owner: plug.owner } },
      { kind: 'item-ended', run, mac, body: { at: 'failed', code: 'still-here' } },
    );
  }
  if (entries.length > 0) context.store.ledger.append(isoNow(context.clock), ...entries);
}
