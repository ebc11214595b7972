import { ORPCError } from '@orpc/server';
import { advice, type ErrorBody, PlugfleetError } from '../contract/index.ts';

/** An error as it crosses a channel: its code, words and next step; never a stack, never a secret. */
export const errorBody = (error: PlugfleetError): ErrorBody => ({
  code: error.code,
  message: error.message,
  next: advice[error.code].next,
  facts: Object.fromEntries(
    Object.entries(error.facts).map(([key, value]) => [key, Array.isArray(value) ? [...value] : value]),
  ) as ErrorBody['facts'],
});

/** Turns what a command threw into what its contract says it may throw. Anything else is passed on as it is. */
export function toContractError(thrown: unknown): unknown {
  if (!(thrown instanceof PlugfleetError)) return thrown;
  return new ORPCError('PLUGFLEET', {
    defined: true,
    message: thrown.message,
    data: errorBody(thrown),
    cause: thrown,
  });
}

/** The same for what a live answer throws while it is being read. */
export async function* withContractErrors<Y, R>(live: AsyncGenerator<Y, R, void>): AsyncGenerator<Y, R, void> {
  try {
    return yield* live;
  } catch (thrown) {
    throw toContractError(thrown);
  }
}
