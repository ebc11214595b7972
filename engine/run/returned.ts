import type { PlugRecord } from '../../contract/index.ts';
import type { FoldedItem } from './fold.ts';

/**
 * Whether a plug that was just heard shows that an earlier reset did not happen: it is back with the owner it had
 * when the reset was sent. A new owner is a new life; a plug in set-up is what was hoped for.
 */
export function hasReturned(
  item: Pick<FoldedItem, 'at' | 'proof' | 'sentAs' | 'ownerWhenSent'>,
  plug: Pick<PlugRecord, 'standing' | 'owner'>,
): boolean {
  if (item.sentAs === 0 || (item.at !== 'reset' && item.at !== 'unproven')) return false;
  if (plug.standing === 'in-setup') return false;
  // one that was read back empty is on the network all along: only its old owner is news
  if (item.proof === 'read-back') return !!plug.owner && plug.owner === item.ownerWhenSent;
  // where either never told an owner, being heard on the network at all is being back: a fresh plug is not on it
  return item.ownerWhenSent === null || plug.owner === null || plug.owner === item.ownerWhenSent;
}
