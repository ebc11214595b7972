import type { LoginTries } from '../../contract/index.ts';

/** For tests about something else: every login may be tried, nobody counts. */
export const anyTries: LoginTries = { mayTry: () => 'yes', turnedDown: () => undefined, accepted: () => undefined };
