import type { Credential } from '../../contract/index.ts';
import { ownerHash } from '../owner-hash.ts';
import { authHash, type KlapSecrets, type KlapVersion, serverHash } from './klap-hashes.ts';

/** An account that a plug may know, by its hash. */
export interface Account {
  /** What the user calls it; null for the ones built into plugs. */
  login: string | null;
  /** Owner hash; '' for the ones built in: a plug that takes those belongs to nobody. */
  owner: string;
  auth: Buffer;
}

/** Accounts plugs know before anybody set them up (protocols/README.md, "Credentials"). */
const builtIn = [
  { email: 'kasa@tp-link.net', password: 'kasaSetup' },
  { email: 'test@tp-link.net', password: 'test' },
  { email: '', password: '' },
];

/** All accounts to compare, the likeliest first. `owner`: the hash that discovery told. */
export function accountsToTry(
  version: KlapVersion,
  credentials: readonly Credential[],
  owner: string | null,
): readonly Account[] {
  const stored = credentials.map(({ name, email, password }) => ({
    login: name,
    owner: name === null ? '' : ownerHash(email),
    auth: authHash(version, email, password),
  }));
  const told = owner?.toUpperCase();
  const likely = stored.filter((account) => account.owner === told);
  const others = stored.filter((account) => account.owner !== told);
  const known = builtIn.map(({ email, password }) => ({
    login: null,
    owner: '',
    auth: authHash(version, email, password),
  }));
  return [...likely, ...others, ...known];
}

/** The account whose hash the plug sent. Compared on our side: it costs the plug nothing and locks nothing. */
export const accountOf = (
  version: KlapVersion,
  accounts: readonly Account[],
  seeds: Pick<KlapSecrets, 'local' | 'remote'>,
  shown: Buffer,
): Account | undefined => accounts.find(({ auth }) => serverHash(version, { ...seeds, auth }).equals(shown));
