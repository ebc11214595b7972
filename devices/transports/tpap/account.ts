import { type LoginTries, type OpenOptions, PlugfleetError } from '../../../contract/index.ts';
import { ownerHash } from '../../owner-hash.ts';

/** Whom a plug may be opened as. */
export type Account =
  /** By the passcode that it derives from its MAC: it belongs to nobody. */
  | { passcode: 'default_userpw'; login: null; owner: '' }
  | { passcode: 'userpw'; login: string; owner: string; email: string; password: string };

const noOwner: Account = { passcode: 'default_userpw', login: null, owner: '' };

/**
 * The one account to try, before anything that the plug counts: it locks itself after too many misses. Where the owner
 * is known, only that owner's login; where it is not told, the first that may be tried; no login for a plug that says
 * it belongs to nobody.
 * @param pake kinds of passcodes that the plug takes
 * @throws PlugfleetError `needs-login`, `locked`, `unsupported`
 */
export function chooseAccount(
  pake: readonly number[],
  { credentials, owner, tries }: Pick<OpenOptions, 'credentials' | 'owner' | 'tries'>,
): Account {
  const { byDefault, byPassword } = passcodesOf(pake);
  const told = owner?.toUpperCase() ?? null;
  const stored = credentials.flatMap(({ name, email, password }): Account[] =>
    name === null ? [] : [{ passcode: 'userpw', login: name, owner: ownerHash(email), email, password }],
  );
  const fitting = told === null ? stored : stored.filter((account) => account.owner === told);
  // also not by the passcode of its MAC: whose it is, is known, and they are no account of ours
  if (told && fitting.length === 0) throw needsLogin('it belongs to an account that is not stored');
  const [nobody, persons] = [byDefault ? [noOwner] : [], byPassword ? fitting : []];
  // a password proves to both sides who they are, a passcode that anybody can derive proves nothing
  const accounts = told ? [...persons, ...nobody] : [...nobody, ...persons];
  if (accounts.length === 0) throw needsLogin('nothing tells which account it wants');
  const answers = accounts.map(({ login }) => tries.mayTry(login));
  const allowed = accounts[answers.indexOf('yes')];
  if (allowed) return allowed;
  if (answers.includes('locked')) throw leftAlone();
  throw needsLogin('it turned the stored login down before');
}

/**
 * Which passcodes may be sent; the default one also for an empty list.
 * @throws PlugfleetError `unsupported`: it wants something only the maker's cloud has, or something unheard-of
 */
function passcodesOf(pake: readonly number[]): { byDefault: boolean; byPassword: boolean } {
  const byDefault = pake.length === 0 || pake.includes(0);
  const byPassword = [1, 2, 5].some((kind) => pake.includes(kind));
  if (byDefault || byPassword) return { byDefault, byPassword };
  throw new PlugfleetError('unsupported', 'it takes no kind of passcode that is known', {
    facts: { pake: pake.map(String) },
  });
}

/**
 * A plug that locked itself is not even greeted: every try prolongs it.
 * @throws PlugfleetError `locked`
 */
export function unlessLocked(tries: LoginTries): void {
  if (tries.mayTry(null) === 'locked') throw leftAlone();
}

const leftAlone = (): PlugfleetError =>
  new PlugfleetError('locked', 'it locked itself after wrong log-ins and is left alone');

const needsLogin = (words: string): PlugfleetError => new PlugfleetError('needs-login', words);
