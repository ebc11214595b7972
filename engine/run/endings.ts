import type { ItemCode } from '../../contract/index.ts';
import { lifeSince, silenceOf } from './alive.ts';
import type { Draft } from './draft.ts';
import { maxAttempts, paceOf } from './pace.ts';
import type { Working } from './state.ts';

type End = 'reset' | 'unproven' | 'failed' | 'needs-hands' | 'left-alone';

/** Ends an item in the ledger. */
export function endItem(draft: Draft, mac: string, at: End, code: ItemCode | null): void {
  draft.journal({ kind: 'item-ended', mac, body: { at, code } });
  draft.working(mac, { doubt: null, watch: null });
}

/** A plug that was sent a reset is there as before: whatever was proven is taken back. */
export function strike(draft: Draft, mac: string, address: string, owner: string | null): void {
  draft.journal({ kind: 'struck', mac, body: { address, owner } });
  endItem(draft, mac, 'failed', 'still-here');
}

/**
 * A plug that was sent a reset is there, and what it holds could not be read: it counts as it was. One that was read
 * back empty before was on the network all along.
 */
export function strikeUnread(draft: Draft, mac: string, address: string): void {
  const item = draft.item(mac);
  if (item !== undefined && item.at !== 'failed' && item.proof !== 'read-back') strike(draft, mac, address, null);
}

/** Failures that say nothing while the network may be down: the plug, or everything, was silent or is elsewhere. */
const needsLook: readonly ItemCode[] = ['silent', 'timeout', 'not-the-same-device'];

/** Visits that may fail so before the failure is taken up. */
const visitsFor: Partial<Record<ItemCode, number>> = { silent: 2, timeout: 2, garbled: maxAttempts };

/** How long after a failed visit the next one comes, by how many there were. */
const backOffMs = (attempts: number): number => 400 * 2 ** Math.min(attempts, 4);

/** A visit failed before anything was sent: it is tried again, doubted, or the item ends. */
export function visitFailed(draft: Draft, working: Working, code: ItemCode, atMs: number): void {
  const { mac } = working;
  const attempts = working.attempts + 1;
  draft.effect({ do: 'release', mac });
  draft.working(mac, { visit: null, attempts, notBeforeMs: atMs + backOffMs(attempts) });
  if (draft.state.phase === 'halting' || attempts < (visitsFor[code] ?? 1)) return;
  if (needsLook.includes(code)) draft.working(mac, { doubt: { sinceMs: atMs, code } });
  else endUnsent(draft, mac, code);
}

/**
 * After a look over the whole network that began at `sweptMs`: a plug in doubt that this look did not find needs a
 * hand, if anything else was alive there (law 12).
 */
export function endDoubt(draft: Draft, working: Working, sweptMs: number): void {
  const { doubt, mac } = working;
  if (doubt === null || doubt.sinceMs > sweptMs || draft.item(mac)?.at !== 'waiting') return;
  if (lifeSince(draft.state, silenceOf(draft.state, working), doubt.sinceMs).alive) endUnsent(draft, mac, doubt.code);
}

/** A plug that cannot be talked to needs a hand; one in whose place another answered is left alone. */
const endUnsent = (draft: Draft, mac: string, code: ItemCode): void =>
  endItem(draft, mac, code === 'not-the-same-device' ? 'left-alone' : 'needs-hands', code);

/**
 * A watched plug after a look over all networks that began at `sweptMs`. `gone` needs the whole quiet time in
 * silence, this look, and a network that was alive at its end.
 */
export function endWatch(draft: Draft, working: Working, sweptMs: number): void {
  const item = draft.item(working.mac);
  const { watch } = working;
  if (item?.at !== 'watching' || watch === null || isBeingRead(working)) return;
  const { quietS } = draft.state.folded.options;
  if (watch.quietFromMs + paceOf(quietS, 0).quietMs > sweptMs) return;
  const life = lifeSince(draft.state, silenceOf(draft.state, working), sweptMs);
  if (!life.alive) return;
  draft.journal({ kind: 'proof', mac: item.mac, body: { grade: 'gone', quietS, witness: life.witness, note: null } });
  // a lost answer and silence look the same as a power cut: that is not yet a reset
  if (item.receipt === 'acknowledged') endItem(draft, item.mac, 'reset', null);
  else endItem(draft, item.mac, 'unproven', 'unproven');
}

/** Whether a plug that was heard again is being read. */
export const isBeingRead = ({ readBack }: Working): boolean => readBack !== null && !readBack.isOver;

/**
 * Stops the run: what was not sent stays waiting, what was sent stays unproven. A reset whose answer is still on
 * its way is waited for, it cannot be called back.
 */
export function halt(draft: Draft, code: ItemCode): void {
  if (draft.state.phase === 'halting') return;
  draft.change({ phase: 'halting', haltCode: code });
  abandonVisits(draft);
  for (const working of draft.state.work.values()) {
    const { mac, readBack } = working;
    if (draft.item(mac)?.at === 'watching') endItem(draft, mac, 'unproven', code);
    // it is there, and there is no time left to learn more
    else if (readBack !== null && isBeingRead(working)) strikeUnread(draft, mac, readBack.address);
  }
}

/** Lets go of every plug that was not yet sent anything. */
export function abandonVisits(draft: Draft): void {
  for (const { mac, visit } of draft.state.work.values()) {
    if (visit === null) continue;
    draft.working(mac, { visit: null });
    draft.effect({ do: 'release', mac });
  }
}
