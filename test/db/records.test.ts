import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mac, samplePlan } from './samples.ts';
import { scratch } from './scratch.ts';

test('a login is added once, found by its name and removed', (t) => {
  const { open } = scratch(t);
  const store = open();
  store.logins.add({ name: 'main', email: 'a@example.com', setAt: '2026-01-01T00:00:00.000Z' });
  store.logins.add({ name: 'lodge', email: 'b@example.com', setAt: '2026-01-01T00:00:00.000Z' });
  assert.throws(() => store.logins.add({ name: 'main', email: 'c@example.com', setAt: '2026-01-01T00:00:00.000Z' }), {
    code: 'login-exists',
  });
  store.close();

  const { logins } = open();
  assert.deepEqual(logins.byName('main'), { name: 'main', email: 'a@example.com', setAt: '2026-01-01T00:00:00.000Z' });
  logins.remove('main');
  assert.equal(logins.byName('main'), undefined);
  assert.deepEqual(logins.all(), [{ name: 'lodge', email: 'b@example.com', setAt: '2026-01-01T00:00:00.000Z' }]);
  assert.throws(() => logins.remove('main'), { code: 'unknown-login' });
});

test('a plan comes back as it was frozen and is never overwritten', (t) => {
  const { open } = scratch(t);
  const store = open();
  const plan = samplePlan('P-7K3QD');
  store.plans.add(plan);
  assert.throws(() => store.plans.add({ ...plan, items: [] }), { code: 'internal' });
  store.close();

  const { plans } = open();
  assert.deepEqual(plans.byId('P-7K3QD'), plan);
  assert.equal(plans.byId('P-00000'), undefined);
});

test('a plan of a version that kept no outlets is read as one without', (t) => {
  const { open, raw } = scratch(t);
  open().close();
  const plan = samplePlan('P-7K3QD');
  const items = plan.items.map(
    ({ loads: _loads, plug: { outlets: _outlets, protectedOutlets: _kept, ...plug }, ...item }) => ({
      ...item,
      plug,
    }),
  );
  raw()
    .prepare('INSERT INTO plan (id, body) VALUES (?, ?)')
    .run(plan.id, JSON.stringify({ ...plan, items }));
  assert.deepEqual(
    open().plans.byId(plan.id)?.items,
    plan.items.map((item) => ({ ...item, loads: [] })),
  );
});

test('another device is one row per MAC, or per address where it told none', (t) => {
  const { open } = scratch(t);
  const store = open();
  const camera = { mac: mac(9), address: '10.0.0.9', model: 'C200', kind: 'camera', lastSeenAt: '2026-11-23' } as const;
  const nameless = { ...camera, mac: null, address: '10.0.0.8', kind: 'unknown' } as const;
  for (const other of [camera, nameless, { ...nameless, model: 'C210' }, { ...camera, address: '10.0.0.10' }]) {
    store.others.save(other);
  }
  store.close();
  assert.deepEqual(open().others.all(), [
    { ...camera, address: '10.0.0.10' },
    { ...nameless, model: 'C210' },
  ]);
});
