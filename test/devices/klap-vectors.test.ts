import { test } from 'node:test';
import { checks } from '../vectors/klap-checks.ts';

for (const { name, run } of checks) test(name, run);
