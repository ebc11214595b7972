import { type Clock, type Credential, type LoginTries, PlugfleetError } from '../../contract/index.ts';
import type { Deadline } from '../deadline.ts';
import { garbled } from '../garbled.ts';
import { type Account, accountOf, tapoDefault } from './accounts.ts';
import { type AesChannel, type LogInOutcome, lockedOut, logIn, shakeHands } from './aes-session.ts';
import type { LoginVersion } from './aes-words.ts';
import type { HttpWire } from './http-wire.ts';
import type { Opening } from './transport.ts';

/** A session with the account and the wording that opened it: all that is needed to open another one. */
export interface AesLogin {
  account: Account;
  version: LoginVersion;
  channel: AesChannel;
}

/** What a log-in goes over and who keeps count of it. */
export interface AesDesk {
  wire: HttpWire;
  tries: LoginTries;
  check: Opening['check'];
  clock: Clock;
}

/**
 * The accounts worth a try, the likeliest first; none where the plug belongs to somebody whose login is not stored.
 * @param owner the hash that discovery told, '' for nobody, null where it told none
 */
export function accountsWorthATry(credentials: readonly Credential[], owner: string | null): readonly Account[] {
  const stored = credentials.map(accountOf);
  if (owner === null) return [...stored, tapoDefault];
  if (owner === '') return [tapoDefault, ...stored];
  const owners = stored.filter((account) => account.owner === owner.toUpperCase());
  return owners.length === 0 ? [] : [...owners, tapoDefault];
}

/**
 * Logs in with the first account that the plug takes. Each try counts, so only those are made that may be (law 9).
 * @param versions the wordings that the plug may want; both where discovery did not tell
 * @throws PlugfleetError `needs-login`, `locked`, `unsupported`, `garbled`, `not-the-same-device`; WireError
 */
export async function logInAsAny(
  desk: AesDesk,
  accounts: readonly Account[],
  versions: readonly LoginVersion[],
  deadline: Deadline,
): Promise<AesLogin> {
  let tried = 0;
  for (const account of accounts) {
    const may = desk.tries.mayTry(account.login, versions.length);
    if (may === 'locked') throw lockedOut();
    if (may === 'no') continue;
    if (tried === 0) await desk.check(deadline);
    tried++;
    const login = await logInAs(desk, account, versions, deadline);
    if (login) {
      desk.tries.accepted(account.login);
      return login;
    }
  }
  const words = tried === 0 ? 'there is no login to try on this plug now' : 'the plug turned the login down';
  throw new PlugfleetError('needs-login', words, { facts: { tried } });
}

/** Undefined where the plug turned the account down, in every wording. */
async function logInAs(
  desk: AesDesk,
  account: Account,
  versions: readonly LoginVersion[],
  deadline: Deadline,
): Promise<AesLogin | undefined> {
  let refused = 0;
  try {
    for (const version of versions) {
      const outcome = await logInAnew(desk, account, version, deadline);
      if (outcome.in) {
        // what it turned down before was the wording: written down as refused, the login would not be used again
        refused = 0;
        return { account, version, channel: outcome.in };
      }
      if (outcome.why === 'locked') {
        desk.tries.turnedDown(account.login, true);
        throw lockedOut();
      }
      refused++;
    }
    return undefined;
  } finally {
    for (; refused > 0; refused--) desk.tries.turnedDown(account.login, false);
  }
}

/** One log-in, in a new session. Begun again once where the plug says that the session, not the account, is at fault. */
async function logInAnew(
  { wire, clock }: AesDesk,
  account: Account,
  version: LoginVersion,
  deadline: Deadline,
): Promise<LogInOutcome> {
  for (let again = true; ; again = false) {
    const channel = await shakeHands(wire, clock, deadline);
    const outcome = channel && (await logIn(wire, channel, version, account, clock, deadline));
    if (outcome && (outcome.in || outcome.why !== 'session-gone')) return outcome;
    if (!again) throw garbled('two sessions in a row that the plug did not know');
  }
}
