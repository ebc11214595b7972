import { isDefinedError, ORPCError } from '@orpc/client';
import {
  advice,
  type ErrorBody,
  type ErrorCode,
  errorCodes,
  exitOf,
  exits,
  PlugfleetError,
} from '../contract/index.ts';

export interface Failure {
  exit: number;
  error: Pick<ErrorBody, 'code' | 'message' | 'next'>;
}

const isErrorCode = (code: string): code is ErrorCode => (errorCodes as readonly string[]).includes(code);

/** What a thrown thing means on the command line: an exit code, and the words. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof PlugfleetError) {
    const { code, message } = thrown;
    return {
      exit: isErrorCode(code) ? exitOf[code] : exits.incomplete,
      error: { code, message, next: advice[code].next },
    };
  }
  if (thrown instanceof ORPCError && isDefinedError(thrown)) {
    const { code, message, next } = thrown.data as ErrorBody;
    return { exit: isErrorCode(code) ? exitOf[code] : exits.incomplete, error: { code, message, next } };
  }
  if (thrown instanceof ORPCError && thrown.code === 'BAD_REQUEST')
    return {
      exit: exits.usage,
      error: { code: 'bad-input', message: issuesOf(thrown), next: advice['bad-input'].next },
    };
  const message =
    thrown instanceof Error ? (thrown.cause instanceof Error ? thrown.cause : thrown).message : String(thrown);
  return { exit: exits.cannotStart, error: { code: 'internal', message, next: advice.internal.next } };
}

/** What was wrong with the input, in the words of its schema. */
function issuesOf(error: ORPCError<string, unknown>): string {
  const data = error.data as { issues?: readonly { message: string; path?: readonly unknown[] }[] } | undefined;
  const told = (data?.issues ?? []).map((i) => [i.path?.join('.'), i.message].filter(Boolean).join(': '));
  return told.length > 0 ? told.join('; ') : error.message;
}
