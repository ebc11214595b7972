import type { LookProgress } from '../contract/index.ts';

/** One line about how far a look at the network is. */
export const lookWords = ({ step, done, total, found }: LookProgress): string =>
  step === 'asking'
    ? `Asking ${done} of ${total} addresses, ${found} plugs found`
    : `Reading ${done} of ${total} plugs, ${found} found`;
