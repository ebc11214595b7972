import type { Credential } from '../../contract/index.ts';
import { type Account, accountOf, blankAccount, kasaDefault, tapoDefault } from './accounts.ts';
import { authHash, type KlapSecrets, type KlapVersion, serverHash } from './klap-hashes.ts';

/** An account as KLAP knows it, in one generation of its hashes. */
export interface KlapAccount {
  login: string | null;
  owner: string;
  version: KlapVersion;
  auth: Buffer;
}

/**
 * All accounts to compare, the likeliest first, each by the hashes of both generations: which one an IOT plug speaks
 * is not always what its discovery says, and comparing costs nothing.
 * @param owner the hash that discovery told
 */
export function accountsToTry(credentials: readonly Credential[], owner: string | null): readonly KlapAccount[] {
  const stored = credentials.map(accountOf);
  const told = owner?.toUpperCase();
  const likely = stored.filter((account) => account.owner === told);
  const others = stored.filter((account) => account.owner !== told);
  return [...likely, ...others, kasaDefault, tapoDefault, blankAccount].flatMap(inBothVersions);
}

const inBothVersions = ({ login, owner, email, password }: Account): KlapAccount[] =>
  ([2, 1] as const).map((version) => ({ login, owner, version, auth: authHash(version, email, password) }));

/** The account whose hash the plug sent. Compared on our side: it costs the plug nothing and locks nothing. */
export const accountShown = (
  accounts: readonly KlapAccount[],
  seeds: Pick<KlapSecrets, 'local' | 'remote'>,
  shown: Buffer,
): KlapAccount | undefined =>
  accounts.find(({ version, auth }) => serverHash(version, { ...seeds, auth }).equals(shown));
