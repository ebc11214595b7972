import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireRuntime } from '../../db/runtime.ts';

test('a Node that SQLite would crash is refused in words', () => {
  assert.throws(() => requireRuntime({ node: '20.20.0', napi: '9' }), {
    code: 'runtime-too-old',
    message: /Node 20\.20\.0 is too old.*Node 24/,
  });
  assert.throws(() => requireRuntime({}), { code: 'runtime-too-old' });
  requireRuntime({ node: '24.21.0', napi: '10' });
  requireRuntime();
});
