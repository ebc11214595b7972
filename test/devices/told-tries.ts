import type { LoginTries } from '../../contract/index.ts';

/** Keeps what a plug took and turned down, and answers as told; every login may be tried if nothing is told. */
export function toldTries(mayTry: LoginTries['mayTry'] = () => 'yes') {
  const turnedDown: [login: string | null, locked: boolean][] = [];
  const taken: (string | null)[] = [];
  const tries: LoginTries = {
    mayTry,
    turnedDown: (login, locked) => void turnedDown.push([login, locked]),
    accepted: (login) => void taken.push(login),
  };
  return { tries, turnedDown, taken };
}
