import type { LoginTries } from '../../contract/index.ts';

/** Keeps what a plug turned down, and answers as told; every login may be tried if nothing is told. */
export function toldTries(mayTry: LoginTries['mayTry'] = () => 'yes') {
  const turnedDown: [login: string | null, locked: boolean][] = [];
  const tries: LoginTries = { mayTry, turnedDown: (login, locked) => turnedDown.push([login, locked]) };
  return { tries, turnedDown };
}
