import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AllowableCode, PlugRecord, SiteRecord } from '../../contract/index.ts';
import { decide, makePlan } from '../../engine/planning/plan.ts';
import { blocks, concerns, isOccupied, loadsOf } from '../../engine/planning/refusals.ts';
import { staleIn } from '../../engine/planning/stale.ts';
import { nowMs, ownerB, record } from './samples.ts';

const way = (change: Partial<PlugRecord>, allow: readonly AllowableCode[] = [], occupied = false) =>
  decide({ plug: record(1, change), lastItem: undefined }, occupied, allow, nowMs);

test('a plug that is owned, ready, idle and known goes over the network', () => {
  assert.deepEqual(way({}), { way: 'network', reasons: [] });
});

// laws 1, 3
test('nothing a plan does touches a plug that is not owned, protected, occupied or of another owner', () => {
  assert.deepEqual(way({ owned: false }), { way: 'leave', reasons: ['not-owned'] });
  assert.deepEqual(way({ protectedReason: 'UPS' }), { way: 'leave', reasons: ['protected'] });
  assert.deepEqual(way({}, [], true), { way: 'leave', reasons: ['occupied'] });
  assert.deepEqual(way({ owner: ownerB }), { way: 'leave', reasons: ['other-owner'] });
  // no second yes reaches a block, and a block keeps hands off too
  const all: AllowableCode[] = ['loaded', 'feeds-network', 'stale-sighting', 'no-snapshot'];
  assert.equal(way({ protectedReason: 'UPS', standing: 'silent' }, all).way, 'leave');
});

// law 3
test('an owner that was never told is not another owner', () => {
  assert.equal(way({ owner: null }).way, 'network');
  assert.equal(way({ ownerWhenOwned: null, owner: ownerB }).way, 'network');
  assert.deepEqual(way({ owner: '', standing: 'in-setup' }), { way: 'leave', reasons: ['already-reset'] });
});

test('plugs that cannot be talked to go to the hands, with the reason', () => {
  for (const standing of ['silent', 'needs-login', 'locked', 'unsupported'] as const)
    assert.deepEqual(way({ standing }), { way: 'hands', reasons: [standing] });
  assert.deepEqual(decide({ plug: record(1, { standing: 'silent' }), lastItem: 'unproven' }, false, [], nowMs), {
    way: 'hands',
    reasons: ['unproven', 'silent'],
  });
});

// laws 5, 6
test('a plug whose reset may still be under way is looked at, not sent another one', () => {
  const decided = decide({ plug: record(1), lastItem: 'unproven' }, false, [], nowMs);
  assert.deepEqual(decided, { way: 'hands', reasons: ['unproven'] });
  assert.equal(decide({ plug: record(1), lastItem: 'failed' }, false, [], nowMs).way, 'network');
});

test('what was wiped or is in set-up is left', () => {
  for (const standing of ['wiped', 'in-setup'] as const)
    assert.deepEqual(way({ standing }), { way: 'leave', reasons: ['already-reset'] });
});

// laws 3, 8
test('a load, a network feed, an old sighting and a missing snapshot each need their own second yes', () => {
  const cases: [Partial<PlugRecord>, AllowableCode][] = [
    [{ watts: 92 }, 'loaded'],
    [{ watts: 5 }, 'loaded'],
    [{ watts: null, relay: 'on', alias: 'TP-LINK_Smart Plug_B027' }, 'loaded'],
    [{ feedsNetwork: true }, 'feeds-network'],
    [{ lastSeenAt: '2026-01-04T09:00:00.000Z' }, 'stale-sighting'],
    [{ lastSeenAt: '2026-01-06T09:00:00.000Z' }, 'stale-sighting'],
    [{ snapshotAt: null }, 'no-snapshot'],
  ];
  for (const [change, code] of cases) {
    assert.deepEqual(way(change), { way: 'leave', reasons: [code] });
    assert.deepEqual(way(change, [code]), { way: 'network', reasons: [code] });
    assert.equal(way({ ...change, standing: 'silent' }).way, 'hands', 'concerns the way network only');
  }
  assert.equal(way({ watts: 92, feedsNetwork: true }, ['loaded']).way, 'leave');
});

// law 3
test('a plug that is on without a meter counts as loaded only while nobody named it', () => {
  assert.deepEqual(concerns({ ...record(1, { watts: null, relay: 'on' }), occupied: false }, nowMs), []);
  assert.deepEqual(
    concerns({ ...record(1, { watts: null, relay: 'on', alias: '', label: 'D-12' }), occupied: false }, nowMs),
    [],
  );
});

// law 3
test('one loaded outlet makes a strip loaded', () => {
  const outlets = [
    { id: '00', alias: '', relay: 'off', watts: 0 },
    { id: '01', alias: '', relay: 'on', watts: 12 },
  ] as const;
  assert.deepEqual(concerns({ ...record(1, { watts: null, outlets: [...outlets] }), occupied: false }, nowMs), [
    'loaded',
  ]);
});

// law 3
test('a strip with one protected outlet is protected whole, whatever else is allowed', () => {
  const all: AllowableCode[] = ['loaded', 'feeds-network', 'stale-sighting', 'no-snapshot'];
  const fridge = { id: '01', alias: 'Fridge', reason: 'vaccines', by: 'Ada' };
  for (const outlets of [[], record(1).outlets, [{ id: '00', alias: 'Lamp', relay: 'off', watts: 0 }] as const])
    for (const standing of ['ready', 'silent', 'needs-login'] as const)
      assert.deepEqual(way({ protectedOutlets: [fridge], outlets, standing }, all), {
        way: 'leave',
        reasons: ['protected'],
      });
});

