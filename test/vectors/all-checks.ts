import type { Check } from './check.ts';
import { checks as ledger } from './ledger-checks.ts';
import { checks as vault } from './vault-checks.ts';

/** Every check of a codec or a cipher, one line for each file of checks; vectors.test.ts fails where one is missing. */
export const allChecks: readonly Check[] = [
  ledger, //
  vault,
].flat();
