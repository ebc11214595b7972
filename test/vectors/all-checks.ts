import { checks as aes } from './aes-checks.ts';
import type { Check } from './check.ts';
import { checks as klap } from './klap-checks.ts';
import { checks as ledger } from './ledger-checks.ts';
import { checks as tdp } from './tdp-checks.ts';
import { checks as tpap } from './tpap-checks.ts';
import { checks as vault } from './vault-checks.ts';
import { checks as virtualPlug } from './virtual-plug-checks.ts';
import { checks as xor } from './xor-checks.ts';

/** Every check of a codec or a cipher, one line for each file of checks; vectors.test.ts fails where one is missing. */
export const allChecks: readonly Check[] = [aes, klap, ledger, tdp, tpap, vault, virtualPlug, xor].flat();