test('the load is named: the outlets that carry one, else those that draw something together, else the plug', () => {
  const outlet = (id: string, alias: string, relay: 'on' | 'off', watts: number | null) => ({
    id,
    alias,
    relay,
    watts,
  });
  const loads = (change: Partial<PlugRecord>) => loadsOf(record(1, change));
  const fridge = { outlet: 2, name: 'Fridge', watts: 92 };
  const kitchen = [outlet('00', 'Kettle', 'off', 0), outlet('01', 'Fridge', 'on', 92), outlet('02', 'Radio', 'on', 2)];
  assert.deepEqual(loads({ watts: 94, outlets: kitchen }), [fridge]);
  assert.deepEqual(loads({ watts: null, outlets: kitchen }), [fridge]);
  // none of them counts alone, together they do
  const small = [outlet('00', 'TV', 'on', 3), outlet('01', 'Router', 'on', 2.5), outlet('02', 'free', 'on', 0)];
  assert.deepEqual(
    loads({ watts: 5.5, outlets: small }).map((load) => load.outlet),
    [1, 2],
  );
  // nobody named anything and nothing measures: what is on counts
  const nameless = [outlet('00', 'Plug 1', 'on', null), outlet('01', 'Plug 2', 'off', null)];
  assert.deepEqual(loads({ alias: '', relay: 'on', watts: null, outlets: nameless }), [
    { outlet: 1, name: 'Plug 1', watts: null },
  ]);
  assert.deepEqual(loads({ watts: 60 }), [{ outlet: null, name: 'Desk 1', watts: 60 }]);
  assert.deepEqual(loads({ watts: 4.9 }), []);
});

test('a plan tells the loads where they are the reason, and nowhere else', () => {
  const heater = [{ id: '00', alias: 'Heater', relay: 'on', watts: 900 }] as const;
  const made = plan([
    record(1, { watts: 900, outlets: heater }),
    record(2, { watts: 900, outlets: heater, standing: 'silent' }),
    record(3),
  ]);
  assert.deepEqual(
    made.items.map((item) => item.loads.map((load) => load.name)),
    [['Heater'], [], []],
  );
  assert.deepEqual(made.items[0]?.plug.outlets, heater);
});

// law 3
test('every block is told, not only the first', () => {
  assert.deepEqual(blocks({ ...record(1, { owned: false, protectedReason: 'x' }), occupied: true }), [
    'not-owned',
    'protected',
    'occupied',
  ]);
});

// law 3
test('a room is occupied up to and including its day', () => {
  const site = (occupiedUntil: string | null): SiteRecord[] => [
    { name: 'A', networks: [], rooms: [{ name: '1', order: null, occupiedUntil, occupiedReason: null }] },
  ];
  const at = { site: 'A', room: '1' };
  const noon = new Date(2026, 0, 5, 12).getTime();
  assert.equal(isOccupied(site('2026-01-05'), at, noon), true);
  assert.equal(isOccupied(site('2026-01-04'), at, noon), false);
  assert.equal(isOccupied(site(null), at, noon), false);
  assert.equal(isOccupied(site('2026-01-05'), { site: 'A', room: null }, noon), false);
});

const plan = (plugs: readonly PlugRecord[]) =>
  makePlan(
    plugs.map((plug) => ({ plug, lastItem: undefined })),
    { id: 'P-TEST0', at: '2026-01-05T10:00:00.000Z', nowMs, sites: [], allow: [] },
  );

// law 2
test('a plan goes stale by age or by what is known of its plugs, not by address or name', () => {
  const frozen = plan([record(1), record(2), record(3, { protectedReason: 'x' })]);
  const stale = (change: Partial<PlugRecord>, laterMs = 0) =>
    staleIn(frozen, {
      plug: (mac) => [record(1), record(2, change), record(3)].find((p) => p.mac === mac),
      sites: [],
      nowMs: nowMs + laterMs,
    });
  assert.deepEqual(stale({}), []);
  assert.deepEqual(stale({ address: '127.0.9.9', alias: 'other', standing: 'silent' }), []);
  for (const change of [
    { owned: false },
    { protectedReason: 'y' },
    { protectedOutlets: [{ id: '00', alias: 'Fridge', reason: 'y', by: 'Ada' }] },
    { owner: ownerB },
    { deviceId: 'F'.repeat(40) },
    { feedsNetwork: true },
  ])
    assert.deepEqual(stale(change), [record(2).mac]);
  assert.deepEqual(stale({}, 12 * 3600_000 + 1), ['age']);
});

test('a hands-only plan gives a card to what may be touched and to nothing else', () => {
  const made = makePlan(
    [record(1), record(2, { standing: 'wiped' }), record(3, { protectedReason: 'x' }), record(4, { owned: false })].map(
      (plug) => ({ plug, lastItem: undefined }),
    ),
    { id: 'P-TEST0', at: '2026-01-05T10:00:00.000Z', nowMs, sites: [], allow: [], forceHands: true },
  );
  assert.deepEqual(
    made.items.map((i) => i.way),
    ['hands', 'hands', 'leave', 'leave'],
  );
  assert.deepEqual(made.counts, { network: 0, hands: 2, leave: 2 });
});

test('a plug that no network is known of is planned with what is around it, never as a network of its own', () => {
  const made = plan([record(1, { network: null, address: '10.1.2.3' })]);
  assert.equal(made.items[0]?.plug.network, '10.1.2.0/24');
});
