/** What an `error_code` means for the conversation, in either layer (protocols/aes.md, "Errors"). */
export type AesTrouble =
  /** The session is gone or was never good: a new one may help. */
  | 'session-gone'
  /** The account is not the plug's. */
  | 'turned-down'
  /** The plug takes no account for a while. */
  | 'locked'
  /** The plug does not speak this protocol any more. */
  | 'moved-on';

const troubles: Readonly<Record<number, AesTrouble>> = {
  9999: 'session-gone',
  1002: 'session-gone',
  1112: 'session-gone',
  [-1001]: 'session-gone',
  [-1501]: 'turned-down',
  1111: 'turned-down',
  1100: 'turned-down',
  [-1005]: 'turned-down',
  // "account error" here, a lock-out in the protocol that came after: either way nothing more is tried
  [-2101]: 'locked',
  [-40404]: 'locked',
  [-40408]: 'locked',
  1003: 'moved-on',
};

/** Undefined for every other code: those are about what was asked. */
export const troubleOf = (code: number): AesTrouble | undefined => troubles[code];

/** "Unspecific": of the whole session, or of a method that the plug does not have. */
export const unspecific = -1001;
