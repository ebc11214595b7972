import type { OpenOptions } from '../../contract/index.ts';
import type { Deadline } from '../deadline.ts';

/** What a log-in needs beyond a route. */
export interface Opening extends Pick<OpenOptions, 'mac' | 'credentials' | 'owner' | 'tries'> {
  /**
   * Before each log-in that a plug counts and that shows it a secret: is the one that is meant still there?
   * @throws PlugfleetError `not-the-same-device`
   */
  check(deadline: Deadline): Promise<void>;
}

/**
 * What became of a message that is sent once.
 * `not-sent`: no byte of it left us. `refused`: it was turned down below the dialect. `cut-off`: anything else
 * after the first byte may have left. `detail` is a word for the receipt, never a secret.
 */
export type SendOutcome =
  | { sent: 'not-sent'; detail: string }
  | { sent: 'refused'; detail: string }
  | { sent: 'answered'; reply: string }
  | { sent: 'cut-off'; detail: string };

/** The bytes around the JSON: one conversation with one plug, one message at a time. */
export interface Transport extends AsyncDisposable {
  /** Name of the stored login that opened it; null where none was needed or a built-in account did. */
  readonly login: string | null;
  /** Owner hash of the account that opened it, '' for a built-in one; null where there is no login. */
  readonly owner: string | null;
  /** Grows when the conversation had to be opened anew: whoever identified the plug before must do so again. */
  readonly opened: number;
  /**
   * Asks something that may be asked again: the transport may open the conversation anew and repeat it.
   * @throws PlugfleetError `silent`, `timeout`, `garbled`, `needs-login`, `unsupported`, `locked`; a stop's reason
   */
  ask(json: string, deadline: Deadline): Promise<string>;
  /** Sends something at most once, in the conversation as it is. Never rejects, never repeats. */
  sendOnce(json: string, deadline: Deadline): Promise<SendOutcome>;
}
