import { ORPCError } from '@orpc/server';
import { advice, type Code, type ErrorBody, type ErrorCode, exitOf, exits, PlugfleetError } from '../contract/index.ts';

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

const isErrorCode = (code: Code): code is ErrorCode => Object.hasOwn(exitOf, code);

/** What HTTP says of a code: 4xx for what was asked, 5xx for what is wrong here. */
function statusOf(code: Code): number {
  if (code === 'internal') return 500;
  if (code.startsWith('unknown-')) return 404;
  // a plug being as it is, is no fault of this server
  if (!isErrorCode(code)) return 409;
  switch (exitOf[code]) {
    case exits.usage:
      return 422;
    case exits.refused:
      return 409;
    default:
      return 503;
  }
}

/** A refusal of ours with the status that HTTP has for it. Anything else is passed on as it is. */
export function withHttpStatus(thrown: unknown): unknown {
  if (!(thrown instanceof ORPCError) || thrown.code !== 'PLUGFLEET' || !thrown.defined) return thrown;
  // it was checked against the contract, where its body has this form
  const data = thrown.data as ErrorBody;
  const { message, cause } = thrown;
  return new ORPCError('PLUGFLEET', { defined: true, status: statusOf(data.code), message, data, cause });
}
