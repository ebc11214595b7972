import { implement } from '@orpc/server';
import { contract } from '../../contract/index.ts';
import type { HostContext } from '../context.ts';
import { toContractError } from '../errors.ts';

/** The contract as a thing to implement: every handler gets the host's context, every error its contract form. */
export const os = implement(contract)
  .$context<HostContext>()
  .use(async ({ next }) => {
    try {
      return await next();
    } catch (thrown) {
      throw toContractError(thrown);
    }
  });
