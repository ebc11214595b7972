import type { Clock, LoginTries, NewLedgerEntry, Store } from '../../contract/index.ts';

const hourMs = 3_600_000;
/** Wrong tries that a plug may get from us within a day, and the least time between two of them. */
const mostPerDay = 2;
const dayMs = 24 * hourMs;
const spacingMs = 30_000;
/** A plug that locked itself is left alone for a day, or until a person asks; never sooner than this. */
const leastLockMs = hourMs / 2;

/**
 * Law 9 for one plug: at most two wrong tries in 24 h, spaced, and never again the same stored secret while the plug
 * has the same owner. The count is kept in the ledger, so it outlasts this process.
 * @param owner owner hash that the plug tells; with another one it may know another account
 * @param asked a person asked for this very try: then a secret that was turned down may be tried once more
 */
export function loginTries(
  { store, clock }: { store: Store; clock: Clock },
  plug: { mac: string; owner: string | null },
  asked = false,
): LoginTries {
  const setAtOf = (login: string | null): string | null =>
    login === null ? null : (store.logins.byName(login)?.setAt ?? null);
  /** Number of the entry that says that the plug took this login; 0 for none. */
  const lastAccepted = (login: string | null): number =>
    store.ledger
      .entries({ mac: plug.mac, kind: 'login-accepted' })
      .findLast((entry) => entry.kind === 'login-accepted' && entry.body.login === login)?.seq ?? 0;
  const append = (entry: Pick<NewLedgerEntry, 'kind' | 'body'>): void => {
    const whole = { ...entry, run: null, mac: plug.mac } as NewLedgerEntry;
    store.ledger.append(new Date(clock.wallMs()).toISOString(), whole);
  };
  return {
    mayTry: (login, times = 1) => {
      const nowMs = clock.wallMs();
      const refused = store.ledger.entries({ mac: plug.mac, kind: 'login-refused' }).flatMap((entry) => {
        if (entry.kind !== 'login-refused') return [];
        // a moment in the future is one of a clock that was wrong: then it was just now
        return [{ ...entry.body, seq: entry.seq, agoMs: Math.max(0, nowMs - Date.parse(entry.at)) }];
      });
      const lockedAgoMs = refused.findLast((one) => one.locked)?.agoMs ?? Number.POSITIVE_INFINITY;
      if (lockedAgoMs < (asked ? leastLockMs : dayMs)) return 'locked';
      const lately = refused.filter((one) => one.agoMs < dayMs && !one.locked);
      // a plug that has an owner hardly takes a built-in account: the day's last try is kept for a password put right
      const kept = login === null && plug.owner ? 1 : 0;
      if (lately.length + times + kept > mostPerDay || lately.some((one) => one.agoMs < spacingMs)) return 'no';
      const acceptedSeq = lastAccepted(login);
      const sameSecret = refused.some(
        (one) =>
          !one.locked &&
          one.seq > acceptedSeq &&
          one.login === login &&
          one.owner === plug.owner &&
          one.setAt === setAtOf(login) &&
          login !== null,
      );
      // an account built into plugs has no secret that could change: the day's limit holds for it
      const sameBuiltIn = login === null && lately.some((one) => one.login === null);
      return (sameSecret && !asked) || sameBuiltIn ? 'no' : 'yes';
    },
    turnedDown: (login, locked) => {
      append({ kind: 'login-refused', body: { login, setAt: setAtOf(login), owner: plug.owner, locked } });
    },
    accepted: (login) => {
      const refused = store.ledger
        .entries({ mac: plug.mac, kind: 'login-refused' })
        .findLast((entry) => entry.kind === 'login-refused' && entry.body.login === login);
      // said once, and only where it takes something back
      if (refused !== undefined && refused.seq > lastAccepted(login))
        append({ kind: 'login-accepted', body: { login } });
    },
  };
}
