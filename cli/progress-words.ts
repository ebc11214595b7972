import type { LookProgress } from '../contract/index.ts';
import { countOf } from './count-words.ts';

/** One line about how far a look at the network is. */
export const lookWords = ({ step, done, total, found }: LookProgress): string =>
  step === 'asking'
    ? `Asking ${done} of ${countOf(total, 'address', 'addresses')}, ${countOf(found, 'plug')} found`
    : `Reading ${done} of ${countOf(total, 'plug')}, ${found} found`;
