import type { Credential } from '../../contract/index.ts';
import { ownerHash } from '../owner-hash.ts';

/** An account that a plug may know. */
export interface Account {
  /** What the user calls it; null for the ones built into plugs. */
  login: string | null;
  /** Owner hash; '' for the ones built in: a plug that takes those belongs to nobody. */
  owner: string;
  email: string;
  password: string;
}

const builtIn = (email: string, password: string): Account => ({ login: null, owner: '', email, password });

/** Accounts plugs know before anybody set them up (protocols/README.md, "Credentials"). */
export const kasaDefault = builtIn('kasa@tp-link.net', 'kasaSetup');
export const tapoDefault = builtIn('test@tp-link.net', 'test');
export const blankAccount = builtIn('', '');

/** A login of the user's as an account. */
export const accountOf = ({ name, email, password }: Credential): Account => ({
  login: name,
  owner: name === null ? '' : ownerHash(email),
  email,
  password,
});
