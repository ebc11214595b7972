import { test } from 'node:test';
import { checks } from '../vectors/aes-checks.ts';

for (const { name, run } of checks) test(name, run);
