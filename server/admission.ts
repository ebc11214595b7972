import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Browsers let in at the same time; the oldest is let go when one more comes. */
const mostSessions = 64;
/** Wrong tokens from one address that cost nothing yet, and the wait after the next, which doubles with each. */
const freeTries = 3;
const firstWaitMs = 1000;
const longestWaitMs = 15 * 60_000;
/** Addresses remembered; more than any honest network has, few enough to hold. */
const mostAddresses = 1000;

export type Verdict = { let: 'in' } | { let: 'out' } | { let: 'wait'; waitMs: number };

/**
 * Who may come in: whoever brings the token that the server printed, which a browser exchanges for a session so that
 * the token does not stay in its address. Wrong tokens are slowed per address.
 */
export class Admission {
  readonly token: string;
  readonly #now: () => number;
  readonly #sessions = new Set<string>();
  readonly #wrong = new Map<string, { tries: number; untilMs: number }>();

  /** @param now a monotonic clock, in ms */
  constructor(now: () => number, token = randomBytes(24).toString('base64url')) {
    this.#now = now;
    this.token = token;
  }

  /** Looks at a token from that address. */
  tryToken(token: string, address: string): Verdict {
    const wrong = this.#wrong.get(address);
    const waitMs = wrong === undefined ? 0 : wrong.untilMs - this.#now();
    // while it waits the right token is not looked at either: a guess must not be told from a wait
    if (waitMs > 0) return { let: 'wait', waitMs };
    if (isSame(token, this.token)) {
      this.#wrong.delete(address);
      return { let: 'in' };
    }
    const tries = (wrong?.tries ?? 0) + 1;
    const wait = tries <= freeTries ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (tries - freeTries - 1));
    this.#wrong.delete(address);
    this.#wrong.set(address, { tries, untilMs: this.#now() + wait });
    const [oldest] = this.#wrong.keys();
    if (this.#wrong.size > mostAddresses && oldest !== undefined) this.#wrong.delete(oldest);
    return { let: 'out' };
  }

  /** A new session, for a browser that brought the token. */
  newSession(): string {
    const session = randomBytes(24).toString('base64url');
    this.#sessions.add(session);
    const [oldest] = this.#sessions;
    if (this.#sessions.size > mostSessions && oldest !== undefined) this.#sessions.delete(oldest);
    return session;
  }

  hasSession(session: string): boolean {
    return this.#sessions.has(session);
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** Without telling by its time how much of it is right. */
const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
