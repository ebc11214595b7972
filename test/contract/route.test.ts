import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Route } from '../../contract/index.ts';

test('a route kept before log-ins had versions is still a route, and one with a version keeps it', () => {
  const before = { host: '192.168.7.12', port: 80, dialect: 'smart', transport: 'aes', tls: false };
  assert.deepEqual(Route.parse(before), before);
  assert.deepEqual(Route.parse({ ...before, loginVersion: 1 }), { ...before, loginVersion: 1 });
  assert.ok(!Route.safeParse({ ...before, loginVersion: 3 }).success);
});
