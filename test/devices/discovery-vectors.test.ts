import { test } from 'node:test';
import { checks as tdp } from '../vectors/tdp-checks.ts';
import { checks as xor } from '../vectors/xor-checks.ts';

for (const { name, run } of [...xor, ...tdp]) test(name, run);
