import { type ErrorFacts, PlugfleetError } from '../contract/index.ts';

/** A plug (or whoever stands at its address) answered with something that cannot be understood. */
export function garbled(what: string, facts: ErrorFacts = {}, cause?: unknown): PlugfleetError {
  return new PlugfleetError('garbled', what, { facts, cause });
}
