import { advice, type Code } from './codes.ts';

/** Plain facts that travel with an error. Never a secret. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Every error Plugfleet raises on purpose: a code of the closed list, what was attempted, and facts. */
export class PlugfleetError extends Error {
  override readonly name = 'PlugfleetError';
  readonly code: Code;
  readonly facts: ErrorFacts;

  constructor(code: Code, message?: string, options: { facts?: ErrorFacts; cause?: unknown } = {}) {
    super(message ?? advice[code].title, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.facts = options.facts ?? {};
  }
}

/** The code of a Plugfleet error, or undefined for any other thrown thing. */
export const codeOf = (thrown: unknown): Code | undefined =>
  thrown instanceof PlugfleetError ? thrown.code : undefined;
