import type { LoginTries } from '../../contract/index.ts';

export interface CountedTries extends LoginTries {
  /** The logins asked for, in order. */
  asked: (string | null)[];
  /** What was counted, in order. */
  counted: { login: string | null; locked: boolean }[];
}

/** Counts, and lets every login be tried until it was turned down. */
export function countedTries(): CountedTries {
  const asked: CountedTries['asked'] = [];
  const counted: CountedTries['counted'] = [];
  return {
    asked,
    counted,
    mayTry: (login) => {
      asked.push(login);
      if (counted.some((one) => one.locked)) return 'locked';
      return counted.some((one) => one.login === login) ? 'no' : 'yes';
    },
    accepted: () => undefined,
    turnedDown: (login, locked) => void counted.push({ login, locked }),
  };
}
