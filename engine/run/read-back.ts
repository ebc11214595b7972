import type { FrozenPlug, Identity, Snapshot } from '../../contract/index.ts';

/**
 * What reading a plug that is back says of its reset. `emptied`: nothing of what it held is left. `as-before`: it holds
 * what it held. `changed`: neither, as after a new set-up. `unread`: it could not be read.
 */
export type ReadBack = 'emptied' | 'as-before' | 'changed' | 'unread';

const endOf = (mac: string): string => mac.replaceAll(':', '').slice(-4);

/** A legacy plug as it comes from the factory is called by its kind and the last four digits of its MAC. */
const hasFactoryName = (alias: string, mac: string): boolean =>
  alias.startsWith('TP-LINK_') && alias.endsWith(`_${endOf(mac)}`);

/** The outlets of a strip as it comes from the factory are numbered, or called by the strip and a number. */
const hasFactoryNumber = (alias: string, mac: string): boolean =>
  /^Plug \d+$/.test(alias) || (/_(?:Plug )?\d+$/.test(alias) && alias.includes(`_${endOf(mac)}_`));

/** Whether an outlet is still called what a person called it. */
const hasKeptName = (plug: Pick<FrozenPlug, 'mac' | 'outlets'>, now: Snapshot['outlets']): boolean =>
  now.some(({ id, alias }) => {
    if (alias === '' || hasFactoryNumber(alias, plug.mac)) return false;
    return plug.outlets.some((was) => was.id === id && was.alias === alias);
  });

/**
 * Holds what a plug says in a session of its own against what was known when its reset was sent. Needed where no
 * datagram tells whose it is; a plug that held nothing then cannot be told from an erased one, and counts as before.
 */
export function readBackOf(
  before: { plug: Pick<FrozenPlug, 'mac' | 'alias' | 'outlets'>; owner: string | null },
  now: Pick<Identity, 'owner' | 'alias'>,
  snapshot: Pick<Snapshot, 'hasLocation' | 'rules' | 'outlets'>,
): ReadBack {
  const { plug } = before;
  if (now.owner === null) return 'unread';
  const hadName = !hasFactoryName(plug.alias, plug.mac);
  const hadOwner = before.owner !== null && before.owner !== '';
  if (hasKeptName(plug, snapshot.outlets)) return 'as-before';
  if (now.owner === '' && hasFactoryName(now.alias, plug.mac) && (hadName || hadOwner)) {
    if (snapshot.rules === null) return 'unread';
    if (snapshot.rules.length === 0 && snapshot.hasLocation !== true) return 'emptied';
  }
  const sameName = now.alias === plug.alias;
  if (hadName && sameName) return 'as-before';
  return hadOwner ? (now.owner === before.owner ? 'as-before' : 'changed') : sameName ? 'as-before' : 'changed';
}
