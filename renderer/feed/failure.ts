import { ORPCError } from '@orpc/client';
import type { ErrorBody } from '../../contract/index.ts';

/** What went wrong, for people: a code of the contract, or that the host does not answer. */
export type Failure =
  | (Pick<ErrorBody, 'code' | 'message'> & { facts?: ErrorBody['facts'] })
  | { code: 'host-lost'; message: string; facts?: undefined };

/** Reads whatever a call threw. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof ORPCError) {
    if (thrown.code === 'PLUGFLEET') return thrown.data as ErrorBody;
    // the process in between lives, and reaches nobody
    if (thrown.code === 'SERVICE_UNAVAILABLE') return { code: 'host-lost', message: thrown.message };
    return { code: 'internal', message: thrown.message };
  }
  // fetch says no more than that nothing came back
  return { code: 'host-lost', message: thrown instanceof Error ? thrown.message : String(thrown) };
}
